import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@exchange/testing';
import { openSqlSource } from '../../src/sql-poll/open-sql-source.ts';
import type { SqlRead } from '../../src/sql-poll/sql-settings.ts';
import { DyingReader } from './dying-reader.ts';
import type { SqlDatabase } from './sql-server.ts';

const WRITERS = 40;
const TRANSACTIONS = 1_000;
const HELD_MS_MAX = 400;

/**
 * Writes 1,000 rows in as many transactions that commit out of order, while readers look again and again and die at any
 * moment. Gives what came, in order, and how often a commit was late.
 */
export async function readWhileCommittingLate(
  database: SqlDatabase,
  dialect: 'postgres' | 'mysql',
  read: SqlRead,
): Promise<{ keys: string[]; late: number }> {
  const random = seededRandom(20_261_124);
  const committed: number[] = [];
  let isWriting = true;
  const writing = Promise.all(
    Array.from({ length: WRITERS }, async (_writer, writer) => {
      const client = await database.session();
      for (let index = writer; index < TRANSACTIONS; index += WRITERS) {
        await client.run('BEGIN');
        const placeholder = dialect === 'postgres' ? '$1' : '?';
        await client.run(`INSERT INTO records (record_key, content) VALUES (${placeholder}, 'x')`, [
          `K${index}`,
        ]);
        const [row] = await client.run(
          dialect === 'postgres' ? 'SELECT lastval() AS id' : 'SELECT LAST_INSERT_ID() AS id',
        );
        await sleep(random.below(10) < 3 ? random.below(HELD_MS_MAX) : 0);
        await client.run('COMMIT');
        committed.push(Number(row!['id']));
      }
      await client.end();
    }),
  ).finally(() => (isWriting = false));
  const keys = await readAll(database, dialect, read, () => isWriting);
  await writing;
  const late = committed.filter(
    (id, index) => index > 0 && id < Math.max(...committed.slice(0, index)),
  ).length;
  return { keys, late };
}

async function readAll(
  database: SqlDatabase,
  dialect: 'postgres' | 'mysql',
  read: SqlRead,
  isWriting: () => boolean,
): Promise<string[]> {
  const sourceSchema = { properties: { record_key: {}, content: {}, secrecy: {} } };
  const reader = new DyingReader(
    () =>
      openSqlSource({
        settings: { dialect, table: 'records', read },
        connection: database.connection,
        stream: { system: 'city', stream: 'records', sourceSchema },
        now: () => Date.now(),
      }),
    seededRandom(7),
  );
  for (let quiet = 0; quiet < 4;) {
    const before = reader.rows.length;
    const deaths = reader.deaths;
    await reader.look();
    quiet = !isWriting() && reader.rows.length === before && reader.deaths === deaths ? quiet + 1 : 0;
    await sleep(20);
  }
  await reader.close();
  expect(reader.deaths).toBeGreaterThan(1);
  return reader.rows.map((row) => String(row['record_key']));
}

export const ALL_KEYS: readonly string[] = Array.from({ length: TRANSACTIONS }, (_, index) => `K${index}`);
