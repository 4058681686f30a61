import { hash, randomUUID } from 'node:crypto';
import type { Chunk } from '../../port.ts';
import { SourceError } from '../../source-error.ts';
import type { RowDigests, StagedRow, StreamName } from '../row-digests.ts';
import type { TableLayout } from './table-layout.ts';
import type { OrderedRow, PageReader } from './read-page.ts';
import { CHUNK_CHARACTERS_MAX, rowChunk } from './row-chunk.ts';
import { NumberSet } from './number-set.ts';
import { jsonOf } from './row-text.ts';

export interface DigestReading {
  readonly name: StreamName;
  readonly layout: TableLayout;
  readonly pages: PageReader;
  readonly digests: RowDigests;
  readonly chunkRowsMax: number;
  readonly vanishedShareMax: number;
}

const LIST_ROWS = 5_000;
/** So few may vanish whatever their share. */
const VANISHED_ALWAYS = 100;

/**
 * One complete reading of a table without any usable cursor: rows whose digest changed, then keys that were not met. Where a
 * process dies:
 *
 * - after staging, before the claim: what is staged does not count; the rows differ from what counts and are given again.
 * - after the claim: the chunk is settled by its token, by whoever comes next; its rows then count as known.
 * - between two chunks: the reading begins again; rows that count are read and passed over.
 * - before the end: no key has vanished yet, as only a complete reading can say so.
 */
export async function* readChangedRows(reading: DigestReading, signal: AbortSignal): AsyncGenerator<Chunk> {
  const met = new NumberSet();
  const chunk = new StagedChunk(reading, met);
  let after: readonly string[] | undefined;
  for (let isLast = false; !isLast;) {
    if (signal.aborted) return;
    const page = await reading.pages.read(after ? { after } : {});
    ({ isLast } = page);
    after = page.rows.at(-1)?.position ?? after;
    const rows = page.rows.map((row) => ({
      ...row,
      key: keyOf(reading.layout, row),
      digest: digestOf(row.line),
    }));
    const known = await reading.digests.find(
      reading.name,
      rows.map(({ key }) => key),
    );
    for (const [index, { line, key, digest }] of rows.entries()) {
      const entry = known[index];
      if (entry) met.add(entry.number);
      if (entry?.digest === digest) continue;
      if (chunk.isFull) yield await chunk.take();
      chunk.add(line, { key, digest });
    }
  }
  if (chunk.hasRows) yield await chunk.take();
  if (!signal.aborted) yield* vanished(reading, met);
}

async function* vanished(reading: DigestReading, met: NumberSet): AsyncGenerator<Chunk> {
  let known = 0;
  let gone = 0;
  for await (const { number } of listAll(reading)) {
    known += 1;
    if (!met.has(number)) gone += 1;
  }
  if (gone === 0) return;
  if (gone > VANISHED_ALWAYS && gone > known * reading.vanishedShareMax)
    throw tooManyVanished(reading.layout.reading.table, gone, known);
  const chunk = new StagedChunk(reading, met, 'delete');
  for await (const { number, key } of listAll(reading)) {
    if (met.has(number)) continue;
    if (chunk.isFull) yield await chunk.take();
    chunk.add(key, { key, digest: null });
  }
  if (chunk.hasRows) yield await chunk.take();
}

async function* listAll({ digests, name }: DigestReading): AsyncGenerator<{ number: number; key: string }> {
  for (let after = 0; ;) {
    const listed = await digests.list(name, after, LIST_ROWS);
    yield* listed;
    if (listed.length < LIST_ROWS) return;
    after = listed.at(-1)!.number;
  }
}

/** The row's key columns as a JSON object: the body of a delete is made of it. */
function keyOf({ reading }: TableLayout, { position }: OrderedRow): string {
  const members = reading.order.map(
    ({ name, kind }, index) => `${JSON.stringify(name)}:${jsonOf(kind, position[index])}`,
  );
  return `{${members.join(',')}}`;
}

function digestOf(line: string): string {
  return hash('sha256', line, 'base64url').slice(0, 32);
}

function tooManyVanished(table: string, gone: number, known: number): SourceError {
  return new SourceError('protocol', {
    zh: `${table} 已知的 ${known} 行中有 ${gone} 行不见了，可能正在重灌数据，暂不下发删除；确属删除的，请调整 vanishedShareMax`,
    en: `${gone} of the ${known} known rows of ${table} have vanished: it may be being filled anew, so nothing is deleted; if they are really gone, set vanishedShareMax`,
  });
}

class StagedChunk {
  readonly #reading: DigestReading;
  readonly #met: NumberSet;
  readonly #operation: 'upsert' | 'delete';
  #lines: string[] = [];
  #staged: StagedRow[] = [];
  #characters = 0;

  constructor(reading: DigestReading, met: NumberSet, operation: 'upsert' | 'delete' = 'upsert') {
    this.#reading = reading;
    this.#met = met;
    this.#operation = operation;
  }

  get hasRows(): boolean {
    return this.#lines.length > 0;
  }

  get isFull(): boolean {
    return this.#lines.length >= this.#reading.chunkRowsMax || this.#characters > CHUNK_CHARACTERS_MAX;
  }

  add(line: string, row: StagedRow): void {
    this.#lines.push(line);
    this.#staged.push(row);
    this.#characters += line.length;
  }

  async take(): Promise<Chunk> {
    const token = randomUUID();
    const chunk = rowChunk(this.#lines, { token }, this.#operation);
    const { digests, name } = this.#reading;
    for (const number of await digests.stage(name, token, this.#staged)) this.#met.add(number);
    this.#lines = [];
    this.#staged = [];
    this.#characters = 0;
    return chunk;
  }
}
