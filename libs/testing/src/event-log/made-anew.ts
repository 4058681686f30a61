import { gapKind, type Gap, type LoggedEvent } from '@exchange/event-log';
import { testEvent } from '../test-event.ts';
import { waitUntil } from '../wait-until.ts';
import { deadlineMs, partitions, readAll, sortedIds, type Context } from './harness.ts';

/** A broker needs its time to forget a topic, and members of a group theirs to find each other again. */
const remakeMsMax = 60_000;

export function describeMadeAnew(context: Context): void {
  async function append(topic: string, count: number): Promise<string[]> {
    const events = Array.from({ length: count }, (_, n) => testEvent(topic, `key-${n}`));
    await context.log.append(events, { deadlineMs });
    return sortedIds(events);
  }

  async function remake(topic: string): Promise<void> {
    const { log, underTest } = context;
    await underTest.destroy(topic);
    await waitUntil(
      'the log is there again, and empty',
      async () => {
        await log.ensureTopics([{ topic, partitions, retentionDays: 30 }]).catch(() => undefined);
        const bounds = await log.bounds(topic).catch(() => new Map<number, { next: number }>());
        return bounds.size === partitions && [...bounds.values()].every(({ next }) => next === 0);
      },
      remakeMsMax,
    );
  }

  /** A group that has applied 40 events of the topic, and what it was told of gaps since. */
  async function groupAt40(topic: string) {
    const { harness, log } = context;
    const group = harness.group();
    const gaps: Gap[] = [];
    const consumer = harness.consumer(group, 'a', topic);
    const subscribe = () =>
      log.subscribe({
        ...consumer,
        onGap: async (gap) => {
          gaps.push(gap);
          await consumer.onGap(gap);
        },
      });
    const effects = async (count: number): Promise<string[]> => {
      const applied = () => harness.effects.effects(group);
      await waitUntil(`${count} effects`, async () => (await applied()).length >= count, remakeMsMax);
      return (await applied()).map(({ id }) => id);
    };
    return { subscribe, effects, gaps };
  }

  async function expectGapsOfOldLog(gaps: readonly Gap[], old: readonly LoggedEvent[]): Promise<void> {
    const ends = new Map<number, number>();
    for (const { partition, position } of old) ends.set(partition, position + 1);
    const expected = [...ends].map(([partition, end]) => [partition, end, 0, 'made-anew']);
    const told = gaps.map((gap) => [gap.partition, gap.expected, gap.earliest, gapKind(gap)]);
    expect(told.sort()).toEqual(expected.sort());
  }

  test('a running group is told a gap for each partition, and goes on from the beginning', async () => {
    const topic = await context.harness.topic(context.log);
    const { subscribe, effects, gaps } = await groupAt40(topic);
    const before = await append(topic, 40);
    const subscription = await subscribe();
    await effects(40);
    const old = await readAll(context.log, topic);
    await remake(topic);
    await waitUntil(
      'all gaps are told',
      () => gaps.length >= new Set(old.map((at) => at.partition)).size,
      remakeMsMax,
    );
    const after = await append(topic, 8);
    expect((await effects(48)).toSorted()).toEqual([...before, ...after].sort());
    await subscription.stop();
    await expectGapsOfOldLog(gaps, old);
  }, 150_000);

  test('so is a group that was away meanwhile', async () => {
    const topic = await context.harness.topic(context.log);
    const { subscribe, effects, gaps } = await groupAt40(topic);
    await append(topic, 40);
    const first = await subscribe();
    await effects(40);
    await first.stop();
    const old = await readAll(context.log, topic);
    await remake(topic);
    await append(topic, 8);
    const second = await subscribe();
    await effects(48);
    await second.stop();
    await expectGapsOfOldLog(gaps, old);
  }, 150_000);

  test('a tail hears what is appended to the new log, at positions that went back', async () => {
    const topic = await context.harness.topic(context.log);
    await append(topic, 40);
    const told: LoggedEvent[] = [];
    const tail = await context.log.tail(topic, (events) => told.push(...events));
    await remake(topic);
    const after = await append(topic, 8);
    await waitUntil('the tail has told them', () => told.length >= 8, remakeMsMax);
    tail.stop();
    expect(sortedIds(told.map(({ event }) => event))).toEqual(after);
    for (const { partition, position } of told) expect(position).toBeLessThan(tail.from.get(partition) ?? 0);
  }, 150_000);
}
