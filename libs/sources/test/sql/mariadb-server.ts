import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMariadb } from '@exchange/testing';
import mysql from 'mysql2/promise';
import type { SqlClient, SqlServer } from './sql-server.ts';

export async function startMariadbServer(): Promise<SqlServer> {
  const server = await startMariadb({ directory: await mkdtemp(join(tmpdir(), 'sql-source-mariadb-')) });
  let databases = 0;
  const connect = async (database?: string): Promise<SqlClient> => {
    const { port, user, password } = server;
    const client = await mysql.createConnection({
      host: '127.0.0.1',
      port,
      user,
      password,
      charset: 'utf8mb4',
      ...(database === undefined ? {} : { database }),
    });
    // A server that is stopped in a test ends this session, too.
    client.on('error', () => undefined);
    return {
      run: async (text, values = []) => {
        const [rows] = await client.query(text, [...values]);
        return (Array.isArray(rows) ? rows : []) as Record<string, unknown>[];
      },
      end: () => client.end(),
    };
  };
  const runAlone = async (text: string): Promise<void> => {
    const client = await connect();
    await client.run(text);
    await client.end();
  };
  return {
    dialect: 'mysql',
    async createDatabase() {
      const name = `legacy_${++databases}`;
      await runAlone(`CREATE DATABASE ${name}`);
      const { port, user, password } = server;
      return {
        connection: { host: '127.0.0.1', port, database: name, user, password },
        session: () => connect(name),
        drop: () => runAlone(`DROP DATABASE ${name}`),
      };
    },
    stop: () => server.stop(),
    start: () => server.start(),
    end: () => server.end(),
  };
}
