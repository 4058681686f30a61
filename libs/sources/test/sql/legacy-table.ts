import type { Json, JsonObject } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS } from '@exchange/decoding';
import type { Chunk, Settlement, Source } from '@exchange/sources';
import { openSqlSource } from '../../src/sql-poll/open-sql-source.ts';
import type { SqlSettings } from '../../src/sql-poll/sql-settings.ts';
import type { SqlSourceOptions } from '../../src/sql-poll/sql-source-options.ts';
import type { SqlDatabase, SqlServer } from './sql-server.ts';

/** A source on a table of a test, whose columns are those that are named. */
export function openTable(
  server: SqlServer,
  database: SqlDatabase,
  settings: Omit<SqlSettings, 'dialect'>,
  columns: readonly string[],
  more: Partial<SqlSourceOptions> = {},
): Source {
  const sourceSchema: JsonObject = { properties: Object.fromEntries(columns.map((name) => [name, {}])) };
  return openSqlSource({
    settings: { dialect: server.dialect, ...settings },
    connection: database.connection,
    stream: { system: 'city', stream: database.connection.database, sourceSchema },
    now: () => Date.now(),
    ...more,
  });
}

export function rowsOf(chunk: Chunk): JsonObject[] {
  const decoded = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
  if (decoded.kind !== 'records') throw new Error(decoded.detail.en);
  return decoded.records.map((record) => {
    if ('value' in record) return record.value;
    throw new Error(record.rejection.detail.en);
  });
}

export interface Taken {
  readonly operation: Chunk['operation'];
  readonly row: JsonObject;
}

/** Reads to the present end, claiming and settling every chunk. */
export async function take(
  source: Source,
  after: Json | null = null,
): Promise<{ taken: Taken[]; checkpoint: Json }> {
  const taken: Taken[] = [];
  let checkpoint = after;
  for await (const chunk of source.read(after, AbortSignal.timeout(20_000))) {
    taken.push(...rowsOf(chunk).map((row) => ({ operation: chunk.operation, row })));
    ({ checkpoint } = chunk);
    await source.settle(checkpoint, allAccepted(chunk));
  }
  return { taken, checkpoint };
}

export function allAccepted(chunk: Chunk): Settlement {
  const records = rowsOf(chunk).length;
  return {
    kind: 'done',
    receiptId: '01990000-0000-7000-8000-000000000000',
    outcome: { records, accepted: records, quarantined: 0, events: records, reports: [] },
  };
}
