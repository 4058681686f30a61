import { readConfig } from '@exchange/runtime';

export interface SetupConfig {
  readonly databaseUrl: string;
  /** Directory that holds `adapters/` and `schemas/`. */
  readonly catalogDirectory: string;
  /** Base64 of 32 bytes: seals the HMAC secrets of the systems. The gateway has the same one. */
  readonly sealingKey: string;
  /** Where the event log is: its tables are made here when it is on PostgreSQL. */
  readonly eventLog: 'postgres' | 'kafka';
  /** Who is written into the audit. */
  readonly actor: string;
}

const SCHEMA = {
  type: 'object',
  required: ['databaseUrl', 'sealingKey'],
  properties: {
    databaseUrl: { type: 'string', pattern: '^postgres(ql)?://', writeOnly: true },
    catalogDirectory: { type: 'string', default: '.' },
    sealingKey: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$', writeOnly: true },
    eventLog: { enum: ['postgres', 'kafka'], default: 'postgres' },
    actor: { type: 'string', minLength: 1, default: 'setup' },
  },
};

/** Settings of the set-up commands from the environment; throws `ConfigError` with everything that is wrong. */
export function setupConfig(env: NodeJS.ProcessEnv): SetupConfig {
  return readConfig<SetupConfig>(SCHEMA, env);
}
