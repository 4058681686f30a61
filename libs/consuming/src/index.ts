export { GroupConsumer, type GroupConsumerSettings } from './group-consumer.ts';
export { migrateConsumer } from './migrate-consumer.ts';
export { startConsumer, type StartConsumerOptions } from './start-consumer.ts';
