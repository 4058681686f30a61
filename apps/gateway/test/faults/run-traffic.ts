import { pushBatch, type Ledger } from '@exchange/testing';
import type { FaultWorld } from './fault-world.ts';
import type { Lane } from './workload.ts';

export interface TrafficResult {
  /** Sends that had to be repeated. */
  readonly repeats: number;
  readonly pending: number;
}

/** Sends every lane, the lanes side by side. `urls` is asked anew for each batch: gateways come and go. */
export async function runTraffic(
  world: FaultWorld,
  lanes: readonly Lane[],
  ledger: Ledger,
  urls: () => readonly string[],
): Promise<TrafficResult> {
  let repeats = 0;
  let pending = 0;
  const credentials = (): Record<string, string> => ({ authorization: `Bearer ${world.key}` });
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [number, batch] of lane.entries()) {
        const order = urls();
        // Gateways take turns, so that the same records are updated through all of them.
        const turned = order.map((_, index) => order[(index + number) % order.length]!);
        const answer = await pushBatch(batch, { urls: turned, credentials, ledger, retryMs: 100 });
        repeats += answer.repeats;
        if (answer.body.receipt?.pending) pending += 1;
      }
    }),
  );
  return { repeats, pending };
}
