import { createLogger, runProcess } from '@exchange/runtime';
import { gatewayConfig } from '../src/config.ts';
import { startGateway } from '../src/start.ts';

/**
 * The gateway as a process that kills itself (-9) after a step of the delivery rule: FAULT_STEP names the step, FAULT_AFTER
 * how often it is passed before, FAULT_DELAY_MS how long after it.
 */
const config = gatewayConfig(process.env);
const log = createLogger({ service: 'gateway', level: config.logLevel });
const step = process.env['FAULT_STEP'] ?? '';
let left = Number(process.env['FAULT_AFTER'] ?? Number.POSITIVE_INFINITY);
const delayMs = Number(process.env['FAULT_DELAY_MS'] ?? 0);
runProcess(log, () =>
  startGateway(config, {
    log,
    onStep: (reached) => {
      if (reached !== step) return;
      left -= 1;
      if (left >= 0) return;
      if (delayMs === 0) process.kill(process.pid, 'SIGKILL');
      else setTimeout(() => process.kill(process.pid, 'SIGKILL'), delayMs);
    },
  }),
);
