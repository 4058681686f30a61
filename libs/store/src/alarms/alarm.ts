import type { Detail, ExchangeAlarmV1 } from '@exchange/contracts';
import type { StreamName } from '../registration/stream-name.ts';

export type AlarmRule = ExchangeAlarmV1['rule'];
export type AlarmSeverity = ExchangeAlarmV1['severity'];

/** Of one rule and stream there is at most one open alarm. */
export interface AlarmName extends StreamName {
  readonly rule: AlarmRule;
}

/** What an alarm rests on: counts, times, names. Never the content of a record. */
export type AlarmFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Alarm extends AlarmName {
  /** What happened and what to do. */
  readonly detail: Detail;
  readonly facts: AlarmFacts;
  /** How often it happened since it was raised last; 1 unless given. */
  readonly occurrences?: number;
}

/** An alarm as it stands. */
export interface AlarmView extends Required<Alarm> {
  readonly id: string;
  readonly severity: AlarmSeverity;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly recoveredAt: Date | null;
}

interface RuleTraits {
  readonly severity: AlarmSeverity;
  readonly audience: ExchangeAlarmV1['audience'];
  /** by-itself: when its condition has ended. by-somebody: it is closed by who has dealt with it. */
  readonly ends: 'by-itself' | 'by-somebody';
}

export const ALARM_RULES: Readonly<Record<AlarmRule, RuleTraits>> = {
  'quarantine-limit': { severity: 'warning', audience: 'administrator', ends: 'by-itself' },
  'stream-blocked': { severity: 'warning', audience: 'administrator', ends: 'by-itself' },
  'stream-stopped': { severity: 'critical', audience: 'administrator', ends: 'by-itself' },
  'reader-paused': { severity: 'critical', audience: 'administrator', ends: 'by-itself' },
  'source-failing': { severity: 'warning', audience: 'administrator', ends: 'by-itself' },
  'source-silent': { severity: 'warning', audience: 'administrator', ends: 'by-itself' },
  'secrecy-block': { severity: 'critical', audience: 'secrecy-officer', ends: 'by-somebody' },
  'count-mismatch': { severity: 'warning', audience: 'administrator', ends: 'by-itself' },
  'reconciliation-difference': { severity: 'warning', audience: 'administrator', ends: 'by-itself' },
};
