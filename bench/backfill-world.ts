import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@exchange/contracts';
import type { Store } from '@exchange/store';
import { startAppProcess, startEmbeddedPostgres, type AppProcess } from '@exchange/testing';
import pg from 'pg';
import { setupConfig } from '../apps/setup/src/config.ts';
import { runCommand } from '../apps/setup/src/run-command.ts';
import { prepare } from './prepare.ts';
import { BENCH_STREAM, BENCH_SYSTEM, benchRecord } from './workload.ts';

/** The same documents as those that are pushed, in a table that the gateway reads. */
export const ARCHIVE = { system: 'town-archive', stream: BENCH_STREAM } as const;

const DATABASE = 'archive';

/** A gateway process over an embedded PostgreSQL with durable commits, and a legacy database full of documents. */
export interface BackfillWorld {
  readonly gateway: AppProcess;
  readonly store: Store;
  readonly archive: pg.Pool;
  /** Of the system that pushes. */
  readonly key: string;
  /** Runs a set-up command; resolves with what it printed. */
  setup(...args: string[]): Promise<string>;
  end(): Promise<void>;
}

export async function startBackfillWorld(rows: number): Promise<BackfillWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-backfill-'));
  const catalogDirectory = await smallCatalog(join(directory, 'catalog'));
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), persistent: false });
  const bench = await prepare(postgres.url, null, catalogDirectory);
  const { store, key } = bench;
  const env = { ...bench.env, LOG_LEVEL: 'warn' };
  const setup = async (...args: string[]): Promise<string> => {
    const lines: string[] = [];
    const code = await runCommand(setupConfig(env), args, (line) => lines.push(line));
    if (code !== 0) throw new Error(`${args.join(' ')}: ${lines.join('\n')}`);
    return lines.join('\n');
  };
  const { archive, connection } = await fillArchive(postgres.url, rows);
  const connectionFile = join(directory, 'connection.json');
  await writeFile(connectionFile, JSON.stringify(connection));
  const gateway = await startAppProcess({ script: 'dist/apps/gateway/src/main.js', env });
  await setup('connect', ARCHIVE.system, connectionFile, '--start', 'now');
  return {
    gateway,
    store,
    archive,
    key,
    setup,
    end: async () => {
      await gateway.stop();
      await archive.end();
      await store.close();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The system that pushes, and beside it one whose documents stand in a table. */
async function smallCatalog(folder: string): Promise<string> {
  await cp('schemas', join(folder, 'schemas'), { recursive: true });
  await cp(join('adapters', BENCH_SYSTEM), join(folder, 'adapters', BENCH_SYSTEM), { recursive: true });
  const archive = join(folder, 'adapters', ARCHIVE.system);
  await mkdir(archive);
  await cp(join('adapters', BENCH_SYSTEM, ARCHIVE.stream), join(archive, ARCHIVE.stream), {
    recursive: true,
  });
  const adapter = JSON.parse(await readFile(join('adapters', BENCH_SYSTEM, 'adapter.json'), 'utf8')) as {
    streams: Array<{ id: string }>;
  };
  const source: JsonObject = {
    kind: 'sql',
    format: 'ndjson',
    charset: 'utf-8',
    schedule: { everySeconds: 1 },
    sql: {
      dialect: 'postgres',
      schema: 'public',
      table: 'documents',
      read: { strategy: 'cursor', revision: 'changed_at', key: ['wenShuId'], overlapSeconds: 10 },
    },
  };
  const streams = adapter.streams.filter(({ id }) => id === ARCHIVE.stream);
  const made = { ...adapter, id: ARCHIVE.system, source, streams };
  await writeFile(join(archive, 'adapter.json'), JSON.stringify(made));
  return folder;
}

/** `rows` documents of the years before, each with a revision of its own. */
async function fillArchive(
  databaseUrl: string,
  rows: number,
): Promise<{ archive: pg.Pool; connection: JsonObject }> {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${DATABASE}`);
  await admin.end();
  const url = new URL(databaseUrl);
  url.pathname = `/${DATABASE}`;
  const archive = new pg.Pool({ connectionString: url.href, max: 2 });
  const pattern = benchRecord(1);
  const columns = Object.entries(pattern).map(([name, value]) => {
    const type = typeof value === 'number' ? 'integer' : typeof value === 'object' ? 'jsonb' : 'text';
    return { name, type, value };
  });
  const list = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = columns.map(({ name, type }, index) =>
    name === 'wenShuId' ? `'WA' || lpad(n::text, 8, '0')` : `$${index + 1}::${type}`,
  );
  await archive.query(
    `CREATE TABLE documents (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')},
       changed_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY ("wenShuId"))`,
  );
  const given = columns.map(({ type, value }) => (type === 'jsonb' ? JSON.stringify(value) : value));
  // The key is counted, not given: PostgreSQL still wants to know the type of its parameter.
  await archive.query(
    `INSERT INTO documents (${list}, changed_at)
     SELECT ${values.join(', ')}, timestamptz '2020-01-01' + n * interval '5 minutes'
     FROM generate_series(1, ${rows}) n WHERE $1::text IS NOT NULL`,
    given,
  );
  await archive.query('CREATE INDEX ON documents (changed_at, "wenShuId")');
  await archive.query('ANALYZE documents');
  const { hostname: host, port, username: user, password } = url;
  return { archive, connection: { host, port: Number(port), database: DATABASE, user, password } };
}
