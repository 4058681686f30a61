import type { LoggedEvent } from '@exchange/event-log';
import { testEvent } from '../test-event.ts';
import { waitUntil } from '../wait-until.ts';
import {
  deadlineMs,
  idsByPartition,
  idsOf,
  partitions,
  readAll,
  sortedIds,
  type Context,
} from './harness.ts';

export function describeReading(context: Context): void {
  async function topicWith(count: number): Promise<{ topic: string; ids: string[] }> {
    const topic = await context.harness.topic(context.log);
    const events = Array.from({ length: count }, (_, n) => testEvent(topic, `key-${n}`));
    await context.log.append(events, { deadlineMs });
    return { topic, ids: sortedIds(events) };
  }

  test('pages of any size add up to everything once, in order', async () => {
    const { topic, ids } = await topicWith(100);
    const pages = await readAll(context.log, topic, new Map(), 7);
    expect(sortedIds(pages.map(({ event }) => event))).toEqual(ids);
    expect(idsByPartition(idsOf(pages))).toEqual(idsByPartition(idsOf(await readAll(context.log, topic))));
  });

  test('a page holds no more than its limit and says for every partition where to read on', async () => {
    const { topic } = await topicWith(60);
    const page = await context.log.read({ topic, positions: new Map(), limit: 10 });
    expect(page.events).toHaveLength(10);
    expect([...page.positions.keys()].sort()).toEqual([0, 1, 2, 3]);
    expect(page.gaps).toEqual([]);
  });

  test('reading at the end gives nothing, at once', async () => {
    const { topic } = await topicWith(10);
    const { positions } = await context.log.read({ topic, positions: new Map(), limit: 100 });
    const startedAt = performance.now();
    const page = await context.log.read({ topic, positions, limit: 100 });
    expect(page).toEqual({ events: [], positions, gaps: [] });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  test('the bounds of a partition are its first and its next position', async () => {
    const { topic } = await topicWith(50);
    const bounds = await context.log.bounds(topic);
    expect(bounds.size).toBe(partitions);
    for (const [partition, ids] of idsByPartition(idsOf(await readAll(context.log, topic))))
      expect(bounds.get(partition)).toEqual({ earliest: 0, next: ids.length });
  });

  test('a position that retention has passed is a gap, and reading goes on from the earliest', async () => {
    const { topic } = await topicWith(80);
    const old = await context.log.read({ topic, positions: new Map(), limit: 8 });
    await context.underTest.expire(topic, 1, 5);
    const page = await context.log.read({
      topic,
      positions: new Map([...old.positions, [1, 2]]),
      limit: 1000,
    });
    expect(page.gaps).toEqual([{ topic, partition: 1, expected: 2, earliest: 5 }]);
    expect(page.events.filter(({ partition }) => partition === 1)[0]?.position).toBe(5);
    const fromEarliest = await context.log.read({ topic, positions: new Map(), limit: 1000 });
    expect(fromEarliest.gaps).toEqual([]);
  });

  test('a position beyond the end is a gap too: the log is not the one that the reader knew', async () => {
    const { topic } = await topicWith(20);
    const page = await context.log.read({ topic, positions: new Map([[0, 100_000]]), limit: 1000 });
    expect(page.gaps).toEqual([{ topic, partition: 0, expected: 100_000, earliest: 0 }]);
    expect(page.events).toHaveLength(20);
  });

  test('a topic that is not there cannot be read', async () => {
    const read = context.log.read({ topic: 'wujin.never-created.v1', positions: new Map(), limit: 1 });
    await expect(read).rejects.toMatchObject({
      name: 'ExchangeError',
      code: 'log-rejected',
      retryable: false,
    });
  });

  test('a tail tells every listener what is appended after it began, once and in order', async () => {
    const { topic } = await topicWith(20);
    const first: LoggedEvent[] = [];
    const tail = await context.log.tail(topic, (events) => first.push(...events));
    const events = Array.from({ length: 200 }, (_, n) => testEvent(topic, `key-${n % 9}`));
    await context.harness.open().append(events.slice(0, 100), { deadlineMs });
    const second: LoggedEvent[] = [];
    const later = await context.log.tail(topic, (found) => second.push(...found));
    await context.log.append(events.slice(100), { deadlineMs });
    await waitUntil('the tail has told everything', () => first.length >= 200);
    expect(first).toEqual(inOrderOf(first, await readAll(context.log, topic, tail.from)));
    expect(second).toEqual(inOrderOf(second, await readAll(context.log, topic, later.from)));
    tail.stop();
    later.stop();
  });

  test('a listener that left is told nothing more', async () => {
    const { topic } = await topicWith(1);
    const told: string[] = [];
    const leaving = await context.log.tail(topic, () => told.push('left'));
    leaving.stop();
    const staying = await context.log.tail(topic, () => told.push('stayed'));
    await context.log.append([testEvent(topic, 'a')], { deadlineMs });
    await waitUntil('the other is told', () => told.length > 0);
    expect(told).toEqual(['stayed']);
    staying.stop();
  });
}

/** The events of a full read in the order of partitions in which a tail told them: only that order is open. */
function inOrderOf(told: readonly LoggedEvent[], read: readonly LoggedEvent[]): LoggedEvent[] {
  const queues = new Map<number, LoggedEvent[]>();
  for (const event of read) queues.set(event.partition, [...(queues.get(event.partition) ?? []), event]);
  const ordered = told
    .map(({ partition }) => queues.get(partition)?.shift())
    .filter((event) => event !== undefined);
  return [...ordered, ...[...queues.values()].flat()];
}
