import { createLogger, exitOnBadConfig, runProcess } from '@exchange/runtime';
import { creditLinkageConfig } from './config.ts';
import { migrateCredit } from './migrate.ts';
import { startCreditLinkage } from './start.ts';

const config = exitOnBadConfig(() => creditLinkageConfig(process.env));
const log = createLogger({ service: 'credit-linkage', level: config.logLevel });
if (process.argv[2] === 'migrate') {
  const run = await migrateCredit(config);
  log.info('credit.migrated', { migrations: run.length });
} else {
  runProcess(log, () => startCreditLinkage(config, { log }));
}
