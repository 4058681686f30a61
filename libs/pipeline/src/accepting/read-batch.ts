import { decodeBatch, findSecrecyMarkings, markingsAround, type DecodedBatch } from '@exchange/decoding';
import type { Acceptance, AcceptPorts } from './acceptance.ts';
import type { Batch } from './batch.ts';

/**
 * Decodes a batch and passes it through the secrecy gate, in memory. Of what is unreadable nothing is kept; of what is
 * marked, only system, stream, position, rule and time.
 */
export async function readBatch(
  batch: Batch,
  ports: Pick<AcceptPorts, 'receipts' | 'limits' | 'admit' | 'onBlocked'>,
): Promise<DecodedBatch | Extract<Acceptance, { kind: 'blocked' }>> {
  const decoded = decodeBatch(batch.body, batch.decode, ports.limits);
  if (decoded.kind === 'unreadable') return decoded;
  ports.admit?.(decoded.records.length);
  const findings = [
    ...markingsAround(batch.around ?? ''),
    ...findSecrecyMarkings(decoded.records, batch.body, batch.decode),
  ];
  if (findings.length === 0) return decoded;
  ports.onBlocked?.(batch, findings);
  await ports.receipts.recordSecrecyBlock(batch, findings);
  return { kind: 'blocked', findings };
}
