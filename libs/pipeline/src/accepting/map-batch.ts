import { createHash } from 'node:crypto';
import {
  arrivalRevision,
  eventId,
  sourceRevision,
  type ExchangeEvent,
  type JsonObject,
  type Operation,
  type Rejection,
  type Warning,
} from '@exchange/contracts';
import type { MappedOutput } from '@exchange/mapping';
import { isOutdated, revisionsAfter, type RevisionsSeen } from '../revisions-seen.ts';
import { BatchReport } from './batch-report.ts';
import type { Outcome, Receipt } from './batch.ts';
import type { MappedRecord } from './map-records.ts';

/** A record that waits for somebody to mend it. */
export interface QuarantinedRecord {
  /** The same for every run of the same receipt: UUID (version 8) of the receipt and the record's place in it. */
  readonly id: string;
  readonly index: number;
  /** As `RecordReport.line`; null: it has none. */
  readonly line: number | null;
  readonly key: string | null;
  /** As far as the mapping could read it; null: not known. */
  readonly jurisdiction: string | null;
  /** The record's exact bytes, in the sender's charset. */
  readonly raw: Buffer;
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly Warning[];
}

export interface PublishedOutput {
  readonly topic: string;
  readonly key: string;
  readonly department: string;
  readonly jurisdiction: string | null;
}

/** What one source record last gave: the outputs that a later revision no longer gives become deletes. */
export interface OutputSet extends RevisionsSeen {
  readonly recordKey: string;
  readonly outputs: readonly PublishedOutput[];
}

export interface MapBatchInput {
  readonly receipt: Receipt;
  /** Read once, in order. */
  readonly records: Iterable<MappedRecord>;
  /**
   * By record key, for streams whose records may give several events; null for the others, of which nothing has to be
   * remembered.
   */
  readonly previous: ReadonlyMap<string, OutputSet> | null;
}

export interface MappedBatch {
  readonly outcome: Outcome;
  readonly events: readonly ExchangeEvent[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly outputSets: readonly OutputSet[];
}

/** What a receipt's records come to. Pure: every run of a receipt gives the same events with the same ids. */
export function mapBatch({ receipt, records, previous }: MapBatchInput): MappedBatch {
  const events: ExchangeEvent[] = [];
  const quarantined: QuarantinedRecord[] = [];
  const outputSets = new Map<string, OutputSet>();
  const report = new BatchReport();
  for (const mapped of records) {
    report.add(mapped);
    if (mapped.rejections.length > 0) {
      quarantined.push(quarantinedRecord(receipt, mapped));
      continue;
    }
    const stamp = stampOf(receipt, mapped);
    for (const output of mapped.outputs) events.push(toEvent(output, stamp));
    if (previous === null || mapped.key === null) continue;
    const before = outputSets.get(mapped.key) ?? previous.get(mapped.key) ?? null;
    if (before && isOutdated({ revision: stamp.revision, isHistorical: receipt.historical }, before)) {
      // An older revision that arrives late takes nothing back, and what only it had is gone already.
      for (const output of goneAlready(before, mapped.outputs)) {
        events.push(toEvent(output, { ...stamp, revision: before.revision }));
      }
      continue;
    }
    for (const output of vanished(before, mapped, receipt.receivedTime)) events.push(toEvent(output, stamp));
    outputSets.set(mapped.key, {
      recordKey: mapped.key,
      ...revisionsAfter(before, stamp.revision),
      outputs: publishedOutputs(mapped.outputs),
    });
  }
  return {
    outcome: report.outcome(events.length),
    events,
    quarantined,
    outputSets: [...outputSets.values()],
  };
}

function quarantinedRecord(receipt: Receipt, mapped: MappedRecord): QuarantinedRecord {
  const { record, key, jurisdiction, rejections, warnings } = mapped;
  const { index, line = null, raw } = record;
  return { id: quarantineId(receipt, index), index, line, key, jurisdiction, raw, rejections, warnings };
}

interface Stamp {
  readonly receipt: Receipt;
  readonly index: number;
  readonly revision: string;
  readonly occurrence: string;
  readonly warnings: readonly Warning[];
}

function stampOf(receipt: Receipt, { record: { index }, revision, warnings }: MappedRecord): Stamp {
  const own = revision === null ? null : sourceRevision(revision);
  return {
    receipt,
    index,
    revision: own ?? arrivalRevision(receipt.arrival, index, receipt.historical),
    occurrence: own ?? `${receipt.id}#${index}`,
    warnings,
  };
}

function toEvent(output: MappedOutput, stamp: Stamp): ExchangeEvent {
  const { receipt } = stamp;
  const { system, stream } = receipt;
  const { topic, key, operation } = output;
  const value = JSON.stringify(output.data);
  return {
    id: eventId({ system, stream, topic, key, operation, occurrence: stamp.occurrence, value }),
    topic,
    source: `/systems/${system}/${stream}`,
    key,
    operation,
    time: output.time,
    department: output.department,
    jurisdiction: output.jurisdiction,
    revision: stamp.revision,
    mappingVersion: receipt.mappingVersion,
    receivedTime: receipt.receivedTime,
    receipt: `${receipt.id}#${stamp.index}`,
    historical: receipt.historical,
    ...(receipt.traceparent === null ? {} : { traceparent: receipt.traceparent }),
    ...(stamp.warnings.length === 0 ? {} : { warnings: warningCodes(stamp.warnings) }),
    value,
  };
}

function warningCodes(warnings: readonly Warning[]): string {
  return [...new Set(warnings.map((warning) => warning.code))].join(',');
}

/** Deletes of what the record gave before and gives no more: since it is withdrawn, or has changed. */
function vanished(
  before: OutputSet | null,
  { outputs, withdrawal }: MappedRecord,
  receivedTime: string,
): MappedOutput[] {
  if (!before) return [];
  const now = new Set(outputs.map((output) => `${output.topic} ${output.key}`));
  const time = withdrawal?.time ?? outputs[0]?.time ?? receivedTime;
  return before.outputs
    .filter((output) => !now.has(`${output.topic} ${output.key}`))
    .map((output) => ({
      ...output,
      ...subjectOf(output.topic),
      operation: 'delete' as Operation,
      time,
      data: withdrawal
        ? { key: output.key, reason: withdrawal.reason, basis: withdrawal.basis }
        : absence(output.key),
    }));
}

/** Deletes of what a late, older revision brings although a newer one was known not to have it. */
function goneAlready(before: OutputSet, outputs: readonly MappedOutput[]): MappedOutput[] {
  const known = new Set(before.outputs.map((output) => `${output.topic} ${output.key}`));
  return outputs
    .filter((output) => output.operation === 'upsert' && !known.has(`${output.topic} ${output.key}`))
    .map((output) => ({ ...output, operation: 'delete', data: absence(output.key) }));
}

function absence(key: string): JsonObject {
  return { key, reason: 'absent-from-latest-revision', basis: null };
}

function subjectOf(topic: string): { subject: string; major: number } {
  const [, subject = '', major = 'v1'] = topic.split('.');
  return { subject, major: Number(major.slice(1)) };
}

function publishedOutputs(outputs: readonly MappedOutput[]): PublishedOutput[] {
  return outputs
    .filter((output) => output.operation === 'upsert')
    .map(({ topic, key, department, jurisdiction }) => ({ topic, key, department, jurisdiction }));
}

function quarantineId(receipt: Receipt, index: number): string {
  const digest = createHash('sha256').update(`${receipt.id}#${index}`).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
