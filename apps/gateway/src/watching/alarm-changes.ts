import type { Alarm, AlarmName, AlarmRule, AlarmView } from '@exchange/store';

/** Something that is wrong at this moment; `isRaising` false: not bad enough to raise the alarm, and too bad to call it over. */
export type Condition =
  | { readonly alarm: Alarm; readonly isRaising: true }
  | { readonly alarm: AlarmName; readonly isRaising: false };

export interface AlarmChanges {
  readonly raise: readonly Alarm[];
  readonly refresh: readonly Alarm[];
  readonly recover: readonly AlarmName[];
}

/** Rules whose condition is looked for at each round; alarms of the others are left alone. */
export const WATCHED_RULES = [
  'quarantine-limit',
  'stream-blocked',
  'stream-stopped',
  'reader-paused',
  'source-failing',
  'source-silent',
  'reconciliation-difference',
] as const satisfies readonly AlarmRule[];

const WATCHED: ReadonlySet<AlarmRule> = new Set(WATCHED_RULES);
/** A condition that lasts is written down again after so long. */
const REFRESH_MS = 60_000;

/**
 * What has to change so that the open alarms are those of the conditions that hold.
 *
 * @param isJudged false of a stream that this process knows too little of: its alarms are left alone
 */
export function alarmChanges(
  conditions: readonly Condition[],
  open: readonly AlarmView[],
  now: Date,
  isJudged: (name: Omit<AlarmName, 'rule'>) => boolean,
): AlarmChanges {
  const standing = new Map(open.map((alarm) => [nameOf(alarm), alarm]));
  const holding = new Set(conditions.map(({ alarm }) => nameOf(alarm)));
  const raising = conditions.flatMap(({ alarm, isRaising }) => (isRaising ? [alarm] : []));
  return {
    raise: raising.filter((alarm) => !standing.has(nameOf(alarm))),
    refresh: raising.filter((alarm) => {
      const known = standing.get(nameOf(alarm));
      return known !== undefined && now.getTime() - known.lastSeenAt.getTime() >= REFRESH_MS;
    }),
    recover: open.filter(
      (alarm) => WATCHED.has(alarm.rule) && !holding.has(nameOf(alarm)) && isJudged(alarm),
    ),
  };
}

function nameOf({ rule, system, stream }: AlarmName): string {
  return `${rule} ${system}/${stream}`;
}
