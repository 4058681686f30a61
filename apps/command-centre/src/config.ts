import { EVENT_LOG_CONFIG_PROPERTIES, EVENT_LOG_CONFIG_RULE, type EventLogConfig } from '@exchange/event-log';
import { appConfigProperties, readConfig, type AppConfig } from '@exchange/runtime';

export interface CommandCentreConfig extends AppConfig, EventLogConfig {
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
}

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl'],
  properties: {
    ...appConfigProperties({ httpPort: 8083, databaseConnections: { least: 4, usual: 8 } }),
    ...EVENT_LOG_CONFIG_PROPERTIES,
    group: { type: 'string', pattern: '^[a-z0-9-]{1,64}$', default: 'command-centre' },
    streamsMax: { type: 'integer', minimum: 1, default: 2_000 },
    streamsPerTokenMax: { type: 'integer', minimum: 1, default: 500 },
    heartbeatMs: { type: 'integer', minimum: 100, default: 15_000 },
    stallMs: { type: 'integer', minimum: 1_000, default: 60_000 },
    tokenCheckMs: { type: 'integer', minimum: 100, default: 10_000 },
    migrateAtStart: { type: 'boolean', default: true },
  },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Settings of the command centre from the environment; throws `ConfigError` with everything that is wrong. */
export function commandCentreConfig(env: NodeJS.ProcessEnv): CommandCentreConfig {
  return readConfig<CommandCentreConfig>(SCHEMA, env);
}
