import { DataSource, type DataSourceOptions } from 'typeorm';
import pg from 'pg';
import { AccessKey, AccessToken } from './access/access.entities.ts';
import { ConsumerPosition } from './consuming/consumer-position.entity.ts';
import { DeliveryFailure } from './consuming/delivery-failure.entity.ts';
import { MappingVersion } from './mappings/mapping-version.entity.ts';
import { QuarantineEntry } from './quarantine/quarantine-entry.entity.ts';
import { Stream } from './registration/stream.entity.ts';

export interface StoreSettings {
  /** `postgres://…` */
  readonly url: string;
  readonly applicationName: string;
  /** Connections for the hot path; the entities' own pool has a few more. */
  readonly connectionsMax: number;
  /** Told of errors of idle connections, which PostgreSQL ends when it restarts. */
  readonly onIdleError: (error: Error) => void;
}

/** A connection to the exchange's own tables. */
export interface Store {
  /** Entities and repositories, for everything that is not on the path of a record. */
  readonly data: DataSource;
  /** Plain pool, for the prepared statements on the path of a record. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 20_000;
const ENTITY_CONNECTIONS_MAX = 4;

/** Connects; does not migrate (`migrateStore`). Rejects when the database cannot be reached. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const data = new DataSource(entitySource(settings));
  await data.initialize();
  const pool = new pg.Pool({
    connectionString: settings.url,
    application_name: settings.applicationName,
    max: settings.connectionsMax,
    // What was opened stays: opening sessions and planning statements in the middle of a burst makes the burst worse.
    min: settings.connectionsMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    keepAlive: true,
  });
  pool.on('error', settings.onIdleError);
  return {
    data,
    pool,
    close: async () => {
      await pool.end();
      await data.destroy();
    },
  };
}

function entitySource(settings: StoreSettings): DataSourceOptions {
  return {
    type: 'postgres',
    url: settings.url,
    schema: 'exchange',
    applicationName: settings.applicationName,
    entities: [
      Stream,
      MappingVersion,
      QuarantineEntry,
      AccessKey,
      AccessToken,
      ConsumerPosition,
      DeliveryFailure,
    ],
    poolSize: ENTITY_CONNECTIONS_MAX,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    poolErrorHandler: settings.onIdleError,
    extra: { statement_timeout: STATEMENT_TIMEOUT_MS, keepAlive: true },
  };
}
