import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, THROW_AWAY_SETTINGS } from '@exchange/testing';
import pg from 'pg';
import type { SqlClient, SqlServer } from './sql-server.ts';

/** An embedded PostgreSQL that keeps its data while it is stopped. */
export async function startPostgresServer(): Promise<SqlServer> {
  const directory = await mkdtemp(join(tmpdir(), 'sql-source-postgres-'));
  const options = {
    directory,
    persistent: false,
    settings: { ...THROW_AWAY_SETTINGS, max_connections: '1200' },
  };
  let server = await startEmbeddedPostgres({ ...options, persistent: true });
  const { port } = server;
  let databases = 0;
  return {
    dialect: 'postgres',
    async createDatabase() {
      const name = `legacy_${++databases}`;
      const url = new URL(server.url);
      const admin = await connect(url.href);
      await admin.run(`CREATE DATABASE ${name}`);
      await admin.end();
      url.pathname = `/${name}`;
      return {
        connection: {
          host: url.hostname,
          port: Number(url.port),
          database: name,
          user: url.username,
          password: url.password,
          schema: 'public',
        },
        session: () => connect(url.href),
        async drop() {
          const last = await connect(server.url);
          await last.run(`DROP DATABASE ${name} WITH (FORCE)`);
          await last.end();
        },
      };
    },
    stop: () => server.stop(),
    async start() {
      server = await startEmbeddedPostgres({ ...options, port, persistent: true });
    },
    async end() {
      await server.stop();
      await (await startEmbeddedPostgres({ ...options, port })).stop();
    },
  };
}

async function connect(url: string): Promise<SqlClient> {
  const client = new pg.Client({ connectionString: url });
  // A server that is stopped in a test ends this session, too.
  client.on('error', () => undefined);
  await client.connect();
  return {
    run: async (text, values = []) => (await client.query<Record<string, unknown>>(text, [...values])).rows,
    end: () => client.end(),
  };
}
