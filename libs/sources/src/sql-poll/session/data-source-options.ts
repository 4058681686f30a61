import type { DataSourceOptions } from 'typeorm';
import type { SqlConnection } from '../sql-connection.ts';
import type { SessionSettings } from '../dialects/dialect.ts';
import type { SqlDialect } from '../sql-settings.ts';

export const CONNECT_TIMEOUT_MS = 10_000;

/** One connection that reads, one that writes results back. */
const CONNECTIONS_MAX = 2;

interface Wanted {
  readonly dialect: Exclude<SqlDialect, 'dm'>;
  readonly connection: SqlConnection;
  readonly settings: SessionSettings;
}

/** No entities: only the driver's pool and query are used. Nothing is logged, because statements carry values. */
export function dataSourceOptions(wanted: Wanted): DataSourceOptions {
  switch (wanted.dialect) {
    case 'postgres':
    case 'kingbase':
      return postgresOptions(wanted);
    case 'mysql':
      return mysqlOptions(wanted);
    case 'sqlserver':
      return sqlserverOptions(wanted);
    case 'oracle':
      return oracleOptions(wanted);
    default:
      return wanted.dialect satisfies never;
  }
}

function postgresOptions({ connection }: Wanted): DataSourceOptions {
  return {
    ...common(connection),
    type: 'postgres',
    poolSize: CONNECTIONS_MAX,
    database: connection.database,
    ssl: tlsOptions(connection),
    applicationName: 'wujin-exchange',
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    poolErrorHandler: () => undefined,
    extra: { keepAlive: true, types: AS_TEXT },
  };
}

/** Every value as the server wrote it. */
const AS_TEXT = { getTypeParser: () => (text: unknown) => text };

function mysqlOptions({ connection }: Wanted): DataSourceOptions {
  const tls = tlsOptions(connection);
  return {
    ...common(connection),
    type: 'mysql',
    poolSize: CONNECTIONS_MAX,
    database: connection.database,
    charset: 'utf8mb4',
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...(tls ? { ssl: tls } : {}),
    extra: { typeCast: (field: { string(): string | null }) => field.string() },
  };
}

function sqlserverOptions({ connection, settings }: Wanted): DataSourceOptions {
  const tls = connection.tls ?? 'off';
  return {
    ...common(connection),
    type: 'mssql',
    database: connection.database,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: settings.statementTimeoutMs,
    pool: { max: CONNECTIONS_MAX, min: 0, errorHandler: () => undefined },
    options: {
      encrypt: tls !== 'off',
      trustServerCertificate: tls !== 'verify',
      ...(connection.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: connection.ca } }),
      appName: 'wujin-exchange',
      // A replica that is only read takes no results.
      readOnlyIntent: !settings.writesResults,
      connectionIsolationLevel: settings.isolation === 'snapshot' ? 'SNAPSHOT' : 'READ COMMITTED',
    },
  };
}

function oracleOptions({ connection }: Wanted): DataSourceOptions {
  const protocol = (connection.tls ?? 'off') === 'off' ? 'tcp' : 'tcps';
  const seconds = CONNECT_TIMEOUT_MS / 1_000;
  const { host: _host, port: _port, ...others } = common(connection);
  return {
    ...others,
    type: 'oracle',
    poolSize: CONNECTIONS_MAX,
    connectString: `${protocol}://${connection.host}:${connection.port}/${connection.database}?connect_timeout=${seconds}`,
    extra: {
      sslServerDNMatch: connection.tls === 'verify',
      ...(connection.ca === undefined ? {} : { walletContent: connection.ca }),
    },
  };
}

function common({ host, port, user, password }: SqlConnection) {
  return {
    host,
    port,
    username: user,
    password,
    synchronize: false,
    logging: false,
  } as const;
}

function tlsOptions({
  tls = 'off',
  ca,
}: SqlConnection): { rejectUnauthorized: boolean; ca?: string } | undefined {
  if (tls === 'off') return undefined;
  return { rejectUnauthorized: tls === 'verify', ...(ca === undefined ? {} : { ca }) };
}
