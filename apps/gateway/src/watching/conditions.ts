import { isWorkingDay } from '@exchange/contracts';
import { silentFrom, type FailurePolicy, type PolicyVerdict, type UpdateRhythm } from '@exchange/pipeline';
import type { AlarmFacts, AlarmRule, ReaderView, StreamHealth } from '@exchange/store';
import type { Condition } from './alarm-changes.ts';
import { failingWords, goesOnWords, pausedWords, silentWords } from './alarm-words.ts';

/** A stream with all that says how it fares. */
export interface WatchedStream {
  readonly health: StreamHealth;
  readonly rhythm: UpdateRhythm;
  readonly policy: FailurePolicy;
  readonly verdict: PolicyVerdict;
  /** Of a stream that the gateway reads: its reader of what happens now. */
  readonly reader: ReaderView | null;
}

/** An alarm of a limit is over when so much of it is used up at most, so that it does not come and go. */
const RECOVERED_USAGE = 0.8;
const MINUTE_MS = 60_000;
const FAILING_MS_MAX = 15 * MINUTE_MS;
/** Of a source that is read for what is new once a day, or less often: what waiting mends is waited for. */
const FAILING_DAILY_MS_MAX = 24 * 60 * MINUTE_MS;

/** What is wrong with a stream at this moment. Nothing is, before its system is in its trial run or after it was signed off. */
export function conditionsOf(stream: WatchedStream, now: Date): Condition[] {
  const { stage, because } = stream.health;
  const isWatched = (stage === 'trial-run' || stage === 'in-operation') && because !== 'disabled';
  if (!isWatched) return [];
  return [...policyConditions(stream, now), ...sourceConditions(stream, now)];
}

function policyConditions({ health, policy, verdict }: WatchedStream, now: Date): Condition[] {
  const { nearest, usage } = verdict;
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
    return [condition(health, 'stream-stopped', closed.reason, { ...facts, since })];
  if (closed?.reason && closed.until && closed.until > now) {
    const until = closed.until.toISOString();
    return [condition(health, 'stream-blocked', closed.reason, { ...facts, since, until })];
  }
  if (usage < RECOVERED_USAGE || !nearest) return [];
  if (policy.onLimit === 'quarantine')
    return [condition(health, 'quarantine-limit', goesOnWords(nearest), facts, usage >= 1)];
  // It has been opened and is tried with what comes.
  const rule = policy.onLimit === 'block' ? 'stream-blocked' : 'stream-stopped';
  return [condition(health, rule, goesOnWords(nearest), facts, false)];
}

function sourceConditions({ health, rhythm, reader }: WatchedStream, now: Date): Condition[] {
  if (reader?.state === 'paused' && reader.pausedBecause) {
    const { pausedBecause } = reader;
    return [condition(health, 'reader-paused', pausedWords(pausedBecause), { because: pausedBecause.rule })];
  }
  // Nothing is expected of a stream that takes nothing.
  if (health.because !== null) return [];
  if (reader?.failingSince && now.getTime() - reader.failingSince.getTime() >= failingMsMax(rhythm, reader)) {
    const { failure, failingSince, failedAttempts } = reader;
    return [
      condition(health, 'source-failing', failingWords(failure, failingSince), {
        failed: failure?.failed ?? '',
        since: failingSince.toISOString(),
        failedAttempts,
      }),
    ];
  }
  const since = expectedSince(health, now);
  const silent = silentFrom(rhythm, since, isWorkingDay);
  if (!silent || silent > now) return [];
  return [
    condition(health, 'source-silent', silentWords(health.recordAt, since), {
      since: since.toISOString(),
      updateCycle: rhythm.updateCycle,
    }),
  ];
}

function failingMsMax({ updateCycle }: UpdateRhythm, { failure }: ReaderView): number {
  const isPatient = updateCycle !== 'realtime' && updateCycle !== 'on-demand' && failure?.isLasting !== true;
  return isPatient ? FAILING_DAILY_MS_MAX : FAILING_MS_MAX;
}

/** When records came last, or when they could have begun to come. */
function expectedSince({ recordAt, stageSince, maintenanceUntil, policy }: StreamHealth, now: Date): Date {
  const opened = policy && (policy.state === 'blocked' ? policy.until : policy.since);
  const moments = [recordAt, maintenanceUntil, opened].flatMap((moment) => moment?.getTime() ?? []);
  return new Date(Math.max(stageSince.getTime(), ...moments.filter((moment) => moment <= now.getTime())));
}

function condition(
  { system, stream }: StreamHealth,
  rule: AlarmRule,
  detail: Condition['alarm']['detail'],
  facts: AlarmFacts,
  isRaising = true,
): Condition {
  return { alarm: { rule, system, stream, detail, facts }, isRaising };
}
