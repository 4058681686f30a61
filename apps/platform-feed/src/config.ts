import { EVENT_LOG_CONFIG_PROPERTIES, EVENT_LOG_CONFIG_RULE, type EventLogConfig } from '@exchange/event-log';
import { readConfig } from '@exchange/runtime';

export interface PlatformFeedConfig extends EventLogConfig {
  readonly httpHost: string;
  readonly httpPort: number;
  readonly databaseConnectionsMax: number;
  /** Directory that holds `schemas/`. */
  readonly catalogDirectory: string;
  /** Group under which the processes of the feed share the partitions and keep their positions. */
  readonly group: string;
  readonly batchEventsMax: number;
  /** Base64 of 32 bytes: key of the digests of personal numbers. Changing it asks for a rebuild from the log. */
  readonly identityKey: string;
  /** Bring the tables up to date before starting; false where `main.js migrate` is a step of its own. */
  readonly migrateAtStart: boolean;
  readonly requestTimeoutMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly otlpEndpoint?: string;
}

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl', 'identityKey'],
  properties: {
    httpHost: { type: 'string', default: '127.0.0.1' },
    httpPort: { type: 'integer', minimum: 0, maximum: 65_535, default: 8081 },
    databaseUrl: { type: 'string', pattern: '^postgres(ql)?://', writeOnly: true },
    databaseConnectionsMax: { type: 'integer', minimum: 2, maximum: 200, default: 12 },
    catalogDirectory: { type: 'string', default: '.' },
    ...EVENT_LOG_CONFIG_PROPERTIES,
    group: { type: 'string', pattern: '^[a-z0-9-]{1,60}$', default: 'platform-feed' },
    batchEventsMax: { type: 'integer', minimum: 1, maximum: 5_000, default: 500 },
    identityKey: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$', writeOnly: true },
    migrateAtStart: { type: 'boolean', default: true },
    requestTimeoutMs: { type: 'integer', minimum: 1_000, maximum: 300_000, default: 30_000 },
    logLevel: { enum: ['debug', 'info', 'warn', 'error'], default: 'info' },
    otlpEndpoint: { type: 'string', pattern: '^https?://' },
  },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Settings of the platform feed from the environment; throws `ConfigError` with everything that is wrong. */
export function platformFeedConfig(env: NodeJS.ProcessEnv): PlatformFeedConfig {
  return readConfig<PlatformFeedConfig>(SCHEMA, env);
}
