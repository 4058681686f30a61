import {
  ALARM_TOPIC,
  eventId,
  sourceRevision,
  type ExchangeAlarmV1,
  type ExchangeEvent,
} from '@exchange/contracts';
import { ALARM_RULES, type AlarmFacts, type AlarmView } from './alarm.ts';

/** Who publishes: the exchange itself, as one of its own systems. */
const SYSTEM = 'exchange';
const STREAM = 'alarms';
/** Who answers for a stream that is not registered any more. */
const DATA_OFFICE = 'data-office';
const REVISION_DIGITS = 10;
const FACT_CHARS_MAX = 400;
/** No mapping made it. */
const MAPPING_VERSION = 0;

/** An alarm with what its event says of the stream. */
export interface ToldAlarm extends AlarmView {
  /** How often something was told of it, this time included. */
  readonly changes: number;
  readonly department: ExchangeAlarmV1['department'] | null;
  readonly systemName: string | null;
  readonly streamName: string | null;
}

/** The event that tells how an alarm stands after a change. */
export function alarmEvent(alarm: ToldAlarm): ExchangeEvent {
  const { id, changes, lastSeenAt, recoveredAt } = alarm;
  const time = (recoveredAt ?? lastSeenAt).toISOString();
  const department = alarm.department ?? DATA_OFFICE;
  const value = JSON.stringify({ ...alarmBody(alarm), department });
  const revision = String(changes).padStart(REVISION_DIGITS, '0');
  const identity = {
    system: SYSTEM,
    stream: STREAM,
    topic: ALARM_TOPIC,
    key: id,
    operation: 'upsert' as const,
    value,
  };
  return {
    id: eventId({ ...identity, occurrence: revision }),
    topic: ALARM_TOPIC,
    source: `/systems/${SYSTEM}/${STREAM}`,
    key: id,
    operation: 'upsert',
    time,
    department,
    jurisdiction: null,
    revision: sourceRevision(revision),
    mappingVersion: MAPPING_VERSION,
    receivedTime: time,
    receipt: `${id}#${changes}`,
    historical: false,
    value,
  };
}

function alarmBody(alarm: ToldAlarm): Omit<ExchangeAlarmV1, 'department'> {
  const { id, rule, severity, system, stream, systemName, streamName, detail, occurrences } = alarm;
  return {
    alarmNo: id,
    rule,
    severity,
    status: alarm.recoveredAt ? 'recovered' : 'raised',
    audience: ALARM_RULES[rule].audience,
    system,
    ...(systemName === null ? {} : { systemName }),
    stream,
    ...(streamName === null ? {} : { streamName }),
    detail: { zh: detail.zh, en: detail.en },
    facts: factsOf(alarm.facts),
    raisedTime: alarm.openedAt.toISOString(),
    lastSeenTime: alarm.lastSeenAt.toISOString(),
    occurrences,
    ...(alarm.recoveredAt ? { recoveredTime: alarm.recoveredAt.toISOString() } : {}),
  };
}

function factsOf(facts: AlarmFacts): Array<{ name: string; value: string }> {
  return Object.entries(facts)
    .map(([name, fact]) => ({ name, value: Array.isArray(fact) ? fact.join(', ') : String(fact) }))
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => ({ name, value: value.slice(0, FACT_CHARS_MAX).toWellFormed() }));
}
