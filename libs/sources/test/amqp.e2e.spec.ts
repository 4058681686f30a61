import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  describeSourceConformance,
  freePort,
  rabbitMqAvailable,
  RABBITMQ_USERS,
  seededRandom,
  startRabbitMq,
  type RabbitMq,
} from '@exchange/testing';
import { openQueueSource } from '../src/queue/open-queue-source.ts';
import type { QueueConnection } from '../src/queue/queue-connection.ts';
import type { QueueSettings } from '../src/queue/queue-settings.ts';
import type { Source } from '../src/port.ts';
import { amqpWorld, connectionOf, declare, send, sender } from './amqp-world.ts';
import { ClaimStore } from './claim-store.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { firstOf, readAll, readWithKills } from './killed-readers.ts';
import { describeQueueLimits } from './queue-limits.ts';

const availability = await rabbitMqAvailable();

if (availability.available || process.env['CI'])
  describe('on RabbitMQ', () => {
    let broker: RabbitMq;
    beforeAll(async () => {
      broker = await startRabbitMq({ directory: await mkdtemp(join(tmpdir(), 'exchange-rabbitmq-')) });
    }, 120_000);
    afterAll(() => broker.end());

    describeSourceConformance('AMQP 0-9-1', () => amqpWorld(broker));

    let queues = 0;
    let queue = '';
    describeQueueLimits('RabbitMQ', async () => ({
      port: broker.port,
      open: (settings, { onUpToDate, port = broker.port } = {}) =>
        openQueueSource({
          settings: { protocol: 'amqp', queue, ...settings },
          connection: { ...connectionOf(broker), port },
          stream: { system: 'fishery', stream: 'positions' },
          charset: 'utf-8',
          ...(onUpToDate === undefined ? {} : { onUpToDate }),
        }),
      send: (texts) => send(broker, queue, texts),
      manyMessages: 10_000,
      prefetchOfLarge: 1_000,
      restart: async () => {
        await broker.stop();
        await broker.start();
      },
    }));
    beforeEach(async () => {
      queue = `positions-${process.pid}-${++queues}`;
      await declare(broker, queue);
    });

    function open(settings: Partial<QueueSettings> = {}, connection: Partial<QueueConnection> = {}): Source {
      return openQueueSource({
        settings: { protocol: 'amqp', queue, ...settings },
        connection: { ...connectionOf(broker), ...connection },
        stream: { system: 'fishery', stream: 'positions' },
        charset: 'utf-8',
      });
    }

    it('lets readers that are killed claim each of 5,000 messages once, in order', async () => {
      const proxy = await startCuttingProxy(broker.port);
      const small = { batchMessages: 40, prefetch: 100, batchWaitMs: 20 };
      const texts = Array.from({ length: 5_000 }, (_, place) => `{"place":${place}}`);
      const sending = send(broker, queue, texts);
      const store = new ClaimStore();
      const opened = (): Source => open(small, { port: proxy.port });
      await readWithKills(opened, proxy, store, { kills: 50, random: seededRandom(12) });
      await sending;
      await readAll(open(small), store, texts.length);
      expect(store.texts).toEqual(texts);
      await proxy.end();
    }, 180_000);

    it('tells messages with the same content apart by the ids that their sender gave them', async () => {
      await send(broker, queue, ['{"gate":"open"}', '{"gate":"open"}'], (place) => `id-${place}`);
      const store = new ClaimStore();
      const source = open({ batchMessages: 1 });
      for await (const chunk of source.read(null, AbortSignal.timeout(5_000))) {
        store.claim(null, chunk);
        await source.settle(chunk.checkpoint, { kind: 'done', receiptId: '', outcome: NOTHING });
        break;
      }
      await source.close();
      await readAll(open(), store, 2);
      expect(store.texts).toHaveLength(2);
    });

    it('takes a repetition that was sent and not claimed for the message before it, which changes nothing', async () => {
      await send(broker, queue, ['{"gate":"open"}', '{"gate":"open"}', '{"gate":"shut"}']);
      const store = new ClaimStore();
      const source = open({ batchMessages: 1 });
      for await (const chunk of source.read(null, AbortSignal.timeout(5_000))) {
        store.claim(null, chunk);
        await source.settle(chunk.checkpoint, { kind: 'done', receiptId: '', outcome: NOTHING });
        break;
      }
      await source.close();
      await readAll(open(), store, 2);
      expect(store.texts).toEqual(['{"gate":"open"}', '{"gate":"shut"}']);
    });

    it('claims nothing twice when the broker restarts between claim and acknowledgement, orderly or killed', async () => {
      const store = new ClaimStore();
      for (const round of [0, 3]) {
        await send(
          broker,
          queue,
          [1, 2, 3].map((place) => `{"a":${round + place}}`),
        );
        const source = open({ batchMessages: 2 });
        for await (const chunk of source.read(store.checkpoint, AbortSignal.timeout(5_000))) {
          store.claim(store.checkpoint, chunk);
          break;
        }
        await (round === 0 ? broker.stop() : broker.kill());
        await source.close();
        await broker.start();
        await readAll(open(), store, round + 3);
      }
      expect(store.texts).toEqual([1, 2, 3, 4, 5, 6].map((place) => `{"a":${place}}`));
    }, 120_000);

    it('declares and binds its queue when it is told to', async () => {
      const connection = await sender(broker);
      const channel = await connection.createConfirmChannel();
      await channel.assertExchange('fishery', 'topic', { durable: true });
      const settings = {
        queue: `${queue}-new`,
        declare: true,
        bindings: [{ exchange: 'fishery', routingKey: 'vessel.*' }],
      };
      expect(await open(settings).test()).toMatchObject({ isOk: true });
      const store = new ClaimStore();
      await readAll(open(settings), store, 1, 500);
      channel.publish('fishery', 'vessel.1', Buffer.from('{"a":1}'), { persistent: true });
      channel.publish('fishery', 'port.1', Buffer.from('{"a":2}'), { persistent: true });
      await channel.waitForConfirms();
      await readAll(open(settings), store, 1);
      await readAll(open(settings), store, 2, 500);
      expect(store.texts).toEqual(['{"a":1}']);
      await connection.close();
    });

    it('says so when the queue is removed under it', async () => {
      const source = open();
      const reading = firstOf(source);
      reading.catch(() => undefined);
      await sleep(500);
      const connection = await sender(broker);
      await (await connection.createChannel()).deleteQueue(queue);
      await connection.close();
      await expect(reading).rejects.toMatchObject({ failed: 'protocol', isLasting: false });
      await source.close();
      await expect(firstOf(open(), AbortSignal.timeout(5_000))).rejects.toMatchObject({
        failed: 'missing-object',
      });
    });

    it('keeps a second reader away, and tests the connection beside a reader', async () => {
      const first = open();
      const reading = firstOf(first);
      await sleep(500);
      expect(await open().test()).toMatchObject({ isOk: true });
      await expect(firstOf(open(), AbortSignal.timeout(10_000))).rejects.toMatchObject({
        failed: 'protocol',
      });
      await first.close();
      expect(await reading).toMatchObject({ done: true });
    }, 30_000);

    describe('the test of the connection', () => {
      const { powerless, outsider } = RABBITMQ_USERS;

      it.each<[string, () => Promise<Partial<QueueConnection>>, Partial<QueueSettings>]>([
        ['dns', async () => ({ host: 'no-such-host.invalid' }), {}],
        ['tcp', async () => ({ port: await freePort() }), {}],
        ['tls', async () => ({ host: 'localhost', port: broker.tlsPort, tls: true }), {}],
        ['tls', async () => ({ port: broker.tlsPort, tls: true, ca: broker.ca }), {}],
        ['credentials', async () => ({ password: 'wrong' }), {}],
        ['permission', async () => powerless, {}],
        ['missing-object', async () => outsider, {}],
        ['missing-object', async () => ({ vhost: 'nowhere' }), {}],
        ['missing-object', async () => ({}), { queue: 'no-such-queue' }],
      ])('tells %s', async (failed, connection, settings) => {
        const source = open(settings, await connection());
        expect(await source.test()).toMatchObject({ isOk: false, failed });
        await expect(firstOf(source, AbortSignal.timeout(20_000))).rejects.toMatchObject({ failed });
        await source.close();
      });

      it('is content over TLS with the right authority, and takes no message away', async () => {
        await send(broker, queue, ['{"a":1}', '{"a":2}']);
        const connection = { host: 'localhost', port: broker.tlsPort, tls: true, ca: broker.ca };
        const seen = expect.stringMatching(/^RabbitMQ [\d.]+: positions-\S+, 2 messages$/);
        for (const source of [open({}, connection), open({}, connection)])
          expect(await source.test()).toEqual({ isOk: true, seen });
        const store = new ClaimStore();
        await readAll(open({}, connection), store, 2);
        expect(store.texts).toEqual(['{"a":1}', '{"a":2}']);
      });
    });

    it('refuses settings that lack the queue', () => {
      const source = (): Source =>
        openQueueSource({
          settings: { protocol: 'amqp' },
          connection: connectionOf(broker),
          stream: { system: 'fishery', stream: 'positions' },
          charset: 'utf-8',
        });
      expect(source).toThrow('queue.queue');
    });
  });
else
  describe.skip(`AMQP as a source (skipped: missing ${availability.missing.join(', ')})`, () => {
    test('conforms', () => undefined);
  });

const NOTHING = { records: 0, accepted: 0, quarantined: 0, events: 0, reports: [] };
