import { setTimeout as delay } from 'node:timers/promises';
import { testEvent } from '../test-event.ts';
import { waitUntil } from '../wait-until.ts';
import { deadlineMs, idsByPartition, idsOf, readAll, type Context } from './harness.ts';

const takeOverMsMax = 30_000;

export function describeTakeOver(context: Context): void {
  async function appendTo(topic: string, count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, n) => testEvent(topic, `key-${n}`));
    await context.log.append(events, { deadlineMs });
  }

  async function effectsOf(group: string, member: string, after = 0): Promise<number> {
    const effects = await context.harness.effects.effects(group);
    return effects.slice(after).filter((effect) => effect.member === member).length;
  }

  async function expectEachOnce(group: string, topic: string): Promise<void> {
    const logged = idsByPartition(idsOf(await readAll(context.log, topic)));
    expect(idsByPartition(await context.harness.effects.effects(group))).toEqual(logged);
  }

  /** Goes on appending until both members have taken part, which proves that they share. */
  async function appendUntilShared(topic: string, group: string, members: readonly string[]): Promise<void> {
    await waitUntil('both members have partitions', async () => {
      const begin = (await context.harness.effects.effects(group)).length;
      await appendTo(topic, 20);
      await waitUntil(
        'the effects',
        async () => (await context.harness.effects.effects(group)).length >= begin + 20,
        takeOverMsMax,
      );
      const counts = await Promise.all(members.map((member) => effectsOf(group, member, begin)));
      return counts.every((count) => count > 0);
    });
  }

  async function waitUntilAllEffective(topic: string, group: string): Promise<void> {
    const count = (await readAll(context.log, topic)).length;
    const { effects } = context.harness;
    await waitUntil(
      `${count} effects`,
      async () => (await effects.effects(group)).length >= count,
      takeOverMsMax,
    );
  }

  test('two members share the partitions, and when one stops the other takes them all', async () => {
    const { harness } = context;
    const [topic, group] = [await harness.topic(context.log), harness.group()];
    const [one, two] = [harness.open(), harness.open()];
    const first = await one.subscribe(harness.consumer(group, 'one', topic));
    const second = await two.subscribe(harness.consumer(group, 'two', topic));
    await appendUntilShared(topic, group, ['one', 'two']);
    const before = (await harness.effects.effects(group)).length;
    await first.stop();
    await appendTo(topic, 40);
    await waitUntilAllEffective(topic, group);
    expect(await effectsOf(group, 'one', before)).toBe(0);
    await second.stop();
    await expectEachOnce(group, topic);
  }, 60_000);

  test('a third member waits when there are more members than partitions', async () => {
    const { harness } = context;
    const [topic, group] = [await harness.topic(context.log, 1), harness.group()];
    const subscriptions = [];
    for (const member of ['one', 'two', 'three'])
      subscriptions.push(await harness.open().subscribe(harness.consumer(group, member, topic)));
    await appendTo(topic, 30);
    await waitUntilAllEffective(topic, group);
    for (const subscription of subscriptions) await subscription.stop();
    await expectEachOnce(group, topic);
  }, 60_000);

  test('the partitions of a killed member are taken over, and its unfinished batch took no effect', async () => {
    const { harness } = context;
    const [topic, group] = [await harness.topic(context.log), harness.group()];
    const doomed = await harness.member({ group, member: 'doomed', topics: [topic], effectMs: 300 });
    await appendTo(topic, 200);
    await waitUntil('it has begun', async () => (await effectsOf(group, 'doomed')) > 0);
    doomed.kill('SIGKILL');
    const heir = await harness.open().subscribe(harness.consumer(group, 'heir', topic));
    await waitUntilAllEffective(topic, group);
    await heir.stop();
    expect(await effectsOf(group, 'heir')).toBeGreaterThan(0);
    await expectEachOnce(group, topic);
  }, 90_000);

  test('a member that stalled until its partitions were gone has no effect when it wakes', async () => {
    const { harness } = context;
    const [topic, group] = [await harness.topic(context.log), harness.group()];
    const sleeper = await harness.member({ group, member: 'sleeper', topics: [topic], effectMs: 300 });
    await appendTo(topic, 200);
    await waitUntil('it has begun', async () => (await effectsOf(group, 'sleeper')) > 0);
    sleeper.kill('SIGSTOP');
    const heir = await harness.open().subscribe(harness.consumer(group, 'heir', topic));
    await waitUntilAllEffective(topic, group);
    const before = await effectsOf(group, 'sleeper');
    sleeper.kill('SIGCONT');
    await delay(1500);
    expect(await effectsOf(group, 'sleeper')).toBe(before);
    // It is a member like any other again.
    await appendUntilShared(topic, group, ['sleeper', 'heir']);
    sleeper.kill('SIGTERM');
    await heir.stop();
    await expectEachOnce(group, topic);
  }, 120_000);
}
