import { ExchangeError } from '@exchange/contracts';
import { complete, deliver, mapReceipt } from './accept-batch.ts';
import type { AcceptPorts } from './acceptance.ts';
import type { Receipt } from './batch.ts';
import { decodeStored } from './decode-stored.ts';
import type { MappedBatch } from './map-batch.ts';
import type { PendingQueue } from './ports.ts';

export interface DrainPorts extends Pick<
  AcceptPorts,
  'receipts' | 'mappings' | 'log' | 'appendDeadlineMs' | 'onStep'
> {
  readonly queue: PendingQueue;
  readonly isStopping: () => boolean;
}

/**
 * Runs the receipts of a stream that are not completed, oldest first, and returns the stream to direct mode when none is
 * left. The caller holds the drainer's lease. Resolves with the number of receipts that were completed; rejects when the
 * log or the store cannot be reached: the caller gives the lease back, so that a process that can reach them goes on.
 */
export async function drainStream(system: string, stream: string, ports: DrainPorts): Promise<number> {
  let completed = 0;
  while (!ports.isStopping()) {
    await ports.queue.renew(system, stream);
    const pending = await ports.queue.next(system, stream);
    if (pending.length === 0) {
      await ports.queue.returnToDirect(system, stream);
      return completed;
    }
    await runUnit(pending, ports);
    completed += pending.length;
  }
  return completed;
}

interface MappedReceipt {
  readonly receipt: Receipt;
  readonly mapped: MappedBatch;
}

/** Receipts that depend on the outputs of those before them are delivered one by one, the others share an append. */
async function runUnit(
  pending: ReadonlyArray<{ receipt: Receipt; body: Buffer }>,
  ports: DrainPorts,
): Promise<void> {
  let together: MappedReceipt[] = [];
  for (const { receipt, body } of pending) {
    const records = decodeStored(receipt, body);
    const mapping = await ports.mappings.version(receipt.system, receipt.stream, receipt.mappingVersion);
    if (mapping.multipleOutputs) {
      await deliverTogether(together, ports);
      together = [];
      await deliver(receipt, await mapReceipt(receipt, records, mapping, ports), ports);
    } else {
      together.push({ receipt, mapped: await mapReceipt(receipt, records, mapping, ports) });
    }
  }
  await deliverTogether(together, ports);
}

/** One append for all of them, in order; a crash before their completion runs them all again, with the same ids. */
async function deliverTogether(receipts: readonly MappedReceipt[], ports: DrainPorts): Promise<void> {
  const events = receipts.flatMap(({ mapped }) => mapped.events);
  try {
    if (events.length > 0) await ports.log.append(events, { deadlineMs: ports.appendDeadlineMs });
  } catch (error) {
    const isForGood = error instanceof ExchangeError && !error.retryable;
    if (!isForGood || receipts.length === 1) throw error;
    // What the log will never take must hold up only what comes after it.
    for (const { receipt, mapped } of receipts) await deliver(receipt, mapped, ports);
    return;
  }
  await Promise.all(receipts.map(({ receipt, mapped }) => complete(receipt, mapped, ports)));
}
