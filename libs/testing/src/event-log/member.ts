// A member of a group as a process of its own, so that tests can stall and kill one. Its one argument is MemberOptions as
// JSON; it ends on SIGTERM after giving its partitions back.
import { openEventLog, type EventLogSettings } from '@exchange/event-log';
import { setTimeout as delay } from 'node:timers/promises';
import { EffectStore } from './effect-store.ts';

export interface MemberOptions {
  readonly settings: EventLogSettings;
  readonly effectsUrl: string;
  readonly group: string;
  readonly member: string;
  readonly topics: readonly string[];
  /** How long each batch lies between effect and commit. */
  readonly effectMs: number;
}

const options = JSON.parse(process.argv[2] as string) as MemberOptions;
const log = openEventLog(options.settings);
const store = new EffectStore(options.effectsUrl);
const { group, member, topics, effectMs } = options;
const subscription = await log.subscribe({
  group,
  topics,
  batchEventsMax: 20,
  from: (topic, partition) => store.position(group, topic, partition),
  onBatch: (batch) => store.apply(group, member, batch, () => delay(effectMs)),
  onGap: (gap) => store.skipGap(group, gap),
});
process.stdout.write('joined\n');
process.once('SIGTERM', () => {
  void (async () => {
    await subscription.stop();
    await log.close();
    await store.close();
  })();
});
