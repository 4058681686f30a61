import type { ExchangeEvent } from '@exchange/contracts';
import type { Acceptance, AcceptPorts } from './acceptance.ts';
import type { Batch, Outcome } from './batch.ts';
import { mapBatch } from './map-batch.ts';
import { mapRecords } from './map-records.ts';
import type { Mappings } from './ports.ts';
import { readBatch } from './read-batch.ts';

export type DryRun =
  | Extract<Acceptance, { kind: 'unreadable' | 'blocked' | 'no-mapping' }>
  | {
      readonly kind: 'mapped';
      readonly mappingVersion: number;
      readonly outcome: Outcome;
      readonly events: readonly ExchangeEvent[];
    };

/** What a batch would become, with nothing kept: not even a receipt (only that a marked one came). `receivedTime` is RFC 3339 UTC with milliseconds. */
export async function dryRun(
  batch: Batch,
  ports: Pick<AcceptPorts, 'receipts' | 'limits' | 'admit' | 'onBlocked'> & {
    readonly mappings: Pick<Mappings, 'active'>;
    readonly receivedTime: string;
  },
): Promise<DryRun> {
  // Trying it out, too, may bring what must not come here.
  const decoded = await readBatch(batch, ports);
  if (decoded.kind !== 'records') return decoded;
  const active = await ports.mappings.active(batch.system, batch.stream);
  if (!active) return { kind: 'no-mapping' };
  const receipt = {
    id: 'dry-run',
    arrival: 0,
    system: batch.system,
    stream: batch.stream,
    operation: batch.operation,
    decode: batch.decode,
    bodyDigest: '',
    bodyBytes: batch.body.length,
    idempotencyKey: null,
    mappingVersion: active.version,
    receivedTime: ports.receivedTime,
    traceparent: null,
    historical: false,
    trial: true,
  };
  const records = mapRecords(receipt, decoded.records, active.mapping);
  const { outcome, events } = mapBatch({
    receipt,
    records,
    previous: active.mapping.multipleOutputs ? new Map() : null,
  });
  return { kind: 'mapped', mappingVersion: active.version, outcome, events };
}
