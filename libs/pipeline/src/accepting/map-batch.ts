import { createHash } from 'node:crypto';
import {
  arrivalRevision,
  compareRevisions,
  eventId,
  sourceRevision,
  type ExchangeEvent,
  type JsonObject,
  type Operation,
  type Rejection,
  type Warning,
} from '@exchange/contracts';
import { secrecyWarnings, type DecodedRecord } from '@exchange/decoding';
import type { CompiledMapping, MappedOutput } from '@exchange/mapping';
import type { Outcome, Receipt, RecordReport } from './batch.ts';

/** A record that waits for somebody to mend it. */
export interface QuarantinedRecord {
  /** The same for every run of the same receipt: UUID (version 8) of the receipt and the record's place in it. */
  readonly id: string;
  readonly index: number;
  readonly key: string | null;
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
export interface OutputSet {
  readonly recordKey: string;
  readonly revision: string;
  readonly outputs: readonly PublishedOutput[];
}

export interface MapBatchInput {
  readonly receipt: Receipt;
  readonly records: readonly DecodedRecord[];
  readonly mapping: CompiledMapping;
  /** By record key; empty for streams whose records give one event each. */
  readonly previous: ReadonlyMap<string, OutputSet>;
}

export interface MappedBatch {
  readonly outcome: Outcome;
  readonly events: readonly ExchangeEvent[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly outputSets: readonly OutputSet[];
}

/** Maps and checks a receipt's records. Pure: every run of a receipt gives the same events with the same ids. */
export function mapBatch(input: MapBatchInput): MappedBatch {
  const { receipt, records, mapping } = input;
  const events: ExchangeEvent[] = [];
  const quarantined: QuarantinedRecord[] = [];
  const reports: RecordReport[] = [];
  const outputSets = new Map<string, OutputSet>();
  const run = {
    receivedTime: receipt.receivedTime,
    ...(receipt.operation === 'delete' ? { operation: 'delete' as const } : {}),
  };

  for (const record of records) {
    const mapped = mapRecord(record, mapping, run);
    if (mapped.rejections.length > 0) {
      const { key, rejections, warnings } = mapped;
      const { index } = record;
      quarantined.push({
        id: quarantineId(receipt, index),
        index,
        key,
        raw: record.raw,
        rejections,
        warnings,
      });
      reports.push({ index, key, rejections, warnings });
      continue;
    }
    if (mapped.warnings.length > 0) {
      reports.push({ index: record.index, key: mapped.key, rejections: [], warnings: mapped.warnings });
    }
    const stamp: Stamp = {
      receipt,
      index: record.index,
      revision:
        mapped.revision === null
          ? arrivalRevision(receipt.arrival, record.index)
          : sourceRevision(mapped.revision),
      occurrence:
        mapped.revision === null ? `${receipt.id}#${record.index}` : sourceRevision(mapped.revision),
      warnings: mapped.warnings,
    };
    for (const output of mapped.outputs) events.push(toEvent(output, stamp));
    if (!mapping.multipleOutputs || mapped.key === null) continue;
    const before = outputSets.get(mapped.key) ?? input.previous.get(mapped.key);
    if (before && compareRevisions(stamp.revision, before.revision) < 0) {
      // An older revision that arrives late takes nothing back, and what only it had is gone already.
      for (const output of goneAlready(before, mapped.outputs)) {
        events.push(toEvent(output, { ...stamp, revision: before.revision }));
      }
      continue;
    }
    for (const output of vanished(before, mapped.outputs, receipt.receivedTime))
      events.push(toEvent(output, stamp));
    outputSets.set(mapped.key, outputSetOf(mapped.key, stamp.revision, mapped.outputs));
  }

  return {
    outcome: {
      records: records.length,
      accepted: records.length - quarantined.length,
      quarantined: quarantined.length,
      events: events.length,
      reports,
    },
    events,
    quarantined,
    outputSets: [...outputSets.values()],
  };
}

/** Keys of the source records of a batch, for looking up their output sets. */
export function recordKeys(
  records: readonly DecodedRecord[],
  mapping: CompiledMapping,
  receivedTime: string,
): string[] {
  const keys = new Set<string>();
  for (const record of records) {
    if (!('value' in record)) continue;
    const { key } = mapping.run(record.value, { receivedTime });
    if (key !== null) keys.add(key);
  }
  return [...keys];
}

interface MappedRecord {
  readonly key: string | null;
  readonly revision: string | null;
  readonly outputs: readonly MappedOutput[];
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly Warning[];
}

function mapRecord(
  record: DecodedRecord,
  mapping: CompiledMapping,
  run: { receivedTime: string; operation?: 'delete' },
): MappedRecord {
  if (!('value' in record)) {
    return { key: null, revision: null, outputs: [], rejections: [record.rejection], warnings: [] };
  }
  // A withdrawal names its record by the key fields alone, so the source schema does not apply to it.
  const sourceRejections = run.operation === 'delete' ? [] : mapping.checkSource(record.value);
  const mapped = mapping.run(record.value, run);
  const warnings = [...mapped.warnings, ...secrecyWarnings(record.value)];
  const rejections = distinct([...sourceRejections, ...mapped.rejections]);
  return {
    ...mapped,
    outputs: rejections.length === 0 ? mapped.outputs : [],
    rejections,
    warnings: distinct(warnings),
  };
}

/** One field may feed several targets; its sender wants to hear of it once. */
function distinct<F extends { readonly code: string; readonly at: string }>(
  findings: readonly F[],
): readonly F[] {
  if (findings.length < 2) return findings;
  return [
    ...new Map(findings.toReversed().map((finding) => [`${finding.code} ${finding.at}`, finding])).values(),
  ].toReversed();
}

interface Stamp {
  readonly receipt: Receipt;
  readonly index: number;
  readonly revision: string;
  readonly occurrence: string;
  readonly warnings: readonly Warning[];
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
    historical: false,
    ...(receipt.traceparent === null ? {} : { traceparent: receipt.traceparent }),
    ...(stamp.warnings.length === 0 ? {} : { warnings: warningCodes(stamp.warnings) }),
    value,
  };
}

function warningCodes(warnings: readonly Warning[]): string {
  return [...new Set(warnings.map((warning) => warning.code))].join(',');
}

function vanished(
  before: OutputSet | undefined,
  outputs: readonly MappedOutput[],
  receivedTime: string,
): MappedOutput[] {
  if (!before) return [];
  const now = new Set(outputs.map((output) => `${output.topic} ${output.key}`));
  const time = outputs[0]?.time ?? receivedTime;
  return before.outputs
    .filter((output) => !now.has(`${output.topic} ${output.key}`))
    .map((output) => ({
      ...output,
      ...subjectOf(output.topic),
      operation: 'delete' as Operation,
      time,
      data: absence(output.key),
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

function outputSetOf(recordKey: string, revision: string, outputs: readonly MappedOutput[]): OutputSet {
  return {
    recordKey,
    revision,
    outputs: outputs
      .filter((output) => output.operation === 'upsert')
      .map(({ topic, key, department, jurisdiction }) => ({ topic, key, department, jurisdiction })),
  };
}

function quarantineId(receipt: Receipt, index: number): string {
  const digest = createHash('sha256').update(`${receipt.id}#${index}`).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
