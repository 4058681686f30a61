import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '@exchange/catalog';
import { SimulatedSystems, startEmbeddedPostgres } from '@exchange/testing';
import type { Stoppers } from '../demo/stoppers.ts';
import { sayNotStarted } from '../systems/say-not-started.ts';

/** Starts the servers of the systems that are read: databases, brokers, interfaces, folders. */
export async function startOwnServers(
  catalog: Catalog,
  systemsUrl: string | null,
  stoppers: Stoppers,
): Promise<SimulatedSystems> {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-systems-'));
  // Servers run as another account than this one, where this one is root.
  await chmod(directory, 0o711);
  stoppers.add('folders', () => rm(directory, { recursive: true, force: true }));
  let postgresUrl = systemsUrl;
  if (postgresUrl === null) {
    const postgres = await startEmbeddedPostgres({
      directory: join(directory, 'postgres'),
      persistent: false,
      settings: { max_connections: '300' },
    });
    stoppers.add('PostgreSQL', () => postgres.stop());
    postgresUrl = postgres.url;
  }
  const systems = await SimulatedSystems.start({
    catalog,
    postgresUrl,
    directory,
    password: randomBytes(12).toString('hex'),
    onFailure: sayNotStarted,
  });
  stoppers.add('systems', () => systems.stop());
  return systems;
}
