export { GroupConsumer, type GroupConsumerSettings, type ReachedPosition } from './group-consumer.ts';
export { migrateConsumer } from './migrate-consumer.ts';
export { startSweeping } from './start-sweeping.ts';
export { startConsumer, type StartConsumerOptions } from './start-consumer.ts';
export { failurePage, FAILURE_QUERY_SCHEMA, type FailurePage, type FailureQuery } from './failure-page.ts';
export { groupProgress, type ObservedGroup } from './group-progress.ts';
export { OBSERVATION_SCHEMAS } from './observation-schemas.ts';
