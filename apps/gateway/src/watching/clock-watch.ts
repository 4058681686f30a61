import type { Logger, Metrics } from '@exchange/runtime';

/**
 * Receipts whose ids come from a clock that is five minutes off are not found by the daily counts (`exchange.arrived`), so that
 * somebody has to know before.
 */
const APART_MS_MAX = 120_000;

/** Tells how far this machine's clock is from the database's, and once each time that it is too far. */
export function clockWatch(metrics: Metrics, log: Logger): (aheadMs: number) => void {
  const ahead = metrics.gauge(
    'exchange_clock_ahead_seconds',
    'By how much the clock of this process is ahead of that of the database',
    [],
  );
  let isApart = false;
  return (aheadMs) => {
    ahead.set({}, aheadMs / 1_000);
    const wasApart = isApart;
    isApart = Math.abs(aheadMs) > APART_MS_MAX;
    if (isApart && !wasApart) log.error('clock.apart', { aheadSeconds: Math.round(aheadMs / 1_000) });
  };
}
