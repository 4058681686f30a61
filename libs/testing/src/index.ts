export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.ts';
export { createTestDatabase, THROW_AWAY_SETTINGS, type TestDatabase } from './test-database.ts';
export { freePort } from './free-port.ts';
export { startAppProcess, type AppProcess, type AppProcessOptions } from './app-process.ts';
export { Ledger } from './ledger.ts';
export type { LedgerAnswer, LedgerBatch, LedgerEntry } from './ledger-entry.ts';
export { eventsOf, type LedgerFinding, type LedgerReport, type LedgerSources } from './ledger-audit.ts';
export {
  pushBatch,
  type AnswerBody,
  type Credentials,
  type VendorAnswer,
  type VendorBatch,
  type VendorOptions,
} from './vendor.ts';
export { cityTraffic, type CityOptions } from './city/city-traffic.ts';
export { seededRandom, type Random } from './city/random.ts';
export { storyOf, type Story } from './city/story.ts';
export { kafkaAvailable, type Availability } from './kafka-jars.ts';
export { startLocalKafka, type LocalKafka, type LocalKafkaOptions } from './local-kafka.ts';
export { wireTypeOf } from './city/wire-template.ts';
export { searchTables } from './search-tables.ts';
export { describeEventLogConformance } from './event-log-conformance.ts';
export type { EventLogUnderTest } from './event-log/harness.ts';
export { describeEventLogOutages, type FragileEventLog } from './event-log-outages.ts';
export { testEvent } from './test-event.ts';
export { createConsumerWorld, type ConsumerWorld } from './consumer-world.ts';
export { schemaOf, subjectEvent, subjectExample, type EventWish } from './subject-event.ts';
export { waitUntil } from './wait-until.ts';
export { runSample, type SampleEvent, type SampleRecord, type SampleResult } from './run-sample.ts';
export { missingCases, type MissingCase, type SampleRun, type StreamSamples } from './sample-demands.ts';
