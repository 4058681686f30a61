import { setTimeout as sleep } from 'node:timers/promises';
import { decodeBatch, DEFAULT_LIMITS } from '@exchange/decoding';
import type { QueueSettings } from '../src/queue/queue-settings.ts';
import type { Source } from '../src/port.ts';
import { ClaimStore, settled } from './claim-store.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { readAll } from './killed-readers.ts';

/** One stream on a real broker. */
export interface QueueUnderTest {
  /** `port`: instead of the broker's. */
  open(settings: Partial<QueueSettings>, more?: { onUpToDate?: () => void; port?: number }): Source;
  readonly port: number;
  send(texts: ReadonlyArray<string | Buffer>): Promise<void>;
  restart(): Promise<void>;
  /** How many messages are sent ahead in the test of it. */
  readonly manyMessages: number;
  readonly prefetchOfLarge: number;
}

const MIB = 1_048_576;

/** What a queue does at its limits, whatever its protocol. `start` gives a fresh, empty stream. */
export function describeQueueLimits(name: string, start: () => Promise<QueueUnderTest>): void {
  describe(`${name} at its limits`, () => {
    let queue: QueueUnderTest;
    beforeEach(async () => {
      queue = await start();
    }, 30_000);

    test('thousands of messages that were sent ahead and not acknowledged come again after a restart, each claimed once', async () => {
      const texts = Array.from({ length: queue.manyMessages }, (_, place) => `{"place":${place}}`);
      await queue.send(texts);
      const settings = { batchMessages: 2_000, prefetch: 10_000 };
      const store = new ClaimStore();
      const source = queue.open(settings);
      const reading = source.read(null, AbortSignal.timeout(30_000))[Symbol.asyncIterator]();
      // A chunk that was claimed and not acknowledged, and one that was read ahead.
      const first = (await reading.next()).value;
      if (!first) throw new Error('no chunk');
      store.claim(null, first);
      const ahead = reading.next();
      ahead.catch(() => undefined);
      await queue.restart();
      await source.close();
      await readAll(queue.open(settings), store, texts.length);
      expect(store.texts).toEqual(texts);
    }, 90_000);

    test('a message that is no record because it is large is one broken record, between the others', async () => {
      await queue.send(['{"a":1}', `{"a":"${'x'.repeat(3 * MIB)}"}`, '{"a":2}']);
      const source = queue.open({});
      const seen: string[] = [];
      for await (const chunk of source.read(null, AbortSignal.timeout(20_000))) {
        const decoded = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
        if (decoded.kind !== 'records') throw new Error(decoded.at);
        seen.push(...decoded.records.map((one) => ('value' in one ? one.raw.toString() : 'broken')));
        await source.settle(chunk.checkpoint, settled(0));
        if (seen.length === 3) break;
      }
      await source.close();
      expect(seen).toEqual(['{"a":1}', 'broken', '{"a":2}']);
    }, 30_000);

    test('a message beyond every limit stays with the broker, and the stream waits before it and says so', async () => {
      await queue.send(['{"a":1}', '{"a":2}', Buffer.alloc(20 * MIB, 0x20), '{"a":3}']);
      const store = new ClaimStore();
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const source = queue.open({});
        const reading = (async () => {
          for await (const chunk of source.read(store.checkpoint, AbortSignal.timeout(20_000))) {
            store.claim(store.checkpoint, chunk);
            await source.settle(chunk.checkpoint, settled(0));
          }
        })();
        await expect(reading).rejects.toMatchObject({
          failed: 'settings',
          isLasting: true,
          message: expect.stringContaining('16 MiB') as string,
        });
        await source.close();
      }
      expect(store.texts).toEqual(['{"a":1}', '{"a":2}']);
    }, 60_000);

    test('large messages wait with the broker, not in memory', async () => {
      const text = `{"a":"${'x'.repeat(MIB - 100)}"}`;
      await queue.send(Array.from({ length: 80 }, () => text));
      const proxy = await startCuttingProxy(queue.port);
      const source = queue.open({ prefetch: queue.prefetchOfLarge }, { port: proxy.port });
      const reading = source.read(null, AbortSignal.timeout(60_000))[Symbol.asyncIterator]();
      let result = await reading.next();
      await sleep(2_000);
      const sentAhead = proxy.bytesSent;
      let read = 0;
      while (!result.done) {
        const { body, decode, checkpoint } = result.value;
        const decoded = decodeBatch(body, decode, DEFAULT_LIMITS);
        if (decoded.kind === 'records') read += decoded.records.length;
        await source.settle(checkpoint, settled(0));
        if (read >= 80) break;
        result = await reading.next();
      }
      await source.close();
      await proxy.end();
      expect(read).toBe(80);
      // What is in the buffers of both machines and the proxy is sent ahead, too.
      expect(sentAhead).toBeLessThan(30 * MIB);
    }, 90_000);

    test('a stream to which nobody sends is up to date, and ends when it is told to', async () => {
      let told = 0;
      const source = queue.open({}, { onUpToDate: () => (told += 1) });
      const chunks: unknown[] = [];
      for await (const chunk of source.read(null, AbortSignal.timeout(1_500))) chunks.push(chunk);
      await source.close();
      expect(chunks).toEqual([]);
      expect(told).toBe(1);
    });

    test('what was read and not claimed goes back to the broker when the reading ends', async () => {
      await queue.send(['{"a":1}', '{"a":2}']);
      const first = queue.open({});
      expect(await first.read(null, AbortSignal.timeout(5_000))[Symbol.asyncIterator]().next()).toMatchObject(
        {
          done: false,
        },
      );
      await first.close();
      const store = new ClaimStore();
      await readAll(queue.open({}), store, 2);
      expect(store.texts).toEqual(['{"a":1}', '{"a":2}']);
    });

    test('two processes hand a stream over while messages come, and each message is claimed once, in order', async () => {
      const texts = Array.from({ length: 2_000 }, (_, place) => `{"place":${place}}`);
      const sending = queue.send(texts);
      const store = new ClaimStore();
      for (let owner = 0; store.texts.length < texts.length; owner += 1) {
        const source = queue.open({ batchMessages: 100 });
        const stopping = new AbortController();
        for await (const chunk of source.read(store.checkpoint, stopping.signal)) {
          store.claim(store.checkpoint, chunk);
          await source.settle(chunk.checkpoint, settled(0));
          // Told to hand over while it reads.
          if (store.texts.length > 400 * (owner + 1) || store.texts.length === texts.length) stopping.abort();
        }
        await source.close();
      }
      await sending;
      expect(store.texts).toEqual(texts);
    }, 60_000);
  });
}
