import { createLogger, exitOnBadConfig, runProcess } from '@exchange/runtime';
import { gatewayConfig } from './config.ts';
import { startGateway } from './start.ts';

const config = exitOnBadConfig(() => gatewayConfig(process.env));
const log = createLogger({ service: 'gateway', level: config.logLevel });
runProcess(log, () => startGateway(config, { log }));
