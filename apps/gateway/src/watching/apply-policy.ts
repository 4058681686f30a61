import type { Logger } from '@exchange/runtime';
import { closeStream, raiseAlarm, type Store } from '@exchange/store';
import { blockedWords, reachedWords } from './alarm-words.ts';
import { isWatched, type WatchedStream } from './conditions.ts';

/** The end of a block is not moved for less: what was on its way when the stream was closed still comes in. */
const PROLONGED_MS_MIN = 1_000;
/** Who closes a stream, in the audit. */
const ACTOR = 'failure-policy';

/** Closes a stream that has reached a limit, where its policy says so. False when nothing had to be changed. */
export async function applyPolicy(
  store: Store,
  { health, policy, verdict: { until, nearest } }: WatchedStream,
  log: Logger,
): Promise<boolean> {
  if (!isWatched(health)) return false;
  const closed = health.policy;
  if (!until || !nearest || policy.onLimit === 'quarantine' || closed?.state === 'stopped') return false;
  const { system, stream } = health;
  if (policy.onLimit === 'stop') {
    await closeStream(store, health, { state: 'stopped', reason: reachedWords(nearest) }, ACTOR);
    log.error('stream.stopped', { system, stream });
    return true;
  }
  const blockedUntil = closed?.state === 'blocked' ? (closed.until?.getTime() ?? 0) : 0;
  if (until.getTime() - blockedUntil < PROLONGED_MS_MIN) return false;
  const reason = reachedWords(nearest);
  const isBlockedAnew = await closeStream(store, health, { state: 'blocked', until, reason }, ACTOR);
  if (!isBlockedAnew) return true;
  log.warn('stream.blocked', { system, stream, until: until.toISOString() });
  // Each block is an occurrence of its own, also while the alarm of the one before is still open.
  const facts = { until: until.toISOString() };
  const detail = blockedWords(reason, until);
  await raiseAlarm(store.pool, { rule: 'stream-blocked', system, stream, detail, facts });
  return true;
}
