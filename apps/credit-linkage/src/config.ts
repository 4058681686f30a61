import { EVENT_LOG_CONFIG_PROPERTIES, EVENT_LOG_CONFIG_RULE, type EventLogConfig } from '@exchange/event-log';
import { appConfigProperties, readConfig, type AppConfig } from '@exchange/runtime';

export interface CreditLinkageConfig extends AppConfig, EventLogConfig {
  /** Group under which the processes of the linkage share the partitions and keep their positions. */
  readonly group: string;
  readonly batchEventsMax: number;
  /** Months for which the changes of disclosures are kept; 36 by default (网络数据安全管理条例 art 12 asks for three years). */
  readonly historyMonths: number;
  /** `department=name=USCC`: unit that is named as the source of data where a decision of that department names none. */
  readonly dataSources: readonly string[];
  readonly reportsNaturalPersons: boolean;
  /** Whether decisions of nothing but a warning or public criticism are reported. */
  readonly reportsMinorPenalties: boolean;
  /** Bring the tables up to date before starting; false where `main.js migrate` is a step of its own. */
  readonly migrateAtStart: boolean;
}

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl'],
  properties: {
    ...appConfigProperties({ httpPort: 8082, databaseConnections: { least: 2, usual: 8 } }),
    ...EVENT_LOG_CONFIG_PROPERTIES,
    group: { type: 'string', pattern: '^[a-z0-9-]{1,60}$', default: 'credit-linkage' },
    batchEventsMax: { type: 'integer', minimum: 1, maximum: 5_000, default: 500 },
    historyMonths: { type: 'integer', minimum: 1, maximum: 1_200, default: 36 },
    dataSources: {
      type: 'array',
      items: { type: 'string', pattern: '^[a-z-]+=[^=,]{1,200}=[0-9A-HJ-NPQRTUWXY]{18}$' },
      default: [],
    },
    reportsNaturalPersons: { type: 'boolean', default: true },
    reportsMinorPenalties: { type: 'boolean', default: true },
    migrateAtStart: { type: 'boolean', default: true },
  },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Settings of the credit linkage from the environment; throws `ConfigError` with everything that is wrong. */
export function creditLinkageConfig(env: NodeJS.ProcessEnv): CreditLinkageConfig {
  return readConfig<CreditLinkageConfig>(SCHEMA, env);
}
