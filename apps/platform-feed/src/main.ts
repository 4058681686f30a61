import { createLogger, exitOnBadConfig, runProcess } from '@exchange/runtime';
import { platformFeedConfig } from './config.ts';
import { migratePlatform } from './migrate.ts';
import { startPlatformFeed } from './start.ts';

const config = exitOnBadConfig(() => platformFeedConfig(process.env));
const log = createLogger({ service: 'platform-feed', level: config.logLevel });
if (process.argv[2] === 'migrate') {
  const run = await migratePlatform(config);
  log.info('platform.migrated', { migrations: run.length });
} else {
  runProcess(log, () => startPlatformFeed(config, { log }));
}
