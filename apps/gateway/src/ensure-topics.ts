import { ExchangeError } from '@exchange/contracts';
import type { EventLog, TopicSettings } from '@exchange/event-log';
import { Periodic, type Logger, type Shutdown } from '@exchange/runtime';

const RETRY_MS = 3_000;

/**
 * Makes the topics, or finds that they fit. Without the log the gateway still accepts, into pending; so a log that cannot be
 * reached at start is waited for beside the work. A log whose topics do not fit ends the start; when that is found only
 * later it is said, once for each reason, until somebody has mended it.
 */
export async function ensureTopics(
  eventLog: EventLog,
  topics: readonly TopicSettings[],
  log: Logger,
  shutdown: Shutdown,
): Promise<void> {
  try {
    await eventLog.ensureTopics(topics);
  } catch (error) {
    if (!(error instanceof ExchangeError) || !error.retryable) throw error;
    log.warn('event_log.unreachable_at_start', {}, error);
    const said = new Set([error.message]);
    const onError = (cause: unknown): void => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (said.has(reason)) log.debug('event_log.topics_not_ready', {}, cause);
      else log.warn('event_log.topics_not_ready', {}, cause);
      said.add(reason);
    };
    const ensure = async (): Promise<void> => {
      await eventLog.ensureTopics(topics);
      void retry.stop();
    };
    const retry: Periodic = new Periodic(RETRY_MS, ensure, { onError });
    shutdown.add('stop-reading', 'topics', () => retry.stop());
  }
}
