import { createHash } from 'node:crypto';
import { ExchangeError } from '@exchange/contracts';
import type { DecodedRecord } from '@exchange/decoding';
import type { CompiledMapping } from '@exchange/mapping';
import type { Acceptance, AcceptPorts } from './acceptance.ts';
import type { Batch, Receipt } from './batch.ts';
import { mapBatch, type MappedBatch } from './map-batch.ts';
import { mapRecords } from './map-records.ts';
import { decodeStored } from './decode-stored.ts';
import { readBatch } from './read-batch.ts';

/**
 * The delivery rule for one batch (README, "The path of one record"). What survives a crash after each step:
 *
 * - decoded: nothing was promised, the sender retries.
 * - claimed: receipt, body and mapping version are durable. The sender's retry or the drainer runs the receipt again.
 * - mapped: as claimed; mapping is pure and gives the same ids again.
 * - appended: the events are in the log. The receipt is run again, its events are appended again with the same ids, and
 *   readers know them.
 * - completed / queued: the answer is durable; a retry gets it again.
 *
 * Throws a retryable ExchangeError `store-unavailable` when it is not known whether the batch was claimed.
 */
export async function acceptBatch(batch: Batch, ports: AcceptPorts): Promise<Acceptance> {
  const decoded = await readBatch(batch, ports);
  if (decoded.kind !== 'records') return decoded;
  const active = await ports.mappings.active(batch.system, batch.stream);
  if (!active) return { kind: 'no-mapping' };
  await ports.onStep?.('decoded');

  const claim = await ports.receipts.claim({
    batch,
    bodyDigest: createHash('sha256').update(batch.body).digest('hex'),
    mappingVersion: active.version,
    // What is on trial takes no effect that others could depend on.
    ordered: active.mapping.multipleOutputs && batch.trial !== true,
  });
  if (claim.kind === 'full' || claim.kind === 'closed' || claim.kind === 'conflict') return claim;
  if (claim.kind === 'claimed') {
    await ports.onStep?.('claimed');
    return runReceipt(claim.receipt, decoded.records, active.mapping, ports, claim.turn);
  }
  const { receipt } = claim;
  if (claim.outcome)
    return { kind: 'accepted', receipt, outcome: claim.outcome, pending: false, repeated: true };
  const mapping = await ports.mappings.version(receipt.system, receipt.stream, receipt.mappingVersion);
  // The same bytes, read as they were read when the receipt was claimed.
  const records = decodeStored(receipt, batch.body);
  if (claim.state === 'queued')
    return { ...(await preview(receipt, records, mapping, ports)), repeated: true };
  if (!(await ports.receipts.takeOver(receipt))) return { kind: 'running', receiptId: receipt.id };
  return { ...(await runReceipt(receipt, records, mapping, ports, 'now')), repeated: true };
}

type Accepted = Extract<Acceptance, { kind: 'accepted' }>;

async function runReceipt(
  receipt: Receipt,
  records: readonly DecodedRecord[],
  mapping: CompiledMapping,
  ports: AcceptPorts,
  turn: 'now' | 'queued',
): Promise<Accepted> {
  try {
    if (turn === 'queued') return await preview(receipt, records, mapping, ports);
    if (mapping.multipleOutputs && !receipt.trial) await waitForTurn(receipt, ports);
    const mapped = await mapReceipt(receipt, records, mapping, ports);
    ports.onMapped?.(receipt, records, mapped.outcome);
    await ports.onStep?.('mapped');
    await deliver(receipt, mapped, ports);
    return { kind: 'accepted', receipt, outcome: mapped.outcome, pending: false, repeated: false };
  } catch (error) {
    if (!(error instanceof ExchangeError) || !error.retryable) throw error;
    ports.onPending?.(receipt, error);
    await ports.receipts.queue(receipt);
    await ports.onStep?.('queued');
    return preview(receipt, records, mapping, ports);
  } finally {
    ports.receipts.release(receipt);
  }
}

/** Appends and completes: the second half of the rule, shared with the drainer. */
export async function deliver(
  receipt: Receipt,
  mapped: MappedBatch,
  ports: Pick<AcceptPorts, 'receipts' | 'log' | 'appendDeadlineMs' | 'onStep'>,
): Promise<void> {
  if (mapped.events.length > 0) await ports.log.append(mapped.events, { deadlineMs: ports.appendDeadlineMs });
  await complete(receipt, mapped, ports);
}

/** Completes a receipt whose events are in the log. */
export async function complete(
  receipt: Receipt,
  { outcome, quarantined, outputSets }: MappedBatch,
  ports: Pick<AcceptPorts, 'receipts' | 'onStep'>,
): Promise<void> {
  await ports.onStep?.('appended');
  await ports.receipts.complete({ receipt, outcome, quarantined, outputSets });
  await ports.onStep?.('completed');
}

/** Maps a receipt, with the output sets that its records gave before where the stream needs them. */
export async function mapReceipt(
  receipt: Receipt,
  records: readonly DecodedRecord[],
  mapping: CompiledMapping,
  ports: Pick<AcceptPorts, 'receipts'>,
): Promise<MappedBatch> {
  const mapped = mapRecords(receipt, records, mapping);
  if (!mapping.multipleOutputs)
    return asSent(mapBatch({ receipt, records: mapped, previous: null }), receipt);
  const all = [...mapped];
  const keys = new Set(all.map(({ key }) => key).filter((key) => key !== null));
  const previous = await ports.receipts.outputSets(receipt.system, receipt.stream, [...keys]);
  return asSent(mapBatch({ receipt, records: all, previous }), receipt);
}

/** What was sent on trial reaches no consumer. */
function asSent(mapped: MappedBatch, { trial }: Receipt): MappedBatch {
  if (!trial) return mapped;
  return { ...mapped, outcome: { ...mapped.outcome, events: 0 }, events: [], outputSets: [] };
}

/** What the sender is told of a receipt that is queued: mapping is pure, so the counts hold. */
async function preview(
  receipt: Receipt,
  records: readonly DecodedRecord[],
  mapping: CompiledMapping,
  ports: AcceptPorts,
): Promise<Accepted> {
  const { outcome } = await mapReceipt(receipt, records, mapping, ports);
  return { kind: 'accepted', receipt, outcome, pending: true, repeated: false };
}

const TURN_POLL_MS_MIN = 4;
const TURN_POLL_MS_MAX = 100;

/** Receipts of a stream with several outputs take effect one after the other, because each depends on the last. */
async function waitForTurn(receipt: Receipt, ports: AcceptPorts): Promise<void> {
  let pauseMs = TURN_POLL_MS_MIN;
  for (let waitedMs = 0; waitedMs < ports.appendDeadlineMs; waitedMs += pauseMs) {
    if (!(await ports.receipts.isBehindOthers(receipt))) return;
    await ports.sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 2, TURN_POLL_MS_MAX);
  }
  throw new ExchangeError('over-capacity', 'earlier receipts of this stream are not completed yet', {
    retryable: true,
  });
}
