import { createWriteStream } from 'node:fs';
import { createLogger, readConfig, type RunningServer } from '@exchange/runtime';
import {
  EVENT_LOG_CONFIG_PROPERTIES,
  EVENT_LOG_CONFIG_RULE,
  eventLogHooks,
  eventLogSettings,
  openEventLog,
  type EventLog,
  type EventLogConfig,
} from '@exchange/event-log';
import { commandCentreConfig } from '../../../command-centre/src/config.ts';
import { startCommandCentre } from '../../../command-centre/src/start.ts';
import { creditLinkageConfig } from '../../../credit-linkage/src/config.ts';
import { startCreditLinkage } from '../../../credit-linkage/src/start.ts';
import { gatewayConfig } from '../../../gateway/src/config.ts';
import { startGateway } from '../../../gateway/src/start.ts';
import { platformFeedConfig } from '../../../platform-feed/src/config.ts';
import { startPlatformFeed } from '../../../platform-feed/src/start.ts';
import type { Infrastructure } from './infrastructure.ts';
import { portFor } from './ports.ts';
import type { Stoppers } from './stoppers.ts';

export interface DemoApps {
  readonly eventLog: EventLog;
  readonly gateway: RunningServer;
  readonly platformFeed: RunningServer;
  readonly creditLinkage: RunningServer;
  readonly commandCentre: RunningServer;
}

const EVENT_LOG_SCHEMA = {
  type: 'object',
  properties: { databaseUrl: { type: 'string' }, ...EVENT_LOG_CONFIG_PROPERTIES },
  ...EVENT_LOG_CONFIG_RULE,
};

/** Opens the event log that the environment names. */
export function openLog(
  eventLogEnv: Infrastructure['eventLogEnv'],
  databaseUrl: string,
  name: string,
  log = createLogger({ service: name, level: 'fatal' }),
): EventLog {
  const config = readConfig<EventLogConfig>(EVENT_LOG_SCHEMA, { DATABASE_URL: databaseUrl, ...eventLogEnv });
  return openEventLog(eventLogSettings(config, name), eventLogHooks(log));
}

/** Starts every app in this process, each with a configuration as it would get from its own environment. */
export async function startApps(
  infrastructure: Infrastructure,
  catalogDirectory: string,
  stoppers: Stoppers,
): Promise<DemoApps> {
  const { eventLogEnv, databaseUrl, sealingKey } = infrastructure;
  const file = createWriteStream(infrastructure.logFile, { flags: 'a' });
  stoppers.add('log file', () => new Promise((resolve) => file.end(resolve)));
  const log = createLogger({ service: 'standalone', level: 'warn', destination: file });
  const base = {
    HTTP_HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    CATALOG_DIRECTORY: catalogDirectory,
    LOG_LEVEL: 'error',
    ...eventLogEnv,
    SEALING_KEY: sealingKey,
    // What the adapters say of their schedules would keep a demonstration waiting.
    SOURCE_LOOK_SECONDS_MAX: '1',
    IDENTITY_KEY: sealingKey,
  };
  const eventLog = openLog(eventLogEnv, databaseUrl, 'standalone', log);
  stoppers.add('event log', () => eventLog.close());
  const overrides = { log, eventLog };
  const start = async <App extends RunningServer>(
    name: string,
    port: number,
    startApp: (env: NodeJS.ProcessEnv) => Promise<App>,
  ): Promise<App> => {
    const app = await startApp({ ...base, HTTP_PORT: String(await portFor(port)) });
    stoppers.add(name, () => app.stop('demo ends'));
    return app;
  };
  return {
    eventLog,
    gateway: await start('gateway', 8080, (env) => startGateway(gatewayConfig(env), overrides)),
    platformFeed: await start('platform-feed', 8081, (env) =>
      startPlatformFeed(platformFeedConfig(env), overrides),
    ),
    creditLinkage: await start('credit-linkage', 8082, (env) =>
      startCreditLinkage(creditLinkageConfig(env), overrides),
    ),
    commandCentre: await start('command-centre', 8083, (env) =>
      startCommandCentre(commandCentreConfig(env), overrides),
    ),
  };
}
