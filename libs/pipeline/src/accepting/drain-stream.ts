import { deliver, mapReceipt } from './accept-batch.ts';
import type { AcceptPorts } from './acceptance.ts';
import { decodeStored } from './decode-stored.ts';
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
    if (!pending) {
      await ports.queue.returnToDirect(system, stream);
      return completed;
    }
    const { receipt, body } = pending;
    const records = decodeStored(receipt, body);
    const mapping = await ports.mappings.version(system, stream, receipt.mappingVersion);
    await deliver(receipt, await mapReceipt(receipt, records, mapping, ports), ports);
    completed += 1;
  }
  return completed;
}
