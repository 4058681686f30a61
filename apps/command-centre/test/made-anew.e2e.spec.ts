import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openEventLog, partitionOf } from '@exchange/event-log';
import { kafkaAvailable, startLocalKafka, waitUntil } from '@exchange/testing';
import { Kafka, logLevel } from 'kafkajs';
import {
  HUTANG,
  NIUTANG,
  startedCommandCentre,
  TOPIC,
  workOrder,
  type StartedCommandCentre,
} from './started-command-centre.ts';

interface World {
  readonly centre: StartedCommandCentre;
  /** Takes the topic's log away; `ensureTopics` makes it anew where it does not come back empty by itself. */
  destroy(): Promise<void>;
  stop(): Promise<void>;
}

interface Gap {
  readonly kind: string;
  readonly earliest: number;
  readonly missing: number | null;
}

const PARTITIONS = 6;
const REMAKE_MS_MAX = 60_000;
const availability = await kafkaAvailable();

describeMadeAnew('PostgreSQL', onPostgres);
// A broker of its own: others must not lose their topic.
if (availability.available || process.env['CI']) describeMadeAnew('Kafka', onKafka);
else
  describe.skip(`a log on Kafka (skipped: missing ${availability.missing.join(', ')})`, () => {
    test('that is made anew', () => undefined);
  });

function describeMadeAnew(name: string, start: () => Promise<World>): void {
  describe(`a log on ${name} that is made anew`, () => {
    let world: World;

    beforeAll(async () => {
      world = await start();
    }, 180_000);

    afterAll(async () => {
      await world?.stop();
    }, 60_000);

    async function remake(): Promise<void> {
      const { eventLog } = world.centre;
      await world.destroy();
      await waitUntil(
        'the log is there again, and empty',
        async () => {
          await eventLog
            .ensureTopics([{ topic: TOPIC, partitions: PARTITIONS, retentionDays: 1_095 }])
            .catch(() => undefined);
          const bounds = await eventLog.bounds(TOPIC).catch(() => new Map<number, { next: number }>());
          return bounds.size === PARTITIONS && [...bounds.values()].every(({ next }) => next === 0);
        },
        REMAKE_MS_MAX,
      );
    }

    test('is a gap for readers and for the memory of scopes, which still knows where records were', async () => {
      const { centre } = world;
      const district = (await centre.token()).key;
      const hutang = (await centre.token({ jurisdictions: [HUTANG] })).key;
      const stays = await centre.open('', hutang);
      const away = await centre.open('', district);
      const to = (jurisdiction: string, key = 'moving') => workOrder(key, { jurisdiction });
      const staying = () => to(HUTANG, 'staying');
      await centre.append([to(HUTANG), to(NIUTANG), to(HUTANG), staying(), staying()]);
      await stays.until(({ messages }) => messages.length === 5, 30_000);
      await away.until(({ events }) => events.length === 5, 30_000);
      away.cut();

      await remake();
      // A log that has grown past the old positions again is not to be told from the old one: who reads it has to look before.
      const isGap = (line: string): boolean => line.includes('"scopes.gap"');
      const partitions = new Set(['moving', 'staying'].map((key) => partitionOf(workOrder(key), PARTITIONS)));
      await waitUntil(
        'the gaps are noticed',
        () => centre.lines.filter(isGap).length >= partitions.size,
        REMAKE_MS_MAX,
      );
      await pause(500);
      const sent = [to(NIUTANG), to(HUTANG), staying()];
      await centre.append(sent);
      await stays.until(({ isClosed }) => isClosed, REMAKE_MS_MAX);

      const again = await centre.open('', hutang, stays.lastId);
      await again.until(
        (client) => client.of('left-scope').length === 1 && client.events.length === 2,
        30_000,
      );
      const back = await centre.open('', district, away.lastId);
      await back.until(({ events }) => events.length === 3, 30_000);
      expect(back.events.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
      for (const client of [again, back]) {
        const gaps = client.of('gap') as Gap[];
        expect(gaps.length).toBeGreaterThan(0);
        for (const gap of gaps) expect(gap).toMatchObject({ kind: 'made-anew', earliest: 0, missing: null });
        client.cut();
      }

      const fresh = await centre.open('?from=earliest', district);
      await fresh.until(({ events }) => events.length === 3, 30_000);
      expect(fresh.of('gap')).toEqual([]);
      fresh.cut();

      const lines = centre.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const gap = lines.find(({ event }) => event === 'scopes.gap');
      expect(gap).toMatchObject({ level: 'error', kind: 'made-anew', topic: TOPIC, earliest: 0 });
      expect(gap).toMatchObject({ happened: expect.any(String), advice: expect.any(String) });
      expect(await centre.metric('exchange_consumer_gaps_total')).toBeGreaterThan(0);
    }, 180_000);
  });
}

async function onPostgres(): Promise<World> {
  const centre = await startedCommandCentre();
  return {
    centre,
    // As in a copy of the database that was made before anything was appended.
    destroy: async () => {
      await centre.store.pool.query('DELETE FROM event_log.events');
      await centre.store.pool.query('UPDATE event_log.partitions SET next = 0, earliest = 0');
    },
    stop: () => centre.stop(),
  };
}

async function onKafka(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'command-centre-made-anew-'));
  const kafka = await startLocalKafka({ directory: join(directory, 'kafka') });
  const brokers = kafka.brokers.split(',');
  const centre = await startedCommandCentre({}, () =>
    openEventLog({ kind: 'kafka', brokers, clientId: 'test' }),
  );
  return {
    centre,
    destroy: async () => {
      const admin = new Kafka({ brokers, clientId: 'admin', logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [TOPIC] });
      await admin.disconnect();
    },
    stop: async () => {
      await centre.stop();
      await kafka.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
