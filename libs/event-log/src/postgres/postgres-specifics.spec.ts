import { createTestDatabase, testEvent, waitUntil, type TestDatabase } from '@exchange/testing';
import { Client } from 'pg';
import type { LoggedEvent } from '../port.ts';
import { migratePostgresEventLog } from './migrations.ts';
import { PostgresEventLog } from './postgres-event-log.ts';

const topic = 'wujin.certificate.v1';
let database: TestDatabase;
let log: PostgresEventLog;
let other: Client;

beforeEach(async () => {
  database = await createTestDatabase();
  await migratePostgresEventLog(database.url);
  log = new PostgresEventLog({ kind: 'postgres', url: database.url, sweepIntervalMs: 0 });
  await log.ensureTopics([{ topic, partitions: 1, retentionDays: 30 }]);
  other = new Client({ connectionString: database.url });
  await other.connect();
});

afterEach(async () => {
  await other.end();
  await log.close();
  await database.drop();
});

async function keysRead(): Promise<string[]> {
  const { events } = await log.read({ topic, positions: new Map(), limit: 100 });
  return events.map(({ event }) => event.key);
}

test('a transaction that pauses before its commit holds up later appends, and no reader passes over it', async () => {
  await log.append([testEvent(topic, 'first')], { deadlineMs: 5000 });
  const seen: LoggedEvent[] = [];
  const tail = await log.tail(topic, (events) => seen.push(...events));
  await other.query('BEGIN');
  await other.query(
    `WITH moved AS (UPDATE event_log.partitions SET next = next + 1 RETURNING partition_id, next - 1 AS position)
     INSERT INTO event_log.events (partition_id, position, attributes, value)
     SELECT partition_id, position,
       (SELECT replace(attributes, 'first', 'paused') FROM event_log.events LIMIT 1), '{}' FROM moved`,
  );
  const late = log.append([testEvent(topic, 'late')], { deadlineMs: 300 });
  await expect(late).rejects.toMatchObject({ code: 'log-timeout', retryable: true });
  expect(await keysRead()).toEqual(['first']);
  expect(seen).toEqual([]);

  const behind = log.append([testEvent(topic, 'behind')], { deadlineMs: 10_000 });
  await other.query('COMMIT');
  await behind;
  // The append that was given up may have been carried out all the same: that is what its error says.
  const keys = await keysRead();
  expect(keys.slice(0, 2)).toEqual(['first', 'paused']);
  expect(keys.at(-1)).toBe('behind');
  await waitUntil('the tail has told all', () => seen.length >= keys.length - 1);
  expect(seen.map(({ event }) => event.key)).toEqual(keys.slice(1));
  tail.stop();
});

test('an append that was given up while it waited for a lock is not carried out later', async () => {
  await other.query('BEGIN');
  await other.query('SELECT FROM event_log.partitions FOR UPDATE');
  await expect(log.append([testEvent(topic, 'given-up')], { deadlineMs: 300 })).rejects.toMatchObject({
    code: 'log-timeout',
  });
  const waiting = async (): Promise<boolean> => {
    const { rows } = await other.query(
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return rows.length > 0;
  };
  await waitUntil('the server has noticed', async () => !(await waiting()));
  await other.query('COMMIT');
  await log.append([testEvent(topic, 'next')], { deadlineMs: 5000 });
  expect(await keysRead()).toEqual(['next']);
});

test('events are seen without hints, by polling', async () => {
  const seen: LoggedEvent[] = [];
  const tail = await log.tail(topic, (events) => seen.push(...events));
  const silent = new PostgresEventLog({ kind: 'postgres', url: database.url, sweepIntervalMs: 0 });
  const cut = (): Promise<unknown> =>
    other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'event-log hints' AND datname = current_database()`,
    );
  await waitUntil('hints were cut', async () => ((await cut()) as { rowCount: number }).rowCount > 0);
  await silent.append([testEvent(topic, 'a')], { deadlineMs: 5000 });
  await waitUntil('it is seen', () => seen.length === 1, 2000);
  tail.stop();
  await silent.close();
});

test('the sweep removes what is past its retention in chunks, and nothing younger', async () => {
  const many = Array.from({ length: 11_000 }, (_, n) => testEvent(topic, `key-${n}`, { value: '{}' }));
  await log.append(many, { deadlineMs: 30_000 });
  await other.query(
    "UPDATE event_log.events SET appended_at = now() - interval '31 days' WHERE position < 10500",
  );
  await log.sweep();
  expect(await log.bounds(topic)).toEqual(new Map([[0, { earliest: 10_500, next: 11_000 }]]));
  const { rows } = await other.query('SELECT count(*)::integer AS left FROM event_log.events');
  expect(rows).toEqual([{ left: 500 }]);
});

test('several processes may migrate at once and again', async () => {
  const fresh = await createTestDatabase();
  await Promise.all([1, 2, 3, 4].map(() => migratePostgresEventLog(fresh.url)));
  await migratePostgresEventLog(fresh.url);
  const opened = new PostgresEventLog({ kind: 'postgres', url: fresh.url, sweepIntervalMs: 0 });
  await opened.ping();
  await opened.close();
  await fresh.drop();
});

test('an operator reads events with their attributes in SQL', async () => {
  await log.append([testEvent(topic, '键', { jurisdiction: null, historical: true })], { deadlineMs: 5000 });
  const { rows } = await other.query(
    'SELECT topic, partition, position, key, jurisdiction, department, historical, mapping_version FROM event_log.readable_events',
  );
  expect(rows).toEqual([
    {
      topic,
      partition: 0,
      position: '0',
      key: '键',
      jurisdiction: null,
      department: 'emergency',
      historical: true,
      mapping_version: 1,
    },
  ]);
});

test('a value that is not JSON text is refused alone', async () => {
  const bad = log.append([testEvent(topic, 'bad', { value: 'a\0b' })], { deadlineMs: 5000 });
  const good = log.append([testEvent(topic, 'good')], { deadlineMs: 5000 });
  await expect(bad).rejects.toMatchObject({ code: 'log-rejected', retryable: false });
  await good;
  expect(await keysRead()).toEqual(['good']);
});
