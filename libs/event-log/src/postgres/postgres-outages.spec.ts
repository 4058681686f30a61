import { describeEventLogOutages, startEmbeddedPostgres } from '@exchange/testing';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratePostgresEventLog } from './migrations.ts';

describeEventLogOutages('PostgreSQL', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-outages-'));
  const start = (port: number): ReturnType<typeof startEmbeddedPostgres> =>
    startEmbeddedPostgres({ directory: join(directory, 'server'), port, persistent: true });
  let server = await start(0);
  let frozen: number[] = [];
  await migratePostgresEventLog(server.url);
  return {
    settings: { kind: 'postgres', url: server.url },
    // The fast shutdown of a server: sessions are ended, statements under way are lost.
    breakDown: () => server.stop(),
    freeze: async () => {
      frozen = [server.pid, ...(await childrenOf(server.pid))];
      for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    },
    recover: async () => {
      for (const pid of frozen) process.kill(pid, 'SIGCONT');
      if (frozen.length === 0) server = await start(server.port);
      frozen = [];
    },
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
});

/** Every session of the server is a process of its own. */
async function childrenOf(parent: number): Promise<number[]> {
  const children: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent) children.push(Number(name));
  }
  return children;
}
