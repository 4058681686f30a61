import { ALARM_TOPIC } from '@exchange/contracts';
import { publishOutbox, raiseAlarm, recoverAlarm, type Alarm } from '@exchange/store';
import { eventsOf, waitUntil } from '@exchange/testing';
import { relayAlarms } from '../src/watching/watcher.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

const ALARM: Alarm = {
  rule: 'stream-stopped',
  system: 'hotline-12345',
  stream: 'orders',
  detail: { zh: '已停止接收', en: 'nothing is taken any more' },
  facts: { quarantined: 40 },
};

let kit: GatewayKit;

beforeAll(async () => {
  kit = await gatewayKit();
  await kit.log.ensureTopics([...kit.catalog.subjects.values()]);
}, 60_000);

afterAll(() => kit.end());

async function logged(): Promise<Array<{ id: string; status: unknown }>> {
  const found: Array<{ id: string; status: unknown }> = [];
  for await (const { event } of eventsOf(kit.log, ALARM_TOPIC))
    found.push({ id: event.id, status: (JSON.parse(event.value) as { status: unknown }).status });
  return found;
}

test('a relay that dies between the log and the outbox tells the same change again, with the same id', async () => {
  await raiseAlarm(kit.store.pool, ALARM);
  const dying = publishOutbox(kit.store.pool, {
    table: 'exchange.outbox',
    append: async (events) => {
      await kit.log.append(events, { deadlineMs: 5_000 });
      await kit.store.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()`,
      );
    },
  });
  await expect(dying).rejects.toMatchObject({ code: 'store-unavailable', retryable: true });
  await recoverAlarm(kit.store.pool, ALARM);
  // The lock of the one that died is free once its session has ended.
  await waitUntil('all told', async () => {
    await relayAlarms(kit.store, kit.log);
    return (await logged()).at(-1)?.status === 'recovered';
  });
  const events = await logged();
  expect(events.map(({ status }) => status)).toEqual(['raised', 'raised', 'recovered']);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  expect(events[1]).toEqual(events[0]);
}, 60_000);
