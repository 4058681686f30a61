import { migrateConsumer } from '@exchange/consuming';
import type { CommandCentreConfig } from './config.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Brings all tables that the command centre uses up to date; resolves with the names of the migrations that were run. */
export function migrateCommandCentre(
  config: Pick<CommandCentreConfig, 'databaseUrl' | 'eventLog'>,
): Promise<string[]> {
  return migrateConsumer(config, { schema: 'command_centre', migrations: MIGRATIONS });
}
