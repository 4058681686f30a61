import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import type { EventLog, EventLogSettings } from '@exchange/event-log';
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
/** How long anything else may hang on a server that does not answer. */
const answerMsMax = 25_000;

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

    test.each([
      ['is killed', 'breakDown'],
      ['does not answer', 'freeze'],
    ] as const)(
      'while it %s calls fail in time, and afterwards nothing is lost or out of order',
      async (_, outage) => {
        const [log, leaving] = [harness.open(), harness.open()];
        const [topic, group] = [await harness.topic(log), harness.group()];
        const subscription = await log.subscribe(harness.consumer(group, 'a', topic));
        const before = someEvents(topic);
        await log.append(before, { deadlineMs: 10_000 });
        await leaving.tail(topic, () => undefined);
        await leaving.subscribe(harness.consumer(harness.group(), 'leaving', topic));
        await server[outage]();

        const during = someEvents(topic);
        await Promise.all([
          expectAppendFails(log, during),
          expectReadsFail(log, topic),
          expectCloses(leaving),
        ]);
        await server.recover();

        // As the drainer of pending receipts does: again and again, the same events, until the log has them.
        const again = (): Promise<boolean> => succeeds(log.append(during, { deadlineMs: appendMsMax }));
        await waitUntil('the log takes events again', again, 60_000);
        const after = someEvents(topic);
        await log.append(after, { deadlineMs: 10_000 });
        await waitUntil('the log answers', () => succeeds(log.ping()), 60_000);
        const logged = await readAll(log, topic);
        const { effects } = harness;
        const count = async (): Promise<number> => (await effects.effects(group)).length;
        await waitUntil('everything took effect', async () => (await count()) >= logged.length);
        await subscription.stop();

        expect(idsByPartition(await effects.effects(group))).toEqual(idsByPartition(idsOf(logged)));
        const events = logged.map(({ event }) => event);
        const given = [...before, ...during, ...after].map(({ id }) => id);
        expect(new Set(events.map(({ id }) => id))).toEqual(new Set(given));
        expectOrder(events, [before, during, after]);
        await log.close();
      },
      180_000,
    );
  });
}

function someEvents(topic: string): ExchangeEvent[] {
  return Array.from({ length: 20 }, (_, n) => testEvent(topic, `key-${n}`));
}

async function expectAppendFails(log: EventLog, events: readonly ExchangeEvent[]): Promise<void> {
  const startedAt = performance.now();
  const failure: unknown = await log
    .append(events, { deadlineMs: appendMsMax })
    .catch((error: unknown) => error);
  expect(performance.now() - startedAt).toBeLessThan(appendMsMax + toleranceMs);
  expect(failure).toBeInstanceOf(ExchangeError);
  expect(failure).toMatchObject({
    code: expect.stringMatching(/^log-(unavailable|timeout)$/),
    retryable: true,
  });
}

async function expectReadsFail(log: EventLog, topic: string): Promise<void> {
  const startedAt = performance.now();
  const unavailable = { name: 'ExchangeError', retryable: true };
  await Promise.all([
    expect(log.ping()).rejects.toMatchObject(unavailable),
    expect(log.bounds(topic)).rejects.toMatchObject(unavailable),
    expect(log.read({ topic, positions: new Map(), limit: 10 })).rejects.toMatchObject(unavailable),
  ]);
  expect(performance.now() - startedAt).toBeLessThan(answerMsMax);
}

async function expectCloses(log: EventLog): Promise<void> {
  const startedAt = performance.now();
  await log.close();
  expect(performance.now() - startedAt).toBeLessThan(answerMsMax);
}

async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
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
