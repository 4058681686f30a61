import { ExchangeError } from '@exchange/contracts';
import { partitionOf, type Gap } from '@exchange/event-log';
import { testEvent } from '../test-event.ts';
import { waitUntil } from '../wait-until.ts';
import { deadlineMs, idsByPartition, idsOf, partitions, readAll, type Context } from './harness.ts';

export function describeGroups(context: Context): void {
  async function appendTo(topic: string, count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, n) => testEvent(topic, `key-${n}`));
    await context.log.append(events, { deadlineMs });
  }

  /** Every event of the topic took effect once, in the order of its partition. */
  async function expectEffects(group: string, topic: string): Promise<void> {
    const logged = idsByPartition(idsOf(await readAll(context.log, topic)));
    expect(idsByPartition(await context.harness.effects.effects(group))).toEqual(logged);
  }

  async function waitForEffects(group: string, count: number): Promise<void> {
    const { effects } = context.harness;
    await waitUntil(`${count} effects`, async () => (await effects.effects(group)).length >= count);
  }

  test('a new group begins at the earliest event and goes on with what is appended', async () => {
    const { harness, log } = context;
    const [topic, group] = [await harness.topic(log), harness.group()];
    await appendTo(topic, 50);
    const subscription = await log.subscribe(harness.consumer(group, 'a', topic));
    await waitForEffects(group, 50);
    await appendTo(topic, 50);
    await waitForEffects(group, 100);
    await subscription.stop();
    await expectEffects(group, topic);
  });

  test('a group goes on from its position row, whatever was delivered before', async () => {
    const { harness, log } = context;
    const [topic, group] = [await harness.topic(log), harness.group()];
    await appendTo(topic, 60);
    const before = await log.subscribe(harness.consumer(group, 'before', topic));
    await waitForEffects(group, 60);
    await before.stop();
    for (let partition = 0; partition < partitions; partition += 1)
      await harness.effects.setPosition(group, topic, partition, 3);
    const after = await log.subscribe(harness.consumer(group, 'after', topic));
    await waitForEffects(group, 60 + 60 - 3 * partitions);
    await after.stop();
    const again = (await harness.effects.effects(group)).filter(({ member }) => member === 'after');
    expect(again.map(({ position }) => position).filter((position) => position < 3)).toEqual([]);
  });

  test('a position row that moved is read again and decides', async () => {
    const { harness, log } = context;
    const [topic, group] = [await harness.topic(log, 1), harness.group()];
    await appendTo(topic, 10);
    const subscription = await log.subscribe(harness.consumer(group, 'a', topic));
    await waitForEffects(group, 10);
    await harness.effects.setPosition(group, topic, 0, 14);
    await appendTo(topic, 10);
    await waitForEffects(group, 16);
    await subscription.stop();
    const positions = (await harness.effects.effects(group)).map(({ position }) => position);
    expect(positions).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19]);
  });

  test('a batch that failed between effect and commit comes again, and took effect once', async () => {
    const { harness, log } = context;
    const [topic, group] = [await harness.topic(log), harness.group()];
    await appendTo(topic, 40);
    let failures = 3;
    const fail = (): Promise<void> =>
      failures-- > 0 ? Promise.reject(new Error('crashed')) : Promise.resolve();
    const consumer = harness.consumer(group, 'a', topic, {
      onBatch: (batch) => harness.effects.apply(group, 'a', batch, fail),
    });
    const subscription = await log.subscribe(consumer);
    await waitForEffects(group, 40);
    await subscription.stop();
    await expectEffects(group, topic);
  });

  test('a batch that always fails is retried for ever, told each time, and the other partitions go on', async () => {
    const { harness, log } = context;
    const [topic, group] = [await harness.topic(log), harness.group()];
    const poison = testEvent(topic, 'poison');
    const poisoned = partitionOf(poison, partitions);
    await log.append([poison], { deadlineMs });
    await appendTo(topic, 60);
    const told: Array<{ error: unknown; partition: number }> = [];
    let isHealed = false;
    const subscription = await log.subscribe(
      harness.consumer(group, 'a', topic, {
        onBatch: async (batch) => {
          if (batch.partition === poisoned && !isHealed) throw new Error('cannot be applied');
          await harness.effects.apply(group, 'a', batch);
        },
        onError: (error, at) => told.push({ error, partition: at.partition }),
      }),
    );
    const logged = idsByPartition(idsOf(await readAll(log, topic)));
    await waitForEffects(group, 61 - (logged.get(poisoned)?.length ?? 0));
    await waitUntil('some retries', () => told.length >= 3);
    expect(
      told.every(
        ({ error, partition }) => partition === poisoned && (error as Error).message === 'cannot be applied',
      ),
    ).toBe(true);
    isHealed = true;
    await waitForEffects(group, 61);
    await subscription.stop();
    await expectEffects(group, topic);
  });

  test('the database of the consumer may be away: from is asked again until it answers', async () => {
    const { harness, log } = context;
    const [topic, group] = [await harness.topic(log), harness.group()];
    await appendTo(topic, 8);
    let failures = 2 * partitions;
    const consumer = harness.consumer(group, 'a', topic);
    const subscription = await log.subscribe({
      ...consumer,
      from: (at, partition) => {
        if (failures-- > 0) throw new ExchangeError('store-unavailable', 'down', { retryable: true });
        return consumer.from(at, partition);
      },
    });
    await waitForEffects(group, 8);
    await subscription.stop();
    await expectEffects(group, topic);
  });

  test('a group whose position retention has passed is told the gap before it goes on', async () => {
    const { harness, log, underTest } = context;
    const [topic, group] = [await harness.topic(log, 1), harness.group()];
    await appendTo(topic, 20);
    await harness.effects.setPosition(group, topic, 0, 4);
    await underTest.expire(topic, 0, 9);
    const gaps: Gap[] = [];
    const consumer = harness.consumer(group, 'a', topic);
    const subscription = await log.subscribe({
      ...consumer,
      onGap: async (gap) => {
        gaps.push(gap);
        await consumer.onGap(gap);
      },
    });
    await waitForEffects(group, 11);
    await subscription.stop();
    expect(gaps).toEqual([{ topic, partition: 0, expected: 4, earliest: 9 }]);
    expect((await harness.effects.effects(group))[0]?.position).toBe(9);
  });

  test('a new group is told no gap when the log no longer begins at its first event', async () => {
    const { harness, log, underTest } = context;
    const [topic, group] = [await harness.topic(log, 1), harness.group()];
    await appendTo(topic, 12);
    await underTest.expire(topic, 0, 5);
    const gaps: Gap[] = [];
    const subscription = await log.subscribe(
      harness.consumer(group, 'a', topic, { onGap: (gap) => Promise.resolve(void gaps.push(gap)) }),
    );
    await waitForEffects(group, 7);
    await subscription.stop();
    expect(gaps).toEqual([]);
  });

  test('stopping finishes the batch at hand and delivers nothing afterwards', async () => {
    const { harness, log } = context;
    const [topic, group] = [await harness.topic(log, 1), harness.group()];
    await appendTo(topic, 5);
    const begun = Promise.withResolvers<void>();
    let isFinished = false;
    const subscription = await log.subscribe(
      harness.consumer(group, 'a', topic, {
        onBatch: async (batch) => {
          begun.resolve();
          await new Promise((resolve) => setTimeout(resolve, 300));
          await harness.effects.apply(group, 'a', batch);
          isFinished = true;
        },
      }),
    );
    await begun.promise;
    await subscription.stop();
    expect(isFinished).toBe(true);
    await appendTo(topic, 5);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await harness.effects.effects(group)).toHaveLength(5);
  });
}
