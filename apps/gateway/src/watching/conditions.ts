import { isWorkingDay, type Detail } from '@exchange/contracts';
import { silentFrom, type FailurePolicy, type PolicyVerdict, type UpdateRhythm } from '@exchange/pipeline';
import type { AlarmFacts, AlarmRule, ReaderView, StreamHealth } from '@exchange/store';
import type { Condition } from './alarm-changes.ts';
import {
  blockedWords,
  failingWords,
  goesOnWords,
  pausedWords,
  silentWords,
  stoppedWords,
} from './alarm-words.ts';

/** A stream with all that says how it fares. */
export interface WatchedStream {
  readonly health: StreamHealth;
  readonly rhythm: UpdateRhythm;
  readonly policy: FailurePolicy;
  readonly verdict: PolicyVerdict;
  /** Of a stream that the gateway reads: its reader of what happens now. */
  readonly reader: ReaderView | null;
  /** It is compared with its source as a whole now and then. */
  readonly isReconciled: boolean;
}

/** An alarm of a limit is over when so much of it is used up at most, so that it does not come and go. */
const RECOVERED_USAGE = 0.8;
const MINUTE_MS = 60_000;
const FAILING_MS_MAX = 15 * MINUTE_MS;
/** Of a source that is read for what is new once a day, or less often: what waiting mends is waited for. */
const FAILING_DAILY_MS_MAX = 24 * 60 * MINUTE_MS;

/** Nothing is expected of a stream that is switched off, before its system is in its trial run or after it was signed off. */
export function isWatched({ stage, because }: StreamHealth): boolean {
  return (stage === 'trial-run' || stage === 'in-operation') && because !== 'disabled';
}

/** What is wrong with a stream at this moment. */
export function conditionsOf(stream: WatchedStream, now: Date): Condition[] {
  const { health, isReconciled } = stream;
  if (!isWatched(health)) return [];
  const found = [...policyConditions(stream, now), ...sourceConditions(stream, now)];
  // Raised by a reconciliation, and over with the next one for as long as there will be one.
  return isReconciled ? [...found, held(health, 'reconciliation-difference')] : found;
}

function policyConditions({ health, policy, verdict }: WatchedStream, now: Date): Condition[] {
  const { nearest, usage, heldUsage } = verdict;
  const closed = health.policy;
  const facts: AlarmFacts = nearest
    ? {
        records: nearest.records,
        quarantined: nearest.quarantined,
        windowMinutes: nearest.limit.windowMinutes,
      }
    : {};
  // What led to it leaves the window, the reason stays.
  const since = closed?.since.toISOString() ?? '';
  if (closed?.reason && closed.state === 'stopped')
    return [condition(health, 'stream-stopped', stoppedWords(closed.reason), { ...facts, since })];
  if (closed?.reason && closed.until && closed.until > now) {
    const until = closed.until.toISOString();
    const detail = blockedWords(closed.reason, closed.until);
    return [condition(health, 'stream-blocked', detail, { ...facts, since, until })];
  }
  // Somebody has resumed it.
  if (policy.onLimit === 'stop') return [];
  if (policy.onLimit === 'quarantine' && usage >= 1 && nearest)
    return [condition(health, 'quarantine-limit', goesOnWords(nearest), facts)];
  if (heldUsage < RECOVERED_USAGE) return [];
  // A block has run out: it is tried with what comes.
  return [held(health, policy.onLimit === 'block' ? 'stream-blocked' : 'quarantine-limit')];
}

function sourceConditions({ health, rhythm, reader }: WatchedStream, now: Date): Condition[] {
  if (reader?.state === 'paused' && reader.pausedBecause) {
    const { pausedBecause } = reader;
    return [condition(health, 'reader-paused', pausedWords(pausedBecause), { because: pausedBecause.rule })];
  }
  // Nothing is expected of a stream that takes nothing.
  if (health.because !== null) return [];
  if (reader?.failingSince && isFailingLong(health, rhythm, reader, now)) {
    const { failure, failingSince, failedAttempts } = reader;
    return [
      condition(health, 'source-failing', failingWords(failure, failingSince), {
        failed: failure?.failed ?? '',
        since: failingSince.toISOString(),
        failedAttempts,
      }),
    ];
  }
  const last = latest([health.recordAt, reader?.claimedAt ?? null]);
  const since = new Date(Math.max(openSince(health, now), last));
  const silent = silentFrom(rhythm, since, isWorkingDay);
  if (!silent || silent > now) return [];
  // What came while nobody could look is found at the next look.
  if (reader && !(reader.lookedAt && reader.lookedAt > silent)) return [];
  return [
    condition(health, 'source-silent', silentWords(last > 0 ? new Date(last) : null, since), {
      since: since.toISOString(),
      updateCycle: rhythm.updateCycle,
    }),
  ];
}

/** It can fail since it could be read. */
function isFailingLong(health: StreamHealth, rhythm: UpdateRhythm, reader: ReaderView, now: Date): boolean {
  const since = Math.max(openSince(health, now), latest([reader.failingSince]));
  return now.getTime() - since >= failingMsMax(rhythm, reader);
}

function failingMsMax({ updateCycle }: UpdateRhythm, { failure }: ReaderView): number {
  const isPatient = updateCycle !== 'realtime' && updateCycle !== 'on-demand' && failure?.isLasting !== true;
  return isPatient ? FAILING_DAILY_MS_MAX : FAILING_MS_MAX;
}

/** When records could have begun to come, in milliseconds. */
function openSince({ stageSince, maintenanceUntil, policy }: StreamHealth, now: Date): number {
  const opened = policy && (policy.state === 'blocked' ? policy.until : policy.since);
  return latest([stageSince, maintenanceUntil, opened].filter((moment) => moment && moment <= now));
}

/** In milliseconds; 0 where there is none. */
function latest(moments: ReadonlyArray<Date | null>): number {
  return Math.max(0, ...moments.map((moment) => moment?.getTime() ?? 0));
}

function condition(
  { system, stream }: StreamHealth,
  rule: AlarmRule,
  detail: Detail,
  facts: AlarmFacts,
): Condition {
  return { alarm: { rule, system, stream, detail, facts }, isRaising: true };
}

function held({ system, stream }: StreamHealth, rule: AlarmRule): Condition {
  return { alarm: { rule, system, stream }, isRaising: false };
}
