import { logLevel, type logCreator as LogCreator } from 'kafkajs';
import type { EventLogHooks } from '../hooks.ts';
import { GIVEN_UP } from './tracked-sockets.ts';

export const KAFKAJS_LOG_LEVEL = logLevel.WARN;

/** Messages of kafkajs without their details: addresses, topics and groups are in the message, never contents. */
export function logCreator(hooks: EventLogHooks): LogCreator {
  return () =>
    ({ level, log }) => {
      if (log.message.includes(GIVEN_UP)) return;
      hooks.onLog?.({ level: level === logLevel.ERROR ? 'error' : 'warn', message: log.message });
    };
}
