// Uses everything of an event log once and closes it: a process that ends by itself proves that nothing was left open.
// Its arguments are the settings as JSON and the topic.
import { openEventLog, type EventLogSettings } from '@exchange/event-log';
import { testEvent } from '../test-event.ts';

const settings = JSON.parse(process.argv[2] as string) as EventLogSettings;
const topic = process.argv[3] as string;
const log = openEventLog(settings);
await log.ping();
await log.tail(topic, () => undefined);
const seen = Promise.withResolvers<void>();
const position = new Map<number, number>();
await log.subscribe({
  group: `visit-${process.pid}`,
  topics: [topic],
  from: (_topic, partition) => Promise.resolve(position.get(partition) ?? null),
  onBatch: ({ partition, next }) => {
    position.set(partition, next);
    seen.resolve();
    return Promise.resolve();
  },
  onGap: () => Promise.resolve(),
});
await log.append([testEvent(topic, 'visit')], { deadlineMs: 10_000 });
await log.read({ topic, positions: new Map(), limit: 10 });
await seen.promise;
await log.close();
process.stdout.write('closed\n');
