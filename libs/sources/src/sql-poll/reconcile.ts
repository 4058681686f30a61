import { hash } from 'node:crypto';
import type { JsonObject } from '@exchange/contracts';
import { PageReader } from './reading/read-page.ts';
import { CHUNK_CHARACTERS_MAX } from './reading/row-chunk.ts';
import { findLayout, type TableLayout } from './reading/table-layout.ts';
import { openSession } from './session/open-session.ts';
import type { SqlSession } from './session/sql-session.ts';
import { planReading, type SqlPlan } from './sql-plan.ts';
import type { SqlSourceOptions } from './sql-source-options.ts';

export interface Reconciliation extends SqlSourceOptions {
  /** Keys of the records of the stream that the exchange holds as not deleted, in any order; read several times. */
  readonly held: () => AsyncIterable<string>;
  /** The exchange's key of a row, as the stream's mapping makes it; null for a row that is no record (a soft delete). */
  readonly keyOf: (row: JsonObject) => string | null;
  /** Keys that are held in memory at once; default 100,000. */
  readonly keysMax?: number;
}

/** A difference between a table and what the exchange holds of it. */
export type Difference =
  /** Rows that the exchange does not hold, as NDJSON: to be taken like any other chunk. */
  | { readonly kind: 'not-in-exchange'; readonly keys: readonly string[]; readonly body: Buffer }
  /** Keys that the exchange holds although the table has no such row. */
  | { readonly kind: 'not-in-source'; readonly keys: readonly string[] };

export interface ReconciliationCounts {
  readonly source: number;
  readonly exchange: number;
}

const KEYS_MAX = 100_000;
/** Keys are spread over so many buckets, and only buckets that differ are looked into. */
const BUCKETS = 65_536;

/**
 * Compares the keys of a whole table with those that the exchange holds, in bounded memory, while both are in use. First a
 * count and a digest for each bucket of keys; then, for the buckets that differ, the keys themselves, as many buckets at a time
 * as `keysMax` allows: held, table, held again. A row counts as missing in the exchange when the later look does not know it, a
 * key as gone when the earlier look knew it, so that what is on its way at the time is told neither way. Gives the counts at the end.
 *
 * @throws SourceError when the table cannot be read
 */
export async function* reconcile(options: Reconciliation): AsyncGenerator<Difference, ReconciliationCounts> {
  const plan = planReading(options.settings, options.connection, options.stream);
  const session = await openSession(plan.dialect, options.connection, plan.session);
  try {
    const table = new KeyedTable(session, plan, await findLayout(session, plan), options.keyOf);
    const inSource = new BucketSums();
    for await (const { key } of table.rows()) inSource.add(key);
    const inExchange = new BucketSums();
    for await (const key of options.held()) inExchange.add(key);
    for (const buckets of differingGroups(inSource, inExchange, options.keysMax ?? KEYS_MAX))
      yield* compareBuckets(table, options.held, buckets);
    return { source: inSource.total, exchange: inExchange.total };
  } finally {
    await session.close();
  }
}

async function* compareBuckets(
  table: KeyedTable,
  held: Reconciliation['held'],
  buckets: ReadonlySet<number>,
): AsyncGenerator<Difference> {
  const gone = await keysIn(held(), buckets);
  const found = new Map<string, string>();
  for await (const { key, line } of table.rows()) {
    if (!buckets.has(bucketOf(key))) continue;
    // A row that was known is in order; only the others' lines are kept.
    if (!gone.delete(key)) found.set(key, line);
  }
  for (const key of await keysIn(held(), buckets)) found.delete(key);
  if (gone.size > 0) yield { kind: 'not-in-source', keys: [...gone] };
  let keys: string[] = [];
  let lines: string[] = [];
  let characters = 0;
  const take = (): Difference => {
    const body = Buffer.from(`${lines.join('\n')}\n`);
    const difference = { kind: 'not-in-exchange', keys, body } as const;
    [keys, lines, characters] = [[], [], 0];
    return difference;
  };
  for (const [key, line] of found) {
    keys.push(key);
    lines.push(line);
    characters += line.length;
    if (keys.length === table.chunkRowsMax || characters > CHUNK_CHARACTERS_MAX) yield take();
  }
  if (keys.length > 0) yield take();
}

class KeyedTable {
  readonly #session: SqlSession;
  readonly #plan: SqlPlan;
  readonly #layout: TableLayout;
  readonly #keyOf: Reconciliation['keyOf'];

  constructor(session: SqlSession, plan: SqlPlan, layout: TableLayout, keyOf: Reconciliation['keyOf']) {
    this.#session = session;
    this.#plan = plan;
    this.#layout = layout;
    this.#keyOf = keyOf;
  }

  get chunkRowsMax(): number {
    return this.#plan.pageRows;
  }

  async *rows(): AsyncGenerator<{ key: string; line: string }> {
    const pages = new PageReader(this.#session, this.#layout, this.#plan.pageRows);
    let after: readonly string[] | undefined;
    for (let isLast = false; !isLast;) {
      const page = await pages.read(after ? { after } : {});
      ({ isLast } = page);
      after = page.rows.at(-1)?.position ?? after;
      for (const { line } of page.rows) {
        const key = this.#keyOf(JSON.parse(line) as JsonObject);
        if (key !== null) yield { key, line };
      }
    }
  }
}

/** For each bucket how many keys it has, and the sum of their digests: whatever order they come in, equal sets are equal. */
class BucketSums {
  readonly counts = new Uint32Array(BUCKETS);
  readonly sums = new Float64Array(BUCKETS);
  total = 0;

  add(key: string): void {
    const digest = hash('sha256', key, 'buffer');
    const bucket = digest.readUInt16BE(0);
    this.counts[bucket]! += 1;
    // Kept below 2^48, so that the sum of two is exact.
    this.sums[bucket] = (this.sums[bucket]! + digest.readUIntBE(2, 6)) % 2 ** 48;
    this.total += 1;
  }
}

function bucketOf(key: string): number {
  return hash('sha256', key, 'buffer').readUInt16BE(0);
}

/** Buckets that differ, in groups that together have no more keys than fit. */
function* differingGroups(left: BucketSums, right: BucketSums, keysMax: number): Generator<Set<number>> {
  let group = new Set<number>();
  let keys = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    if (left.counts[bucket] === right.counts[bucket] && left.sums[bucket] === right.sums[bucket]) continue;
    const size = Math.max(left.counts[bucket]!, right.counts[bucket]!);
    if (keys + size > keysMax && group.size > 0) {
      yield group;
      group = new Set();
      keys = 0;
    }
    group.add(bucket);
    keys += size;
  }
  if (group.size > 0) yield group;
}

async function keysIn(keys: AsyncIterable<string>, buckets: ReadonlySet<number>): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const key of keys) if (buckets.has(bucketOf(key))) found.add(key);
  return found;
}
