import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, runProcess } from '@exchange/runtime';
import { gatewayConfig } from '../src/config.ts';
import { startGateway } from '../src/start.ts';

/**
 * The gateway as a process that kills itself (-9) after a step of the delivery rule: FAULT_STEP names the step, FAULT_AFTER
 * how often it is passed before, FAULT_DELAY_MS how long after it. With FAULT_ARMED_BY=signal it does so only after a SIGUSR2,
 * and no longer after another one. FAULT_PACE_MS: it waits so long at each step.
 */
const config = gatewayConfig(process.env);
const log = createLogger({ service: 'gateway', level: config.logLevel });
const step = process.env['FAULT_STEP'] ?? '';
const delayMs = Number(process.env['FAULT_DELAY_MS'] ?? 0);
const paceMs = Number(process.env['FAULT_PACE_MS'] ?? 0);
let left = Number(process.env['FAULT_AFTER'] ?? Number.POSITIVE_INFINITY);
let isArmed = process.env['FAULT_ARMED_BY'] !== 'signal';
process.on('SIGUSR2', () => (isArmed = !isArmed));
runProcess(log, () =>
  startGateway(config, {
    log,
    onStep: async (reached) => {
      if (paceMs > 0) await sleep(paceMs);
      if (reached !== step || !isArmed) return;
      left -= 1;
      if (left >= 0) return;
      if (delayMs === 0) process.kill(process.pid, 'SIGKILL');
      else setTimeout(() => process.kill(process.pid, 'SIGKILL'), delayMs);
    },
  }),
);
