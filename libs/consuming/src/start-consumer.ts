import { EventLogTransport, type EventLog } from '@exchange/event-log';
import type { HttpApp, Shutdown } from '@exchange/runtime';
import type { GroupConsumer } from './group-consumer.ts';

export interface StartConsumerOptions {
  readonly app: HttpApp;
  readonly eventLog: EventLog;
  readonly shutdown: Shutdown;
  readonly batchEventsMax: number;
}

/** Consumes through Nest until the app stops. */
export async function startConsumer(
  consumer: GroupConsumer,
  { app, eventLog, shutdown, batchEventsMax }: StartConsumerOptions,
): Promise<void> {
  const transport = new EventLogTransport({
    eventLog,
    group: consumer.group,
    from: (topic, partition) => consumer.from(topic, partition),
    onGap: (gap) => consumer.onGap(gap),
    onError: (error, at) => consumer.onError(error, at),
    batchEventsMax,
  });
  // Added and not decorated: which topics there are, the catalogue says, and errors reach the driver as they are.
  for (const topic of consumer.topics) transport.onTopic(topic, (batch) => consumer.onBatch(batch));
  app.nest.connectMicroservice({ strategy: transport });
  await app.nest.startAllMicroservices();
  shutdown.add('stop-reading', consumer.name, () => transport.close());
}
