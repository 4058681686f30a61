import type { KeyObject } from 'node:crypto';
import { isJsonObject, type ExchangeEvent, type JsonObject } from '@exchange/contracts';
import {
  decide,
  versionAfter,
  versionOf,
  type Decision,
  type EventVersion,
  type RecordVersion,
  type RevisionsSeen,
} from '@exchange/pipeline';
import type {
  BatchFacts,
  BatchPlan,
  HistoryRow,
  IdentityRow,
  RecordRow,
  StandingRecord,
} from './batch-plan.ts';
import { CountDeltas } from './count-deltas.ts';
import { extractIdentities, splitIdentity } from './extract-identities.ts';
import type { RecordName } from './record-name.ts';
import type { SubjectFeed } from './subject-feed.ts';

/** An event with its place in the log and the record that it is about. */
export interface EventOfRecord {
  readonly position: number;
  readonly event: ExchangeEvent;
  readonly name: RecordName;
  readonly recordId: string;
}

export interface PlanSettings {
  readonly feed: SubjectFeed;
  readonly personKey: KeyObject;
}

/** A record while its batch is being planned. */
interface Working {
  readonly before: StandingRecord | null;
  standing: StandingRecord | null;
  row: RecordRow | null;
}

/**
 * Decides what a batch of one topic's events changes, in log order, several events of one record included. Throws when an
 * event is unreadable, so that the batch is split until that event stands alone.
 */
export function planBatch(
  events: readonly EventOfRecord[],
  facts: BatchFacts,
  settings: PlanSettings,
): BatchPlan {
  const records = new Map<string, Working>();
  const seen = new Set(facts.knownEvents);
  const history: HistoryRow[] = [];

  for (const arrival of events) {
    const { event, recordId } = arrival;
    let record = records.get(recordId);
    if (record === undefined) {
      const before = facts.standing.get(recordId) ?? null;
      record = { before, standing: before, row: null };
      records.set(recordId, record);
    }
    const version = versionOf(event);
    const decision = decide(record.standing?.version ?? null, version, seen.has(event.id));
    if (decision === 'duplicate') continue;
    seen.add(event.id);
    take(record, arrival, version, decision, settings);
    history.push(historyRow(arrival, decision));
  }
  return summarise([...records.values()], history);
}

function take(
  record: Working,
  arrival: EventOfRecord,
  version: EventVersion,
  decision: Decision,
  settings: PlanSettings,
): void {
  const after = versionAfter(record.standing?.version ?? null, version, decision);
  if (decision === 'apply') {
    const isDelete = arrival.event.operation === 'delete';
    record.row = isDelete ? withdrawn(record, arrival, after) : current(arrival, after, settings);
    record.standing = record.row;
  } else if (record.standing) {
    record.standing = { ...record.standing, version: after };
    if (record.row) record.row = { ...record.row, version: after };
  }
}

function current(arrival: EventOfRecord, version: RecordVersion, settings: PlanSettings): RecordRow {
  const { event } = arrival;
  const data = readData(event);
  return {
    id: arrival.recordId,
    name: arrival.name,
    version,
    state: 'active',
    department: event.department,
    jurisdiction: event.jurisdiction,
    place: placeOf(data),
    time: event.time,
    identities: extractIdentities(data, settings.feed.identityPaths, settings.personKey),
    ...provenance(arrival),
    data: event.value,
    withdrawal: null,
    withdrawnTime: null,
  };
}

/** A withdrawn record keeps its content, place and time: only what the withdrawal says is new. */
function withdrawn({ standing, row }: Working, arrival: EventOfRecord, version: RecordVersion): RecordRow {
  const { event } = arrival;
  readData(event);
  return {
    id: arrival.recordId,
    name: arrival.name,
    version,
    state: 'withdrawn',
    department: standing?.department ?? event.department,
    jurisdiction: standing ? standing.jurisdiction : event.jurisdiction,
    place: standing?.place ?? null,
    time: standing?.time ?? event.time,
    identities: standing?.identities ?? [],
    ...provenance(arrival),
    data: row?.data ?? null,
    withdrawal: event.value,
    withdrawnTime: event.time,
  };
}

function provenance({ event, position }: EventOfRecord) {
  const { receivedTime, receipt, mappingVersion, historical } = event;
  return { receivedTime, receipt, mappingVersion, historical, warnings: event.warnings ?? null, position };
}

function historyRow(
  { recordId, event, position }: EventOfRecord,
  decision: Exclude<Decision, 'duplicate'>,
): HistoryRow {
  const {
    operation,
    revision,
    department,
    jurisdiction,
    time,
    receivedTime,
    receipt,
    mappingVersion,
    historical,
  } = event;
  return {
    recordId,
    eventId: event.id,
    effect: decision === 'apply' ? 'applied' : decision,
    operation,
    revision,
    department,
    jurisdiction,
    time,
    receivedTime,
    receipt,
    mappingVersion,
    historical,
    position,
    data: decision === 'unchanged' ? null : event.value,
  };
}

function summarise(records: readonly Working[], history: readonly HistoryRow[]): BatchPlan {
  const counts = new CountDeltas();
  const identitiesGained: IdentityRow[] = [];
  const identitiesLost: IdentityRow[] = [];
  const rows: RecordRow[] = [];
  const revisions: Array<RevisionsSeen & { id: string }> = [];
  for (const { before, standing, row } of records) {
    if (row) {
      rows.push(row);
      if (before) counts.lost(before);
      counts.gained(row);
      identitiesGained.push(...identityRows(row.id, row.identities, before?.identities));
      if (before) identitiesLost.push(...identityRows(row.id, before.identities, row.identities));
    } else if (before && standing && standing.version.revision !== before.version.revision) {
      const { revision, otherRevision } = standing.version;
      revisions.push({ id: before.id, revision, otherRevision });
    }
  }
  return { records: rows, revisions, history, identitiesGained, identitiesLost, counts: counts.list() };
}

function identityRows(
  recordId: string,
  having: readonly string[],
  without: readonly string[] = [],
): IdentityRow[] {
  return having
    .filter((identity) => !without.includes(identity))
    .map((identity) => ({ ...splitIdentity(identity), recordId }));
}

function readData(event: ExchangeEvent): JsonObject {
  const data: unknown = JSON.parse(event.value);
  if (!isJsonObject(data)) throw new TypeError('the value of an event is a JSON object');
  return data;
}

function placeOf(data: JsonObject): string | null {
  const place = data['place'];
  const code = isJsonObject(place) ? place['divisionCode'] : undefined;
  return typeof code === 'string' ? code : null;
}
