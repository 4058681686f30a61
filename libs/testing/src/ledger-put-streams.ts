import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { decodeBatch, DEFAULT_LIMITS, type DecodeOptions } from '@exchange/decoding';
import type pg from 'pg';
import type { LedgerPut } from './ledger-entry.ts';
import { fingerprintOf } from './simulators/fingerprint.ts';

/** A stream that the exchange reads: what was put there, and what its receipts hold. */
export interface PutStream {
  readonly system: string;
  readonly stream: string;
  /** How often each fingerprint was put. */
  readonly expected: ReadonlyMap<string, number>;
  readonly unreadable: number;
  /** Files that were put aside as unreadable. */
  readonly putAside: number;
  readonly receipts: ReadonlyArray<{
    readonly id: string;
    readonly records: ReadonlyArray<{ readonly fingerprint: string; readonly raw: Buffer }>;
  }>;
}

interface ReceiptRow {
  readonly id: string;
  readonly decode: DecodeOptions;
  readonly encoding: 'identity' | 'zstd';
  readonly body: Buffer;
}

const decompress = promisify(zstdDecompress);

/** Reads the receipts since then of every stream that something was put into, record by record from their kept bodies. */
export async function readPutStreams(
  puts: readonly LedgerPut[],
  pool: pg.Pool,
  since: Date,
): Promise<PutStream[]> {
  const streams = Map.groupBy(puts, ({ system, stream }) => `${system}/${stream}`);
  const found: PutStream[] = [];
  for (const ofStream of streams.values()) {
    const [{ system, stream, ignored }] = ofStream as [LedgerPut];
    const expected = new Map<string, number>();
    for (const fingerprint of ofStream.flatMap((put) => put.expected))
      expected.set(fingerprint, (expected.get(fingerprint) ?? 0) + 1);
    found.push({
      system,
      stream,
      expected,
      unreadable: ofStream.reduce((sum, put) => sum + put.unreadable, 0),
      putAside: await countPutAside(pool, system, stream, since),
      receipts: await readReceipts(pool, { system, stream, ignored }, since),
    });
  }
  return found;
}

async function readReceipts(
  pool: pg.Pool,
  { system, stream, ignored }: Pick<LedgerPut, 'system' | 'stream' | 'ignored'>,
  since: Date,
): Promise<PutStream['receipts']> {
  const { rows } = await pool.query<ReceiptRow>(
    `SELECT r.id, r.decode, b.encoding, b.body FROM exchange.receipt r JOIN exchange.receipt_body b USING (id)
     WHERE r.system = $1 AND r.stream = $2 AND r.received_at >= $3 ORDER BY r.arrival`,
    [system, stream, since],
  );
  return Promise.all(
    rows.map(async ({ id, decode, encoding, body }) => {
      const batch = decodeBatch(encoding === 'zstd' ? await decompress(body) : body, decode, DEFAULT_LIMITS);
      if (batch.kind !== 'records') throw new Error(`the body of receipt ${id} cannot be read`);
      const records = batch.records.map((record) => ({
        fingerprint: fingerprintOf(record, ignored),
        raw: record.raw,
      }));
      return { id, records };
    }),
  );
}

async function countPutAside(pool: pg.Pool, system: string, stream: string, since: Date): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `SELECT count(*) FROM exchange.processed_file WHERE system = $1 AND stream = $2 AND fate = 'rejected' AND processed_at >= $3`,
    [system, stream, since],
  );
  return Number(rows[0]!.count);
}
