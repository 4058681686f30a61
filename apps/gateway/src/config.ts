import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENT_LOG_CONFIG_PROPERTIES, EVENT_LOG_CONFIG_RULE, type EventLogConfig } from '@exchange/event-log';
import { appConfigProperties, readConfig, type AppConfig } from '@exchange/runtime';

export interface GatewayConfig extends AppConfig, EventLogConfig {
  /** Base64 of 32 bytes: seals the HMAC secrets of the systems. */
  readonly sealingKey: string;
  readonly bodyBytesMax: number;
  readonly inFlightBytesMax: number;
  readonly batchRecordsMax: number;
  readonly pendingBytesMax: number;
  readonly appendDeadlineMs: number;
  readonly systemRequestsPerMinuteMax: number;
  readonly receiptMonths: number;
  readonly bodyMonths: number;
  readonly idempotencyDays: number;
  /** Where files of SFTP servers are kept while they are read. */
  readonly spoolDirectory: string;
  /** Sources are looked at at least so often, whatever the adapters say. For trials and demonstrations. */
  readonly sourceLookSecondsMax?: number;
}

const MIB = 1_048_576;

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl', 'sealingKey'],
  properties: {
    // What one process does under a lock asks for a second session meanwhile; claims must find one beside them.
    ...appConfigProperties({ httpPort: 8080, databaseConnections: { least: 4, usual: 10 } }),
    ...EVENT_LOG_CONFIG_PROPERTIES,
    sealingKey: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$', writeOnly: true },
    bodyBytesMax: { type: 'integer', minimum: 1_024, maximum: 256 * MIB, default: 16 * MIB },
    inFlightBytesMax: { type: 'integer', minimum: 1_024, default: 96 * MIB },
    batchRecordsMax: { type: 'integer', minimum: 1, maximum: 100_000, default: 10_000 },
    pendingBytesMax: { type: 'integer', minimum: 1_024, default: 1_024 * MIB },
    appendDeadlineMs: { type: 'integer', minimum: 100, maximum: 60_000, default: 5_000 },
    systemRequestsPerMinuteMax: { type: 'integer', minimum: 1, default: 60_000 },
    receiptMonths: { type: 'integer', minimum: 1, default: 36 },
    bodyMonths: { type: 'integer', minimum: 1, default: 3 },
    idempotencyDays: { type: 'integer', minimum: 1, default: 7 },
    spoolDirectory: { type: 'string', minLength: 1, default: join(tmpdir(), 'exchange-spool') },
    sourceLookSecondsMax: { type: 'integer', minimum: 1 },
  },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Settings of the gateway from the environment; throws `ConfigError` with everything that is wrong. */
export function gatewayConfig(env: NodeJS.ProcessEnv): GatewayConfig {
  return readConfig<GatewayConfig>(SCHEMA, env);
}
