import { openEventLog } from '@exchange/event-log';
import { createLogger } from '@exchange/runtime';
import { openDeliveryFailures } from '@exchange/store';
import { commandCentreConfig } from '../src/config.ts';
import { startCommandCentre } from '../src/start.ts';
import { SseClient } from './sse-client.ts';
import {
  HUTANG,
  NIUTANG,
  startedCommandCentre,
  TOPIC,
  workOrder,
  type StartedCommandCentre,
} from './started-command-centre.ts';

let centre: StartedCommandCentre;
let district: string;
let hutang: string;

beforeAll(async () => {
  centre = await startedCommandCentre();
  district = (await centre.token()).key;
  hutang = (await centre.token({ jurisdictions: [HUTANG], unmasked: false })).key;
}, 60_000);

afterAll(async () => {
  await centre.stop();
}, 60_000);

const in_ = (key: string, jurisdiction: string | null) => workOrder(key, { jurisdiction });

describe('a record that leaves the scope of a reader', () => {
  test('is told to the old scope, without what became of it, and comes to the new one', async () => {
    const niutang = await centre.open('', (await centre.token({ jurisdictions: [NIUTANG] })).key);
    const old = await centre.open('', hutang);
    const all = await centre.open('', district);
    const arrived = in_('m1', HUTANG);
    const moved = in_('m1', NIUTANG);
    await centre.append([arrived, moved, workOrder('m1', { jurisdiction: NIUTANG })]);
    await old.until((client) => client.of('left-scope').length === 1);
    await niutang.until(({ events }) => events.length === 2);
    await all.until(({ events }) => events.length === 3);
    expect(old.events.map(({ id }) => id)).toEqual([arrived.id]);
    expect(old.of('left-scope')).toMatchObject([
      { id: moved.id, subject: 'm1', type: TOPIC, revision: moved.revision },
    ]);
    expect(JSON.stringify(old.of('left-scope'))).not.toContain(NIUTANG);
    expect(niutang.of('left-scope')).toEqual([]);
    expect(all.of('left-scope')).toEqual([]);
    for (const client of [niutang, old, all]) client.cut();
  });

  test('is told after a break as well, in its place among the others', async () => {
    const first = await centre.open('', hutang);
    await centre.append([in_('m2', HUTANG)]);
    await first.until(({ events }) => events.length === 1);
    first.cut();
    await centre.append([in_('m2', null), in_('m2', HUTANG)]);
    const again = await centre.open('', hutang, first.lastId);
    await again.until(({ messages }) => messages.length === 2);
    expect(again.messages.map(({ event }) => event)).toEqual(['left-scope', TOPIC]);
    again.cut();
  });

  test('is told to a reader whose filter it leaves, whatever the token covers', async () => {
    const client = await centre.open(`?jurisdiction=${HUTANG}`, district);
    await centre.append([in_('m3', HUTANG), in_('m3', NIUTANG)]);
    await client.until(({ messages }) => messages.length === 2);
    expect(client.messages.map(({ event }) => event)).toEqual([TOPIC, 'left-scope']);
    client.cut();
  });

  test('a withdrawal reaches those who had the record, also when it says nothing of where', async () => {
    const client = await centre.open('', hutang);
    await centre.append([in_('m6', HUTANG)]);
    const withdrawal = workOrder('m6', {
      operation: 'delete',
      jurisdiction: null,
      data: { key: 'm6', reason: '王五要求', basis: '误录' },
    });
    await centre.append([withdrawal]);
    await client.until(({ events }) => events.length === 2);
    expect(client.events[1]).toMatchObject({ id: withdrawal.id, operation: 'delete' });
    expect(JSON.stringify(client.messages)).not.toContain('王五');
    client.cut();
  });

  test('is told by a second process too, which shares the work of remembering', async () => {
    const log = createLogger({ service: 'second', level: 'error' });
    const eventLog = await openEventLog({ kind: 'postgres', url: centre.databaseUrl });
    const config = commandCentreConfig({
      DATABASE_URL: centre.databaseUrl,
      HTTP_PORT: '0',
      CATALOG_DIRECTORY: process.cwd(),
    });
    const second = await startCommandCentre(config, { log, eventLog });
    try {
      const clients = [
        await centre.open('', hutang),
        await SseClient.open(`${second.url}/v1/topics/${TOPIC}/events`, hutang),
      ];
      const keys = Array.from({ length: 30 }, (_each, index) => `s${index}`);
      await centre.append(keys.map((key) => in_(key, HUTANG)));
      await centre.append(keys.map((key) => in_(key, NIUTANG)));
      for (const client of clients) {
        await client.until((reader) => reader.of('left-scope').length === keys.length);
        expect(client.events.length).toBe(keys.length);
        client.cut();
      }
    } finally {
      await second.stop('test');
      await eventLog.close();
    }
  });
});

describe('an older revision that arrives late', () => {
  test('is history: streamed to nobody, live and read from the log, and no record leaves a scope by it', async () => {
    const niutang = await centre.open('', (await centre.token({ jurisdictions: [NIUTANG] })).key);
    const old = await centre.open('', hutang);
    const all = await centre.open('', district);
    await all.until(({ lastId }) => lastId !== '');
    const newest = workOrder('l1', { revision: 's2026-03-02' });
    const late = workOrder('l1', { revision: 's2026-03-01', jurisdiction: NIUTANG });
    const moved = workOrder('l1', { revision: 's2026-03-03', jurisdiction: NIUTANG });
    await centre.append([newest, late, moved]);
    const again = await centre.open('', district, all.lastId);
    for (const client of [all, again]) {
      await client.until(({ events }) => events.length === 2);
      expect(client.events.map(({ id }) => id)).toEqual([newest.id, moved.id]);
    }
    await old.until((client) => client.of('left-scope').length === 1);
    expect(old.of('left-scope')).toMatchObject([{ id: moved.id }]);
    await niutang.until(({ events }) => events.length === 1);
    expect(niutang.messages.length).toBe(1);
    for (const client of [niutang, old, all, again]) client.cut();
  });

  test('does not bring a withdrawn record back', async () => {
    const client = await centre.open('', district);
    const withdrawal = workOrder('l2', {
      operation: 'delete',
      revision: 's3',
      data: { key: 'l2', reason: '误录', basis: '核实' },
    });
    await centre.append([
      workOrder('l2', { revision: 's1' }),
      withdrawal,
      workOrder('l2', { revision: 's2' }),
      workOrder('l2', { revision: 's4' }),
    ]);
    await client.until(({ events }) => events.length === 3);
    expect(client.events.map(({ revision }) => revision)).toEqual(['s1', 's3', 's4']);
    client.cut();
  });

  test('so is an event that the log holds twice', async () => {
    const client = await centre.open('', district);
    const first = workOrder('l3');
    await centre.append([first, first, workOrder('l3')]);
    await client.until(({ events }) => events.length === 2);
    expect(client.events[0]?.id).toBe(first.id);
    expect(client.events[1]?.id).not.toBe(first.id);
    client.cut();
  });
});

describe('an event that nobody can use', () => {
  test('is kept aside by the memory of scopes, which goes on with the next', async () => {
    const client = await centre.open('', hutang);
    const good = in_('p1', HUTANG);
    const bad = in_('p1', 'nowhere\0');
    await centre.append([good, bad, in_('p1', NIUTANG)]);
    await client.until((reader) => reader.of('left-scope').length === 1);
    const kept = await openDeliveryFailures(centre.store.pool, 'command-centre', { limit: 10 });
    expect(kept).toMatchObject([{ eventId: bad.id, topic: TOPIC }]);
    expect(centre.lines.join('')).toContain('scopes.event_kept_aside');
    client.cut();
  });

  test('is left out of the streams when it is not what the gateway writes', async () => {
    const bad = { ...workOrder('p2'), value: '{"orderNo": ' };
    const unmasked = await centre.open('', district);
    const masked = await centre.open('', hutang);
    await centre.append([bad, { ...workOrder('p2'), receivedTime: 'yesterday' }]);
    for (const client of [unmasked, masked]) {
      await client.until(({ events }) => events.length === 1);
      expect(client.isClosed).toBe(false);
      client.cut();
    }
    expect(await centre.metric('exchange_stream_events_unreadable_total')).toBeGreaterThan(0);
  });
});
