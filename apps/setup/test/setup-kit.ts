import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, openTestStore, type TestDatabase } from '@exchange/testing';
import type { Store } from '@exchange/store';
import { setupConfig } from '../src/config.ts';
import { runCommand } from '../src/run-command.ts';

/** A migrated database with the systems of `adapters/` registered, and the commands upon it. */
export interface SetupKit {
  readonly database: TestDatabase;
  readonly store: Store;
  /** A folder of this test's own. */
  readonly directory: string;
  /** What the last command printed. */
  readonly lines: readonly string[];
  /** Resolves with the exit code. */
  run(...args: string[]): Promise<number>;
  /** Writes a connection to a file for `connect`; resolves with its path. */
  connectionFile(connection: object): Promise<string>;
  end(): Promise<void>;
}

export async function setupKit(actor = 'tester'): Promise<SetupKit> {
  const database = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'setup-'));
  const config = setupConfig({
    DATABASE_URL: database.url,
    SEALING_KEY: randomBytes(32).toString('base64'),
    ACTOR: actor,
  });
  let lines: string[] = [];
  const run = (...args: string[]): Promise<number> => {
    lines = [];
    return runCommand(config, args, (line) => lines.push(line));
  };
  for (const command of ['migrate', 'register'])
    if ((await run(command)) !== 0) throw new Error(`${command}: ${lines.join('\n')}`);
  const store = await openTestStore(database.url);
  return {
    database,
    store,
    directory,
    get lines() {
      return lines;
    },
    run,
    connectionFile: async (connection) => {
      const path = join(directory, 'connection.json');
      await writeFile(path, JSON.stringify(connection));
      return path;
    },
    end: async () => {
      await store.close();
      await database.drop();
      await rm(directory, { recursive: true });
    },
  };
}
