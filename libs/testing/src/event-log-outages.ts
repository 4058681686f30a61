import { ExchangeError } from '@exchange/contracts';
import type { EventLogSettings } from '@exchange/event-log';
import { idsByPartition, idsOf, readAll, EventLogHarness } from './event-log/harness.ts';
import { testEvent } from './test-event.ts';
import { waitUntil } from './wait-until.ts';

/** A log of its own whose server can be taken away. */
export interface FragileEventLog {
  readonly settings: EventLogSettings;
  /** Kills the server; its data stays. */
  breakDown(): Promise<void>;
  /** The server keeps its connections and does not answer. */
  freeze(): Promise<void>;
  /** Ends either; resolves when the server accepts connections again. */
  recover(): Promise<void>;
  stop(): Promise<void>;
}

const appendMsMax = 2000;
/** What a busy machine may add to a deadline. */
const toleranceMs = 1000;

/** How the log behaves while its server is away, and afterwards. Called by the spec of each driver. */
export function describeEventLogOutages(name: string, start: () => Promise<FragileEventLog>): void {
  describe(`the event log on ${name}, whose server goes away`, () => {
    let server: FragileEventLog;
    let harness: EventLogHarness;

    beforeAll(async () => {
      server = await start();
      harness = await EventLogHarness.start(server.settings);
    }, 120_000);

    afterAll(async () => {
      await harness.stop();
      await server.stop();
    }, 60_000);

    describe.each([
      ['is killed', 'breakDown'],
      ['does not answer', 'freeze'],
    ] as const)('and %s', (_, outage) => {
      test('appends fail at their deadline, retryable; afterwards nothing is lost, doubled or out of order', async () => {
        const log = harness.open();
        const [topic, group] = [await harness.topic(log), harness.group()];
        const subscription = await log.subscribe(harness.consumer(group, 'a', topic));
        const before = Array.from({ length: 20 }, (_unused, n) => testEvent(topic, `key-${n}`));
        await log.append(before, { deadlineMs: 10_000 });
        await server[outage]();

        const during = Array.from({ length: 20 }, (_unused, n) => testEvent(topic, `key-${n}`));
        const startedAt = performance.now();
        const failure: unknown = await log
          .append(during, { deadlineMs: appendMsMax })
          .catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(ExchangeError);
        expect(failure).toMatchObject({
          code: expect.stringMatching(/^log-(unavailable|timeout)$/),
          retryable: true,
        });
        expect(performance.now() - startedAt).toBeLessThan(appendMsMax + toleranceMs);
        await server.recover();

        // As the drainer of pending receipts does: again and again, the same events, until the log has them.
        await waitUntil(
          'the log takes events again',
          () => appends(log.append(during, { deadlineMs: appendMsMax })),
          60_000,
        );
        const after = Array.from({ length: 20 }, (_unused, n) => testEvent(topic, `key-${n}`));
        await log.append(after, { deadlineMs: 10_000 });
        const logged = await readAll(log, topic);
        await waitUntil(
          'everything took effect',
          async () => (await harness.effects.effects(group)).length >= logged.length,
        );
        await subscription.stop();

        expect(idsByPartition(await harness.effects.effects(group))).toEqual(idsByPartition(idsOf(logged)));
        const given = [...before, ...during, ...after].map(({ id }) => id);
        expect(new Set(logged.map(({ event }) => event.id))).toEqual(new Set(given));
        expectOrder(
          logged.map(({ event }) => event),
          [before, during, after],
        );
        await log.close();
      }, 180_000);

      test('reads and pings fail as unavailable and work again afterwards', async () => {
        const log = harness.open();
        const topic = await harness.topic(log);
        await server[outage]();
        await expect(log.ping()).rejects.toMatchObject({ name: 'ExchangeError', retryable: true });
        await expect(log.read({ topic, positions: new Map(), limit: 10 })).rejects.toMatchObject({
          retryable: true,
        });
        await server.recover();
        await waitUntil('the log answers', () => appends(log.ping()), 60_000);
        await waitUntil('the log can be read', () => appends(log.bounds(topic)), 60_000);
        await log.close();
      }, 180_000);

      test('a log can be closed meanwhile', async () => {
        const log = harness.open();
        const topic = await harness.topic(log);
        await log.tail(topic, () => undefined);
        const subscription = await log.subscribe(harness.consumer(harness.group(), 'a', topic));
        await server[outage]();
        const startedAt = performance.now();
        await log.close();
        await subscription.stop();
        expect(performance.now() - startedAt).toBeLessThan(30_000);
        await server.recover();
      }, 120_000);
    });
  });
}

async function appends(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}

/** First appearances of one key's events lie in the order of the calls; repeats may follow later. */
function expectOrder(
  logged: ReadonlyArray<{ id: string; key: string }>,
  calls: ReadonlyArray<ReadonlyArray<{ id: string; key: string }>>,
): void {
  const seen = new Map<string, string[]>();
  for (const { id, key } of logged) {
    const ids = seen.get(key) ?? [];
    if (!ids.includes(id)) seen.set(key, [...ids, id]);
  }
  for (const [key, ids] of seen)
    expect(ids).toEqual(
      calls.flatMap((call) => call.filter((event) => event.key === key).map(({ id }) => id)),
    );
}
