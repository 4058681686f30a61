import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive } from './owned-process.ts';

let directory: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'exchange-embedded-')), 'server');
});

afterEach(async () => {
  await rm(join(directory, '..'), { recursive: true, force: true });
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the server from a process of its own that is then killed, and returns what the server's process was. */
async function startAndKillStarter(): Promise<number> {
  const module = fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url));
  const code = `const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const server = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, persistent: true });
    process.stdout.write(String(server.pid), () => process.kill(process.pid, 'SIGKILL'));`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  starter.stdout.on('data', (chunk) => (output += String(chunk)));
  await new Promise((resolve) => starter.once('close', resolve));
  return Number(output);
}

test('a persistent server keeps its data over a stop and may change its port', async () => {
  const first = await startEmbeddedPostgres({ directory, persistent: true });
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  const second = await startEmbeddedPostgres({ directory, persistent: true, settings: { work_mem: '5MB' } });
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(await query(second.url, 'SHOW work_mem')).toEqual([{ work_mem: '5MB' }]);
  await second.stop();
});

test('a server that is not persistent leaves nothing behind', async () => {
  const server = await startEmbeddedPostgres({ directory, persistent: false });
  await server.stop();
  await expect(stat(server.directory)).rejects.toThrow('ENOENT');
  expect(isAlive(server.pid)).toBe(false);
});

test('the orphaned server of a killed process is stopped and its data taken over', async () => {
  const orphan = await startAndKillStarter();
  expect(isAlive(orphan)).toBe(true);
  const server = await startEmbeddedPostgres({ directory, persistent: true });
  expect(isAlive(orphan)).toBe(false);
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await server.stop();
});

test('a directory whose starter lives is refused and its server left alone', async () => {
  const server = await startEmbeddedPostgres({ directory, persistent: true });
  await expect(startEmbeddedPostgres({ directory, persistent: true })).rejects.toThrow('in use by process');
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await server.stop();
});

test('a password is needed, and only this machine is listened to', async () => {
  const server = await startEmbeddedPostgres({ directory, persistent: true });
  const wrong = new URL(server.url);
  wrong.password = 'guessed';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(await query(server.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect((await stat(join(server.directory, 'password'))).mode & 0o077).toBe(0);
  expect(await readFile(join(server.directory, 'postgres.log'), 'utf8')).not.toContain(
    new URL(server.url).password,
  );
  await server.stop();
});
