import { eventLogHooks, eventLogSettings, type EventLogConfig, type HookLogger } from './event-log-config.ts';
import { openEventLog } from './open-event-log.ts';
import type { EventLog } from './port.ts';

/** What of an app's chassis it takes to open a log that is closed with the app. */
export interface LogOwner {
  readonly service: string;
  readonly log: HookLogger;
  readonly shutdown: { add(phase: 'close', name: string, work: () => Promise<void>): void };
}

/**
 * The event log of an app: the one that its configuration names, closed when the app stops, or the `shared` one of several apps
 * in one process, which whoever made it closes.
 */
export function openAppEventLog(
  config: EventLogConfig,
  { service, log, shutdown }: LogOwner,
  shared: EventLog | undefined,
): EventLog {
  if (shared) return shared;
  const eventLog = openEventLog(eventLogSettings(config, service), eventLogHooks(log));
  shutdown.add('close', 'event log', () => eventLog.close());
  return eventLog;
}
