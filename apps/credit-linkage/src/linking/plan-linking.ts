import assert from 'node:assert/strict';
import type { ExchangeEvent, JsonObject, SubjectSchema } from '@exchange/contracts';
import {
  decide,
  versionAfter,
  versionOf,
  type Decision,
  type RecordVersion,
  type RevisionsSeen,
} from '@exchange/pipeline';
import { disclosureBody, disclosureEvent } from '../publishing/disclosure-event.ts';
import type { DecisionName, DecisionTopic } from './decision.ts';
import type { ChangeRow, DisclosureRow, Said, StandingDisclosure } from './disclosure-row.ts';
import { handOver, isSameSaid, readBody, sayOf, type SayingSettings } from './say.ts';

/** An event of a decision with its place in the log. */
export interface DecisionEvent {
  readonly position: number;
  readonly event: ExchangeEvent;
  readonly name: DecisionName;
}

export interface LinkingFacts {
  /** By the disclosure's id. */
  readonly standing: ReadonlyMap<string, StandingDisclosure>;
  readonly knownEvents: ReadonlySet<string>;
}

export interface LinkingSettings extends SayingSettings {
  readonly decision: DecisionTopic;
  /** Subject `credit-disclosure`: where and in what form disclosures are published. */
  readonly publication: Pick<SubjectSchema, 'topic' | 'compiled'>;
}

export interface LinkingPlan {
  readonly rows: readonly DisclosureRow[];
  /** Disclosures of which only the newest seen revision moves. */
  readonly revisions: ReadonlyArray<RevisionsSeen & { readonly id: string }>;
  readonly changes: readonly ChangeRow[];
  /** For the outbox, in order. */
  readonly outgoing: readonly ExchangeEvent[];
}

interface Working {
  readonly before: StandingDisclosure | null;
  standing: StandingDisclosure | null;
  row: DisclosureRow | null;
}

/**
 * Decides what a batch of decisions changes in the hand-over table, and what is published about it, in log order. Pure;
 * throws when an event is unreadable, so that the batch is split until that event stands alone.
 */
export function planLinking(
  events: readonly DecisionEvent[],
  facts: LinkingFacts,
  settings: LinkingSettings,
): LinkingPlan {
  const records = new Map<string, Working>();
  const seen = new Set(facts.knownEvents);
  const changes: ChangeRow[] = [];
  const outgoing: ExchangeEvent[] = [];
  for (const arrival of events) {
    const { id } = arrival.name;
    const before = facts.standing.get(id) ?? null;
    const record = records.get(id) ?? { before, standing: before, row: null };
    records.set(id, record);
    const version = versionOf(arrival.event);
    const decision = decide(record.standing?.recordVersion ?? null, version, seen.has(arrival.event.id));
    if (decision === 'duplicate') continue;
    seen.add(arrival.event.id);
    const after = versionAfter(record.standing?.recordVersion ?? null, version, decision);
    if (decision === 'apply') outgoing.push(...apply(record, arrival, after, settings));
    else noteVersion(record, after);
    assert(record.standing, 'the first event of a record is always applied');
    changes.push(changeRow(arrival, decision, record.standing));
  }
  return { ...written([...records.values()]), changes, outgoing };
}

function apply(
  record: Working,
  arrival: DecisionEvent,
  recordVersion: RecordVersion,
  settings: LinkingSettings,
): ExchangeEvent[] {
  const { standing } = record;
  const { event } = arrival;
  const said = sayOf(settings.decision, event, standing, settings);
  const next = rowOf(record, arrival, settings, said, recordVersion);
  record.row = next;
  record.standing = next;
  // A revision that changes nothing of what is disclosed, nor to whom, is heard, and not said again.
  if (standing && isSameSaid(standing, said) && isSameScope(standing, next)) return [];
  const body = publishable(
    disclosureBody(next, settings.decision, event, readBody(event), next.published),
    settings,
  );
  record.row = { ...next, published: body ?? next.published };
  record.standing = record.row;
  return body ? [disclosureEvent(record.row, settings.publication.topic, event, body)] : [];
}

function rowOf(
  { before, standing }: Working,
  { event, name, position }: DecisionEvent,
  { decision }: LinkingSettings,
  said: Said,
  recordVersion: RecordVersion,
): DisclosureRow {
  const isNew = standing === null || !isSameSaid(standing, said);
  const isWithdrawn = said.state === 'withdrawn';
  // A withdrawal names its record and little more: it belongs to whom the record belonged.
  const scope = event.operation === 'delete' && standing ? standing : event;
  const isMoved = standing !== null && !isSameScope(standing, scope);
  return {
    ...said,
    id: name.id,
    name,
    table: decision.table,
    recordVersion,
    version: (standing?.version ?? 0) + (isNew || isMoved ? 1 : 0),
    withdrawnTime: isWithdrawn ? (isNew ? event.time : (standing?.withdrawnTime ?? event.time)) : null,
    ...handOver(said, before, standing),
    published: standing?.published ?? null,
    department: scope.department,
    jurisdiction: scope.jurisdiction,
    time: event.time,
    receivedTime: event.receivedTime,
    receipt: event.receipt,
    mappingVersion: event.mappingVersion,
    historical: event.historical,
    position,
  };
}

type Scope = Pick<DisclosureRow, 'department' | 'jurisdiction'>;

function isSameScope(left: Scope, right: Scope): boolean {
  return left.department === right.department && left.jurisdiction === right.jurisdiction;
}

function noteVersion(record: Working, recordVersion: RecordVersion): void {
  const { standing, row } = record;
  assert(standing, 'the first event of a record is always applied');
  record.standing = { ...standing, recordVersion };
  if (row) record.row = { ...row, recordVersion };
}

function written(records: readonly Working[]): Pick<LinkingPlan, 'rows' | 'revisions'> {
  const rows: DisclosureRow[] = [];
  const revisions: Array<RevisionsSeen & { id: string }> = [];
  for (const { before, standing, row } of records) {
    if (row) rows.push(row);
    else if (before && standing && standing.recordVersion.revision !== before.recordVersion.revision) {
      const { revision, otherRevision } = standing.recordVersion;
      revisions.push({ id: before.id, revision, otherRevision });
    }
  }
  return { rows, revisions };
}

function changeRow(
  { event, name, position }: DecisionEvent,
  decision: Decision,
  standing: StandingDisclosure,
): ChangeRow {
  assert(decision !== 'duplicate', 'duplicates leave no trace');
  const { operation, revision, receipt, mappingVersion } = event;
  return {
    disclosureId: name.id,
    eventId: event.id,
    effect: decision === 'apply' ? 'applied' : decision,
    operation,
    revision,
    state: standing.state,
    version: standing.version,
    receipt,
    mappingVersion,
    position,
  };
}

/**
 * A body that keeps the promise of the subject. The texts of a decision may be longer than the layout of the credit
 * database allows: then the event goes without the layout, which is in the hand-over table.
 */
function publishable(body: JsonObject | null, { publication, decision }: LinkingSettings): JsonObject | null {
  if (body === null || publication.compiled.check(body).length === 0) return body;
  const { [decision.table]: _, ...rest } = body;
  const problems = publication.compiled.check(rest);
  if (problems.length === 0) return rest;
  const places = problems.map(({ at, keyword }) => `${at} ${keyword}`).join(', ');
  throw new TypeError(`the disclosure would break its schema: ${places}`);
}
