import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

export interface TestDatabase {
  readonly url: string;
  /** Ends every session on it. */
  drop(): Promise<void>;
}

/** Data of a test run is thrown away, so nothing waits for the disk. Crash tests start a server of their own. */
export const THROW_AWAY_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
} as const;

/** How long a server of this process's own outlives its last database: the next test usually wants one at once. */
const idleServerMs = 300;

let ownServer: Promise<EmbeddedPostgres> | null = null;
let idleTimer: NodeJS.Timeout | undefined;
let databasesOpen = 0;

/**
 * A fresh database on the server at TEST_POSTGRES_URL, which `npm test` starts once for all; without it, on a server of
 * this process's own that stops after its last database was dropped.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  clearTimeout(idleTimer);
  databasesOpen += 1;
  try {
    const server = process.env['TEST_POSTGRES_URL'] ?? (await startOwnServer()).url;
    const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
    await runStatement(server, `CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    let dropped: Promise<void> | null = null;
    const drop = async (): Promise<void> => {
      await runStatement(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      releaseServer();
    };
    return { url: url.href, drop: () => (dropped ??= drop()) };
  } catch (error) {
    releaseServer();
    throw error;
  }
}

async function startOwnServer(): Promise<EmbeddedPostgres> {
  ownServer ??= mkdtemp(join(tmpdir(), 'exchange-test-postgres-')).then((directory) =>
    startEmbeddedPostgres({ directory, persistent: false, settings: THROW_AWAY_SETTINGS }),
  );
  return ownServer;
}

function releaseServer(): void {
  databasesOpen -= 1;
  if (databasesOpen > 0 || !ownServer) return;
  const server = ownServer;
  idleTimer = setTimeout(() => {
    ownServer = null;
    void server.then(
      (running) => running.stop(),
      () => undefined,
    );
  }, idleServerMs);
}

async function runStatement(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
