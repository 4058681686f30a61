import { EVENT_LOG_CONFIG_PROPERTIES, EVENT_LOG_CONFIG_RULE, type EventLogConfig } from '@exchange/event-log';
import { appConfigProperties, readConfig, type AppConfig } from '@exchange/runtime';

export interface PlatformFeedConfig extends AppConfig, EventLogConfig {
  /** Group under which the processes of the feed share the partitions and keep their positions. */
  readonly group: string;
  readonly batchEventsMax: number;
  /** Months for which the history of records is kept; 36 by default (网络数据安全管理条例 art 12 asks for three years). */
  readonly historyMonths: number;
  /** Base64 of 32 bytes: key of the digests of personal numbers. Changing it asks for a rebuild from the log. */
  readonly identityKey: string;
  /** Bring the tables up to date before starting; false where `main.js migrate` is a step of its own. */
  readonly migrateAtStart: boolean;
}

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl', 'identityKey'],
  properties: {
    ...appConfigProperties({ httpPort: 8081, databaseConnections: { least: 2, usual: 12 } }),
    ...EVENT_LOG_CONFIG_PROPERTIES,
    group: { type: 'string', pattern: '^[a-z0-9-]{1,60}$', default: 'platform-feed' },
    batchEventsMax: { type: 'integer', minimum: 1, maximum: 5_000, default: 500 },
    historyMonths: { type: 'integer', minimum: 1, maximum: 1_200, default: 36 },
    identityKey: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$', writeOnly: true },
    migrateAtStart: { type: 'boolean', default: true },
  },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Settings of the platform feed from the environment; throws `ConfigError` with everything that is wrong. */
export function platformFeedConfig(env: NodeJS.ProcessEnv): PlatformFeedConfig {
  return readConfig<PlatformFeedConfig>(SCHEMA, env);
}
