import { randomUUID } from 'node:crypto';
import { partitionOf } from '@exchange/event-log';
import { testEvent } from '../test-event.ts';
import {
  deadlineMs,
  idsByPartition,
  idsOf,
  partitions,
  readAll,
  sortedIds,
  type Context,
} from './harness.ts';

export function describeAppending(context: Context): void {
  test('events of one key keep the order in which they were given, within a call and over calls', async () => {
    const { harness, log } = context;
    const topic = await harness.topic(log);
    const events = Array.from({ length: 300 }, (_, n) => testEvent(topic, `key-${n % 7}`));
    const calls = Array.from({ length: 30 }, (_, n) => events.slice(n * 10, n * 10 + 10));
    await Promise.all(calls.map((call) => log.append(call, { deadlineMs })));
    const seen = idsByPartition(idsOf(await readAll(log, topic)));
    const given = idsByPartition(
      events.map((event) => ({ partition: partitionOf(event, partitions), id: event.id })),
    );
    expect(seen).toEqual(given);
  });

  test('A, then B, then A again are three events in that order', async () => {
    const { harness, log } = context;
    const topic = await harness.topic(log);
    const states = ['A', 'B', 'A'].map((state) =>
      testEvent(topic, 'one', { value: JSON.stringify({ state }) }),
    );
    for (const state of states) await log.append([state], { deadlineMs });
    expect((await readAll(log, topic)).map(({ event }) => event)).toEqual(states);
  });

  test('every attribute and every character of the value come out as they went in', async () => {
    const { harness, log } = context;
    const topic = await harness.topic(log);
    const events = [
      testEvent(topic, 'a', {
        jurisdiction: null,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        warnings: 'secrecy-word,masked-identity',
      }),
      testEvent(topic, 'b', {
        operation: 'delete',
        historical: true,
        mappingVersion: 17,
        revision: 's2026-01-01',
      }),
      testEvent(topic, '键/带 空格,"引号"', {
        value: JSON.stringify({ text: '𠮷野家\u0000\u2028"\\\n 😀'.repeat(500) }),
      }),
      testEvent(topic, 'c', { value: JSON.stringify({ large: 'x'.repeat(300_000) }) }),
    ];
    await log.append(events, { deadlineMs });
    const seen = (await readAll(log, topic)).map(({ event }) => event);
    const byId = (list: typeof events): typeof events => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(seen)).toEqual(byId(events));
  });

  test('what append has confirmed is there for a read of another client that begins afterwards', async () => {
    const { harness, log } = context;
    const topic = await harness.topic(log);
    const other = harness.open();
    for (let n = 0; n < 20; n += 1) {
      const event = testEvent(topic, `key-${n}`);
      await log.append([event], { deadlineMs });
      expect((await readAll(other, topic)).map((found) => found.event.id)).toContain(event.id);
    }
  });

  test('positions become visible in their order while many clients append at once', async () => {
    const { harness } = context;
    const writers = [harness.open(), harness.open(), harness.open()];
    const topic = await harness.topic(context.log);
    const rounds = Array.from({ length: 40 }, () =>
      Array.from({ length: 25 }, (_, n) => testEvent(topic, `key-${n}`)),
    );
    const state = { isWriting: true };
    const writing = Promise.all(
      writers.map(async (writer, index) => {
        for (const [n, events] of rounds.entries())
          if (n % writers.length === index) await writer.append(events, { deadlineMs });
      }),
    ).finally(() => (state.isWriting = false));
    const seen = [];
    let positions: ReadonlyMap<number, number> = new Map();
    while (state.isWriting) {
      const page = await context.log.read({ topic, positions, limit: 200 });
      seen.push(...page.events);
      positions = page.positions;
    }
    await writing;
    seen.push(...(await readAll(context.log, topic, positions)));
    // A reader that goes forward only has missed nothing: nothing appeared behind it.
    expect(sortedIds(seen.map(({ event }) => event))).toEqual(sortedIds(rounds.flat()));
    expect(idsByPartition(idsOf(seen))).toEqual(idsByPartition(idsOf(await readAll(context.log, topic))));
  });

  test('an append larger than any single request arrives whole and in order', async () => {
    const { harness, log } = context;
    const topic = await harness.topic(log, 1);
    const filling = 'x'.repeat(2000);
    const events = Array.from({ length: 3000 }, (_, n) =>
      testEvent(topic, `key-${n}`, { value: JSON.stringify({ n, filling }) }),
    );
    await log.append(events, { deadlineMs: 60_000 });
    expect((await readAll(log, topic)).map(({ event }) => event.id)).toEqual(events.map(({ id }) => id));
  });

  test('an event for a topic that is not there must wait until it is, without harm to others', async () => {
    const { harness, log } = context;
    const topic = await harness.topic(log);
    const later = `wujin.made-later-${randomUUID()}.v1`;
    const [good, early] = [testEvent(topic, 'a'), testEvent(later, 'a')];
    const refused = log.append([early], { deadlineMs });
    const kept = log.append([good], { deadlineMs });
    await expect(refused).rejects.toMatchObject({
      name: 'ExchangeError',
      code: 'log-unavailable',
      retryable: true,
    });
    await kept;
    expect((await readAll(log, topic)).map(({ event }) => event.id)).toEqual([good.id]);
    await log.ensureTopics([{ topic: later, partitions: 1, retentionDays: 7 }]);
    await log.append([early], { deadlineMs });
    expect((await readAll(log, later)).map(({ event }) => event.id)).toEqual([early.id]);
  });

  test('topics may be ensured again, but not with another partition count', async () => {
    const { harness, log } = context;
    const topic = await harness.topic(log);
    await log.ensureTopics([{ topic, partitions, retentionDays: 7 }]);
    const other = log.ensureTopics([{ topic, partitions: partitions + 1, retentionDays: 7 }]);
    await expect(other).rejects.toMatchObject({
      name: 'ExchangeError',
      code: 'log-rejected',
      retryable: false,
    });
    expect((await log.bounds(topic)).size).toBe(partitions);
  });

  test('a process that closes its log ends by itself', async () => {
    const { harness, log } = context;
    const visit = await harness.visit(await harness.topic(log));
    expect(visit).toEqual({ code: 0, output: 'closed\n' });
  }, 30_000);
}
