import type { Rejection, Warning } from '@exchange/contracts';
import { secrecyWarnings, type DecodedRecord } from '@exchange/decoding';
import type { CompiledMapping, MappedOutput, Withdrawal } from '@exchange/mapping';
import type { Receipt } from './batch.ts';

/** Rejections, and warnings, of one record that are kept and told; who mends these sees the others next time. */
export const findingsToldMax = 20;

/** One record with what it became; without outputs when it was rejected. */
export interface MappedRecord {
  readonly record: DecodedRecord;
  readonly key: string | null;
  /** The source's own. */
  readonly revision: string | null;
  readonly jurisdiction: string | null;
  readonly outputs: readonly MappedOutput[];
  /** null: the record is not withdrawn. */
  readonly withdrawal: Withdrawal | null;
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly Warning[];
  /** How many findings there were beyond those that are told. */
  readonly untold: number;
}

/** Maps and checks the records of a receipt one by one, as they are asked for. Pure. */
export function* mapRecords(
  receipt: Pick<Receipt, 'operation' | 'receivedTime'>,
  records: readonly DecodedRecord[],
  mapping: CompiledMapping,
): Generator<MappedRecord> {
  const { operation, receivedTime } = receipt;
  const run = operation === 'delete' ? { receivedTime, operation } : { receivedTime };
  for (const record of records) yield mapRecord(record, mapping, run);
}

function mapRecord(
  record: DecodedRecord,
  mapping: CompiledMapping,
  run: { receivedTime: string; operation?: 'delete' },
): MappedRecord {
  if (!('value' in record)) {
    const rejections = [record.rejection];
    return { ...NOTHING, record, rejections };
  }
  // A withdrawal names its record by the key fields alone, so the source schema does not apply to it.
  const sourceRejections = run.operation === 'delete' ? [] : mapping.checkSource(record.value);
  const { key, revision, jurisdiction, ...mapped } = mapping.run(record.value, run);
  const rejections = distinct([...sourceRejections, ...mapped.rejections]);
  const warnings = distinct([...mapped.warnings, ...secrecyWarnings(record.value)]);
  const [toldRejections, toldWarnings] = [told(rejections), told(warnings)];
  return {
    record,
    key,
    revision,
    jurisdiction,
    outputs: rejections.length === 0 ? mapped.outputs : [],
    withdrawal: mapped.withdrawal,
    rejections: toldRejections,
    warnings: toldWarnings,
    untold: rejections.length - toldRejections.length + warnings.length - toldWarnings.length,
  };
}

const NOTHING: Omit<MappedRecord, 'record' | 'rejections'> = {
  key: null,
  revision: null,
  jurisdiction: null,
  outputs: [],
  withdrawal: null,
  warnings: [],
  untold: 0,
};

function told<F>(findings: readonly F[]): readonly F[] {
  return findings.length <= findingsToldMax ? findings : findings.slice(0, findingsToldMax);
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
