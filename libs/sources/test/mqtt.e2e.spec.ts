import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeSourceConformance,
  freePort,
  mosquittoAvailable,
  MOSQUITTO_USERS,
  seededRandom,
  startMosquitto,
  type Mosquitto,
} from '@exchange/testing';
import { openQueueSource } from '../src/queue/open-queue-source.ts';
import type { QueueConnection } from '../src/queue/queue-connection.ts';
import type { QueueSettings } from '../src/queue/queue-settings.ts';
import type { Source } from '../src/port.ts';
import { ClaimStore } from './claim-store.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { firstOf, readAll, readWithKills } from './killed-readers.ts';
import { connectionOf, makeSession, mqttWorld, publish } from './mqtt-world.ts';
import { describeQueueLimits } from './queue-limits.ts';

const availability = await mosquittoAvailable();

if (availability.available || process.env['CI'])
  describe('on Mosquitto', () => {
    let broker: Mosquitto;
    beforeAll(async () => {
      broker = await startMosquitto({ directory: await mkdtemp(join(tmpdir(), 'exchange-mosquitto-')) });
    });
    afterAll(() => broker.end());

    describeSourceConformance('MQTT 5', () => mqttWorld(broker));
    describeSourceConformance('MQTT 3.1.1', () => mqttWorld(broker, { version: '3.1.1' }));

    let streams = 0;
    let topic = '';
    const name = () => ({ system: 'flood-monitoring', stream: `warnings-${streams}` });
    const session = (topics = [`${topic}/#`]) => makeSession(broker, name(), topics);
    beforeEach(() => {
      topic = `flood/${process.pid}/${++streams}`;
    });

    function open(
      settings: Partial<QueueSettings> = {},
      connection: Partial<QueueConnection> = {},
      onSessionLost: () => void = () => undefined,
    ): Source {
      return openQueueSource({
        settings: { protocol: 'mqtt', topics: [`${topic}/#`], ...settings },
        connection: { ...connectionOf(broker), ...connection },
        stream: name(),
        charset: 'utf-8',
        onSessionLost,
      });
    }

    describe.each(['5', '3.1.1'] as const)('MQTT %s', (version) => {
      describeQueueLimits('Mosquitto', async () => {
        streams += 1;
        topic = `flood/${process.pid}/limits/${streams}`;
        await session();
        return {
          port: broker.port,
          open: (settings, { onUpToDate, port = broker.port } = {}) =>
            openQueueSource({
              settings: { protocol: 'mqtt', topics: [`${topic}/#`], version, ...settings },
              connection: { ...connectionOf(broker), port },
              stream: name(),
              charset: 'utf-8',
              ...(onUpToDate === undefined ? {} : { onUpToDate }),
            }),
          send: (texts) => publish(broker, `${topic}/a`, texts),
          // With 3.1.1 this broker sends 20 ahead, whoever asks.
          // What a kept session sends before it answers is bounded in messages alone.
          prefetchOfLarge: 20,
          manyMessages: version === '5' ? 10_000 : 1_000,
          restart: async () => {
            await broker.stop();
            await broker.start();
          },
        };
      });
    });

    describe.each(['5', '3.1.1'] as const)('readers that are killed, with MQTT %s', (version) => {
      it('claim each of 5,000 messages once, in order', async () => {
        const proxy = await startCuttingProxy(broker.port);
        const small = { version, batchMessages: 40, prefetch: 100, batchWaitMs: 20 };
        await session();
        const texts = Array.from({ length: 5_000 }, (_, place) => `{"place":${place}}`);
        const sending = publish(broker, `${topic}/a`, texts);
        const store = new ClaimStore();
        const opened = (): Source => open(small, { port: proxy.port });
        await readWithKills(opened, proxy, store, { kills: 50, random: seededRandom(11) });
        await sending;
        await readAll(open(small), store, texts.length);
        expect(store.texts).toEqual(texts);
        await proxy.end();
      }, 120_000);
    });

    it('brings what was claimed and not acknowledged again after a restart, and it is not claimed again', async () => {
      await session();
      await publish(broker, `${topic}/a`, ['{"a":1}', '{"a":2}', '{"a":3}']);
      const store = new ClaimStore();
      const source = open({ batchMessages: 2 });
      for await (const chunk of source.read(null, AbortSignal.timeout(5_000))) {
        store.claim(null, chunk);
        break;
      }
      await broker.stop();
      await source.close();
      await broker.start();
      await publish(broker, `${topic}/a`, ['{"a":4}']);
      await readAll(open(), store, 4);
      expect(store.texts).toEqual(['{"a":1}', '{"a":2}', '{"a":3}', '{"a":4}']);
    });

    it('gives messages of all topics that its wildcards match, and no more of one that the settings lost', async () => {
      const store = new ClaimStore();
      const both = { topics: [`${topic}/+/level`, `${topic}/rain`] };
      await session(both.topics);
      await publish(broker, `${topic}/s1/level`, ['{"a":1}']);
      await publish(broker, `${topic}/rain`, ['{"a":2}']);
      await publish(broker, `${topic}/s1/battery`, ['{"a":3}']);
      await readAll(open(both), store, 2);
      const one = { topics: [`${topic}/+/level`] };
      await readAll(open(one), store, 2, 300);
      await publish(broker, `${topic}/rain`, ['{"a":4}']);
      await publish(broker, `${topic}/s1/level`, ['{"a":5}']);
      await readAll(open(one), store, 3);
      expect(store.texts).toEqual(['{"a":1}', '{"a":2}', '{"a":5}']);
    });

    it.each(['5', '3.1.1'] as const)(
      'leaves kept messages alone unless told to take them: MQTT %s',
      async (version) => {
        await publish(broker, `${topic}/s1`, ['{"kept":true}'], { retain: true });
        const ignoring = new ClaimStore();
        const ignore = { version };
        await session();
        await publish(broker, `${topic}/s1`, ['{"kept":false}']);
        await readAll(open(ignore), ignoring, 1);
        expect(ignoring.texts).toEqual(['{"kept":false}']);
        streams += 1;
        const taking = new ClaimStore();
        const take = { version, retained: 'take' } as const;
        await readAll(open(take), taking, 1);
        expect(taking.texts).toEqual(['{"kept":true}']);
        // A subscription that is already there brings them once only; MQTT 3.1.1 has no such promise.
        if (version === '5') await readAll(open(take), taking, 2, 300);
        if (version === '5') expect(taking.texts).toHaveLength(1);
      },
    );

    it('says so when the broker has forgotten the session', async () => {
      const store = new ClaimStore();
      const brief = { sessionExpirySeconds: 1 };
      await session();
      await publish(broker, `${topic}/a`, ['{"a":1}']);
      await readAll(open(brief), store, 1);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      let lost = 0;
      await readAll(
        open(brief, {}, () => (lost += 1)),
        store,
        2,
        300,
      );
      expect(lost).toBe(1);
    });

    it('ends another reader of the same stream, but a test of the connection does not', async () => {
      const first = open();
      await session();
      const iterator = first.read(null, new AbortController().signal)[Symbol.asyncIterator]();
      const reading = iterator.next();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const second = open();
      expect(await second.test()).toMatchObject({ isOk: true });
      await publish(broker, `${topic}/a`, ['{}']);
      expect(await reading).toMatchObject({ done: false });
      const waiting = iterator.next();
      waiting.catch(() => undefined);
      const other = firstOf(second);
      await expect(waiting).rejects.toMatchObject({ name: 'SourceError', isLasting: false });
      expect(await other).toMatchObject({ done: false });
      await first.close();
      await second.close();
    });

    it('ends a read that waits for messages when the source is closed', async () => {
      const source = open();
      const reading = firstOf(source);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await source.close();
      expect(await reading).toMatchObject({ done: true });
    });

    describe('the test of the connection', () => {
      const powerless = MOSQUITTO_USERS.powerless;

      it.each<[string, () => Promise<Partial<QueueConnection>>]>([
        ['dns', async () => ({ host: 'no-such-host.invalid' })],
        ['tcp', async () => ({ port: await freePort() })],
        ['tls', async () => ({ host: 'localhost', port: broker.tlsPort, tls: true })],
        ['tls', async () => ({ port: broker.tlsPort, tls: true, ca: broker.ca })],
        ['credentials', async () => ({ password: 'wrong' })],
        ['credentials', async () => ({ user: 'nobody' })],
        ['permission', async () => powerless],
        ['protocol', async () => ({ port: broker.tlsPort })],
      ])(
        'tells %s',
        async (failed, connection) => {
          for (const version of ['auto', '3.1.1'] as const) {
            const source = open({ version }, await connection());
            const report = await source.test();
            expect(report).toMatchObject({ isOk: false, failed });
            await expect(firstOf(source, AbortSignal.timeout(20_000))).rejects.toMatchObject({
              failed,
            });
            await source.close();
          }
        },
        60_000,
      );

      it('is content over TLS with the right authority', async () => {
        const connection = { host: 'localhost', port: broker.tlsPort, tls: true, ca: broker.ca };
        expect(await open({}, connection).test()).toEqual({ isOk: true, seen: `MQTT 5: ${topic}/#` });
        expect(await open({ version: '3.1.1' }, connection).test()).toEqual({
          isOk: true,
          seen: `MQTT 3.1.1: ${topic}/#`,
        });
      });
    });

    it('refuses settings that lack the topics or share them', () => {
      expect(() => open({ topics: [] })).toThrow('queue.topics');
      expect(() => open({ topics: ['$share/g/a'] })).toThrow('order');
    });
  });
else
  describe.skip(`MQTT as a source (skipped: missing ${availability.missing.join(', ')})`, () => {
    test('conforms', () => undefined);
  });
