import type { JsonObject, Operation, Rejection, Warning } from '@exchange/contracts';
import {
  decodeBatch,
  DEFAULT_LIMITS,
  findSecrecyMarkings,
  secrecyWarnings,
  type DecodedRecord,
  type DecodeOptions,
  type SecrecyFinding,
} from '@exchange/decoding';
import type { CompiledMapping, MappedOutput, Withdrawal } from '@exchange/mapping';

/** What a golden says of one sample: the whole body unreadable or blocked, or an entry for each record. */
export type SampleResult =
  { readonly unreadable: true } | { readonly blocked: readonly SecrecyFinding[] } | readonly SampleRecord[];

export type SampleRecord = { readonly index: number; readonly key: string | null } & (
  | {
      readonly publish: readonly SampleEvent[];
      /** Of a withdrawn record whose outputs come from a list: the gateway withdraws those that it remembers. */
      readonly withdraw?: Withdrawal;
      readonly warnings: readonly Place<Warning>[];
    }
  | { readonly reject: readonly Place<Rejection>[] }
);

export interface SampleEvent {
  readonly topic: string;
  readonly key: string;
  readonly operation: Operation;
  readonly time: string;
  readonly department: string;
  readonly jurisdiction: string | null;
  /** null: the order of arrival decides. */
  readonly revision: string | null;
  readonly data: JsonObject;
}

/** A finding without its sentences: wording may be improved without touching every golden. */
export type Place<Found extends Rejection | Warning> = Pick<Found, 'code' | 'at'>;

/** Runs the body of a sample through decoding, secrecy gate, source schema and mapping, as the gateway does. */
export function runSample(
  body: Buffer,
  options: DecodeOptions,
  mapping: CompiledMapping,
  receivedTime: string,
): SampleResult {
  const batch = decodeBatch(body, options, DEFAULT_LIMITS);
  if (batch.kind === 'unreadable') return { unreadable: true };
  const blocked = findSecrecyMarkings(batch.records, body, options);
  if (blocked.length > 0) return { blocked };
  return batch.records.map((record) => runRecord(record, mapping, receivedTime));
}

function runRecord(record: DecodedRecord, mapping: CompiledMapping, receivedTime: string): SampleRecord {
  const { index } = record;
  if ('rejection' in record) return { index, key: null, reject: [placeOf(record.rejection)] };
  const { key, revision, outputs, withdrawal, rejections, warnings } = mapping.run(record.value, {
    receivedTime,
  });
  const reject = [...mapping.checkSource(record.value), ...rejections];
  if (reject.length > 0) return { index, key, reject: reject.map(placeOf) };
  return {
    index,
    key,
    publish: outputs.map((output) => eventOf(output, revision)),
    ...(withdrawal !== null && outputs.length === 0 && { withdraw: withdrawal }),
    warnings: [...warnings, ...secrecyWarnings(record.value)].map(placeOf),
  };
}

function eventOf(output: MappedOutput, revision: string | null): SampleEvent {
  const { topic, key, operation, time, department, jurisdiction, data } = output;
  return { topic, key, operation, time, department, jurisdiction, revision, data };
}

function placeOf<Found extends Rejection | Warning>({ code, at }: Found): Place<Found> {
  return { code, at };
}
