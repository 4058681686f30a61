import { hash } from 'node:crypto';
import type { Chunk } from '../../port.ts';
import { SourceError } from '../../source-error.ts';
import { areTooManyGone, listAll } from '../row-digests.ts';
import type { TableLayout } from './table-layout.ts';
import type { OrderedRow, PageReader } from './read-page.ts';
import { NumberSet } from './number-set.ts';
import { orderMembers } from './row-key.ts';
import { StagedChunk, type StagedReading } from './staged-chunk.ts';

export interface DigestReading extends StagedReading {
  readonly layout: TableLayout;
  readonly pages: PageReader;
  readonly vanishedShareMax: number;
}

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
  const chunk = new StagedChunk(reading, 'upsert');
  const give = async (): Promise<Chunk> => {
    const { chunk: given, numbers } = await chunk.take();
    for (const number of numbers) met.add(number);
    return given;
  };
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
      if (chunk.isFull) yield await give();
      chunk.add(line, { key, digest });
    }
  }
  if (chunk.rows > 0) yield await give();
  if (!signal.aborted) yield* vanished(reading, met);
}

async function* vanished(reading: DigestReading, met: NumberSet): AsyncGenerator<Chunk> {
  let known = 0;
  let gone = 0;
  for await (const { number } of listAll(reading.digests, reading.name)) {
    known += 1;
    if (!met.has(number)) gone += 1;
  }
  if (gone === 0) return;
  if (areTooManyGone(gone, known, reading.vanishedShareMax))
    throw tooManyVanished(reading.layout.reading.table, gone, known);
  const chunk = new StagedChunk(reading, 'delete');
  for await (const { number, key } of listAll(reading.digests, reading.name)) {
    if (met.has(number)) continue;
    if (chunk.isFull) yield (await chunk.take()).chunk;
    chunk.add(key, { key, digest: null });
  }
  if (chunk.rows > 0) yield (await chunk.take()).chunk;
}

/** The row's key columns as a JSON object: the body of a delete is made of it. */
function keyOf(layout: TableLayout, row: OrderedRow): string {
  return `{${orderMembers(layout, row).join(',')}}`;
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
