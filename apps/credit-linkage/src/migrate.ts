import { migrateConsumer } from '@exchange/consuming';
import type { CreditLinkageConfig } from './config.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Brings all tables that the credit linkage uses up to date; resolves with the migrations of records that were run. */
export function migrateCredit(
  config: Pick<CreditLinkageConfig, 'databaseUrl' | 'eventLog'>,
): Promise<string[]> {
  return migrateConsumer(config, { schema: 'credit', migrations: MIGRATIONS });
}
