export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.ts';
export { openTestStore } from './test-store.ts';
export { createTestDatabase, THROW_AWAY_SETTINGS, type TestDatabase } from './test-database.ts';
export { freePort } from './free-port.ts';
export { startAppProcess, type AppProcess, type AppProcessOptions } from './app-process.ts';
export { Ledger } from './ledger.ts';
export type { LedgerAnswer, LedgerBatch, LedgerEntry, LedgerPut } from './ledger-entry.ts';
export {
  eventsOf,
  type LedgerCounts,
  type LedgerFinding,
  type LedgerReport,
  type LedgerSources,
} from './ledger-audit.ts';
export {
  pushBatch,
  type Credentials,
  type VendorAnswer,
  type VendorBatch,
  type VendorOptions,
} from './vendor.ts';
export { castOf, type Cast } from './city/cast.ts';
export { seededRandom, type Random } from './city/random.ts';
export { StreamStories, type Telling } from './city/stream-stories.ts';
export { kafkaAvailable, type Availability } from './kafka-jars.ts';
export { startLocalKafka, type LocalKafka, type LocalKafkaOptions } from './local-kafka.ts';
export { soapOperationOf, wireTypeOf } from './wire-types.ts';
export { finderOf, searchTables } from './search-tables.ts';
export { describeEventLogConformance } from './event-log-conformance.ts';
export type { EventLogUnderTest } from './event-log/harness.ts';
export { describeEventLogOutages, type FragileEventLog } from './event-log-outages.ts';
export { testEvent } from './test-event.ts';
export { createConsumerWorld, type ConsumerWorld } from './consumer-world.ts';
export { schemaOf, subjectEvent, subjectExample, type EventWish } from './subject-event.ts';
export { fingerprintOf, valueFingerprint } from './simulators/fingerprint.ts';
export { waitUntil } from './wait-until.ts';
export { readSample } from './read-sample.ts';
export { runSample, type SampleEvent, type SampleRecord, type SampleResult } from './run-sample.ts';
export { missingCases, type MissingCase, type SampleRun, type StreamSamples } from './sample-demands.ts';
export { BAD_TEXTS, tryParameters, type ParameterTrial } from './try-parameters.ts';
export { describeSourceConformance, type SourceRow, type SourceWorld } from './source-conformance.ts';
export { RestProvider, restProviderSettings, type RestProviderOptions } from './servers/rest-provider.ts';
export { mosquittoAvailable, MOSQUITTO_USERS, startMosquitto, type Mosquitto } from './servers/mosquitto.ts';
export { RABBITMQ_USERS, rabbitMqAvailable, startRabbitMq, type RabbitMq } from './servers/rabbitmq.ts';
export { mariadbAvailable, startMariadb, type MariaDb } from './servers/mariadb.ts';
export { sftpServerAvailable, startSftpServer, type SftpServer } from './servers/sftp-server.ts';
export { startEmbeddedSftp, type EmbeddedSftp } from './servers/embedded-sftp.ts';
export { startEmbeddedMqtt, type EmbeddedMqtt, type EmbeddedMqttOptions } from './servers/embedded-mqtt.ts';
export { opensslAvailable, throwAwayCertificate } from './servers/throw-away-certificate.ts';
export { inSendingOrder, sampleDocuments, type SampleDocuments } from './simulators/sample-documents.ts';
export {
  LEFT_OUT_REASONS,
  type LeftOutReason,
  type Plan,
  type PlannedPut,
  type PlayedBy,
  type PlayedStream,
  type Simulator,
  type SystemDocument,
} from './simulators/simulator.ts';
export {
  SimulatedSystems,
  type PulledKind,
  type SimulatedSystemsOptions,
} from './simulators/simulated-systems.ts';
export type { AnswerBody } from './answer-body.ts';
