import { EVENT_LOG_CONFIG_PROPERTIES, EVENT_LOG_CONFIG_RULE, type EventLogConfig } from '@exchange/event-log';
import { readConfig } from '@exchange/runtime';

export interface CommandCentreConfig extends EventLogConfig {
  readonly httpHost: string;
  readonly httpPort: number;
  readonly databaseConnectionsMax: number;
  /** Directory that holds `schemas/`. */
  readonly catalogDirectory: string;
  /** Name of the group that remembers where records belong; one per deployment that has tables of its own. */
  readonly group: string;
  readonly streamsMax: number;
  readonly streamsPerTokenMax: number;
  readonly heartbeatMs: number;
  /** A reader that takes nothing for so long is disconnected; it resumes where it was. */
  readonly stallMs: number;
  /** How often the tokens of open streams are looked up again: a revocation takes effect within this time. */
  readonly tokenCheckMs: number;
  /** Bring the tables up to date before starting; false where that is a step of its own. */
  readonly migrateAtStart: boolean;
  readonly requestTimeoutMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly otlpEndpoint?: string;
}

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl'],
  properties: {
    httpHost: { type: 'string', default: '127.0.0.1' },
    httpPort: { type: 'integer', minimum: 0, maximum: 65_535, default: 8083 },
    databaseUrl: { type: 'string', pattern: '^postgres(ql)?://', writeOnly: true },
    databaseConnectionsMax: { type: 'integer', minimum: 4, maximum: 200, default: 8 },
    catalogDirectory: { type: 'string', default: '.' },
    ...EVENT_LOG_CONFIG_PROPERTIES,
    group: { type: 'string', pattern: '^[a-z0-9-]{1,64}$', default: 'command-centre' },
    streamsMax: { type: 'integer', minimum: 1, default: 2_000 },
    streamsPerTokenMax: { type: 'integer', minimum: 1, default: 500 },
    heartbeatMs: { type: 'integer', minimum: 100, default: 15_000 },
    stallMs: { type: 'integer', minimum: 1_000, default: 60_000 },
    tokenCheckMs: { type: 'integer', minimum: 100, default: 10_000 },
    migrateAtStart: { type: 'boolean', default: true },
    requestTimeoutMs: { type: 'integer', minimum: 1_000, maximum: 300_000, default: 30_000 },
    logLevel: { enum: ['debug', 'info', 'warn', 'error'], default: 'info' },
    otlpEndpoint: { type: 'string', pattern: '^https?://' },
  },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Settings of the command centre from the environment; throws `ConfigError` with everything that is wrong. */
export function commandCentreConfig(env: NodeJS.ProcessEnv): CommandCentreConfig {
  return readConfig<CommandCentreConfig>(SCHEMA, env);
}
