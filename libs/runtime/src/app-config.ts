import type { JsonObject } from '@exchange/contracts';

/** What every app with a database and an address takes from its environment. */
export interface AppConfig {
  readonly httpHost: string;
  readonly httpPort: number;
  /** `postgres://…` */
  readonly databaseUrl: string;
  readonly databaseConnectionsMax: number;
  /** Directory that holds `schemas/` and `adapters/`. */
  readonly catalogDirectory: string;
  readonly requestTimeoutMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly otlpEndpoint?: string;
}

export interface AppConfigDefaults {
  readonly httpPort: number;
  /** How many connections the app cannot do without, and how many it has when nothing is said. */
  readonly databaseConnections: { readonly least: number; readonly usual: number };
}

/** Their properties in the JSON Schema of an app's configuration. */
export function appConfigProperties({ httpPort, databaseConnections }: AppConfigDefaults): JsonObject {
  const { least, usual } = databaseConnections;
  return {
    httpHost: { type: 'string', default: '127.0.0.1' },
    httpPort: { type: 'integer', minimum: 0, maximum: 65_535, default: httpPort },
    databaseUrl: { type: 'string', pattern: '^postgres(ql)?://', writeOnly: true },
    databaseConnectionsMax: { type: 'integer', minimum: least, maximum: 200, default: usual },
    catalogDirectory: { type: 'string', default: '.' },
    requestTimeoutMs: { type: 'integer', minimum: 1_000, maximum: 300_000, default: 30_000 },
    logLevel: { enum: ['debug', 'info', 'warn', 'error'], default: 'info' },
    otlpEndpoint: { type: 'string', pattern: '^https?://' },
  };
}
