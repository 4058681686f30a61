import { EVENT_LOG_CONFIG_PROPERTIES, EVENT_LOG_CONFIG_RULE, type EventLogConfig } from '@exchange/event-log';
import { readConfig } from '@exchange/runtime';

export interface GatewayConfig extends EventLogConfig {
  readonly httpHost: string;
  readonly httpPort: number;
  readonly databaseConnectionsMax: number;
  /** Directory that holds `adapters/` and `schemas/`. */
  readonly catalogDirectory: string;
  /** Base64 of 32 bytes: seals the HMAC secrets of the systems. */
  readonly sealingKey: string;
  readonly bodyBytesMax: number;
  readonly inFlightBytesMax: number;
  readonly batchRecordsMax: number;
  readonly pendingBytesMax: number;
  readonly appendDeadlineMs: number;
  readonly requestTimeoutMs: number;
  readonly systemRequestsPerMinuteMax: number;
  readonly receiptMonths: number;
  readonly bodyMonths: number;
  readonly idempotencyDays: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly otlpEndpoint?: string;
}

const MIB = 1_048_576;

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl', 'sealingKey'],
  properties: {
    httpHost: { type: 'string', default: '127.0.0.1' },
    httpPort: { type: 'integer', minimum: 0, maximum: 65_535, default: 8080 },
    databaseUrl: { type: 'string', pattern: '^postgres(ql)?://', writeOnly: true },
    databaseConnectionsMax: { type: 'integer', minimum: 2, maximum: 200, default: 16 },
    catalogDirectory: { type: 'string', default: '.' },
    ...EVENT_LOG_CONFIG_PROPERTIES,
    sealingKey: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$', writeOnly: true },
    bodyBytesMax: { type: 'integer', minimum: 1_024, maximum: 256 * MIB, default: 16 * MIB },
    inFlightBytesMax: { type: 'integer', minimum: 1_024, default: 96 * MIB },
    batchRecordsMax: { type: 'integer', minimum: 1, maximum: 100_000, default: 10_000 },
    pendingBytesMax: { type: 'integer', minimum: 1_024, default: 1_024 * MIB },
    appendDeadlineMs: { type: 'integer', minimum: 100, maximum: 60_000, default: 5_000 },
    requestTimeoutMs: { type: 'integer', minimum: 1_000, maximum: 300_000, default: 30_000 },
    systemRequestsPerMinuteMax: { type: 'integer', minimum: 1, default: 60_000 },
    receiptMonths: { type: 'integer', minimum: 1, default: 36 },
    bodyMonths: { type: 'integer', minimum: 1, default: 3 },
    idempotencyDays: { type: 'integer', minimum: 1, default: 7 },
    logLevel: { enum: ['debug', 'info', 'warn', 'error'], default: 'info' },
    otlpEndpoint: { type: 'string', pattern: '^https?://' },
  },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Settings of the gateway from the environment; throws `ConfigError` with everything that is wrong. */
export function gatewayConfig(env: NodeJS.ProcessEnv): GatewayConfig {
  return readConfig<GatewayConfig>(SCHEMA, env);
}
