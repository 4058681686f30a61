import { createLogger, exitOnBadConfig, runProcess } from '@exchange/runtime';
import { commandCentreConfig } from './config.ts';
import { startCommandCentre } from './start.ts';

const config = exitOnBadConfig(() => commandCentreConfig(process.env));
const log = createLogger({ service: 'command-centre', level: config.logLevel });
runProcess(log, () => startCommandCentre(config, { log }));
