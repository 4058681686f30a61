import { chmod, chown, copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opensslAvailable, startEmbeddedPostgres, throwAwayCertificate } from '@exchange/testing';
import { openTable } from './sql/legacy-table.ts';
import type { SqlDatabase, SqlServer } from './sql/sql-server.ts';

const openssl = await opensslAvailable();
if (!openssl.available)
  process.stderr.write(`The TLS test is skipped, missing: ${openssl.missing.join('; ')}\n`);

(openssl.available ? test : test.skip)(
  'checks the certificate of the server, or encrypts without asking, as the connection says',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sql-source-tls-'));
    await chmod(folder, 0o755);
    const { ca, key } = await throwAwayCertificate(folder);
    const plain = await startEmbeddedPostgres({ directory: join(folder, 'server'), persistent: true });
    await plain.stop();
    // The key must belong to the account of the server.
    const owner = await stat(join(plain.directory, 'data'));
    const serverKey = join(plain.directory, 'data', 'server.key');
    await copyFile(key, serverKey);
    await chmod(serverKey, 0o600);
    await chown(serverKey, owner.uid, owner.gid);
    const server = await startEmbeddedPostgres({
      directory: join(folder, 'server'),
      persistent: false,
      settings: { ssl: 'on', ssl_cert_file: ca, ssl_key_file: serverKey },
    });
    const url = new URL(server.url);
    const connection = {
      host: 'localhost',
      port: server.port,
      database: 'postgres',
      user: 'postgres',
      password: url.password,
      schema: 'pg_catalog',
    };
    const tryOut = async (tls: object) => {
      const database = { connection: { ...connection, ...tls } } as SqlDatabase;
      const settings = { table: 'pg_class', read: { strategy: 'digest', key: ['relname'] } } as const;
      const source = openTable({ dialect: 'postgres' } as SqlServer, database, settings, ['relname']);
      const report = await source.test();
      await source.close();
      return report;
    };
    expect(await tryOut({ tls: 'verify', ca: await readFile(ca, 'utf8') })).toMatchObject({ isOk: true });
    expect(await tryOut({ tls: 'encrypt' })).toMatchObject({ isOk: true });
    expect(await tryOut({ tls: 'verify' })).toMatchObject({ failed: 'tls' });
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  },
);
