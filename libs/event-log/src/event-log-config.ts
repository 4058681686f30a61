import type { JsonObject } from '@exchange/contracts';
import type { EventLogHooks } from './hooks.ts';
import type { KafkaLogSettings } from './kafka/kafka-settings.ts';
import type { EventLogSettings } from './open-event-log.ts';

/** What every app that uses the event log takes from its environment. */
export interface EventLogConfig {
  readonly databaseUrl: string;
  readonly eventLog: 'postgres' | 'kafka';
  readonly kafkaBrokers: readonly string[];
  readonly kafkaReplicationFactor: number;
  readonly kafkaSaslMechanism?: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly kafkaUsername?: string;
  readonly kafkaPassword?: string;
  readonly kafkaTls: boolean;
}

/** Their properties in the JSON Schema of an app's configuration; `databaseUrl` is the app's own. */
export const EVENT_LOG_CONFIG_PROPERTIES: JsonObject = {
  eventLog: { enum: ['postgres', 'kafka'], default: 'postgres' },
  kafkaBrokers: { type: 'array', items: { type: 'string', pattern: '^[^:\\s]+:\\d+$' }, default: [] },
  kafkaReplicationFactor: { type: 'integer', minimum: 1, maximum: 7, default: 1 },
  kafkaSaslMechanism: { enum: ['plain', 'scram-sha-256', 'scram-sha-512'] },
  kafkaUsername: { type: 'string' },
  kafkaPassword: { type: 'string', writeOnly: true },
  kafkaTls: { type: 'boolean', default: false },
};

/** What must hold between them, to be spread into the schema: a Kafka log needs brokers. */
export const EVENT_LOG_CONFIG_RULE: JsonObject = {
  if: { type: 'object', properties: { eventLog: { const: 'kafka' } }, required: ['eventLog'] },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema, not a promise
  then: { type: 'object', properties: { kafkaBrokers: { type: 'array', minItems: 1 } } },
};

/** The event log that the configuration names. `clientId` is the app's name. */
export function eventLogSettings(config: EventLogConfig, clientId: string): EventLogSettings {
  if (config.eventLog === 'postgres') return { kind: 'postgres', url: config.databaseUrl };
  const {
    kafkaSaslMechanism: mechanism,
    kafkaUsername: username = '',
    kafkaPassword: password = '',
  } = config;
  return {
    kind: 'kafka',
    brokers: config.kafkaBrokers,
    clientId,
    replicationFactor: config.kafkaReplicationFactor,
    ssl: config.kafkaTls,
    ...(mechanism === undefined
      ? {}
      : { sasl: { mechanism, username, password } as KafkaLogSettings['sasl'] }),
  };
}

export interface HookLogger {
  warn(event: 'event_log.retrying', fields: Record<string, string>, error: unknown): void;
  debug(event: 'event_log.client_says', fields: Record<string, string>): void;
}

/** What the event log tells its process goes into the process's log. */
export function eventLogHooks(log: HookLogger): EventLogHooks {
  return {
    onError: (error) => log.warn('event_log.retrying', {}, error),
    onLog: ({ level, message }) => log.debug('event_log.client_says', { level, message }),
  };
}
