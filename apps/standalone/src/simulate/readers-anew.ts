import { setTimeout as sleep } from 'node:timers/promises';
import { listReaders, resetReader, type SourceConnections, type Store } from '@exchange/store';

const STOPPED_MS_MAX = 30_000;
const POLL_MS = 200;

/**
 * Takes the systems away from the gateway and lets it forget how far it has read them: what is connected under their names next
 * is read from its beginning.
 */
export async function forgetSystems(
  store: Store,
  connections: SourceConnections,
  systems: readonly string[],
): Promise<void> {
  for (const system of systems) await connections.remove(system, 'simulate');
  await untilNobodyReads(store, systems);
  // Also those that stand nowhere: when they looked last says nothing of what they are connected to next.
  for (const reader of await listReaders(store.pool))
    if (reader.lane === 'live' && systems.includes(reader.system))
      await resetReader(store, reader, 'simulate');
  // What is put from now on is counted against what is read from now on.
  await store.pool.query(
    `UPDATE exchange.source_reader SET records = 0, quarantined = 0 WHERE system = ANY($1) AND lane = 'live'`,
    [systems],
  );
}

/** A reader that goes on would read what it is connected to from the beginning, too. */
async function untilNobodyReads(store: Store, systems: readonly string[]): Promise<void> {
  const deadline = performance.now() + STOPPED_MS_MAX;
  for (;;) {
    const readers = await listReaders(store.pool);
    const busy = readers.filter(({ system, isRead }) => isRead && systems.includes(system));
    if (busy.length === 0) return;
    if (performance.now() > deadline)
      throw new Error(`still read: ${busy.map(({ system, stream }) => `${system}/${stream}`).join(', ')}`);
    await sleep(POLL_MS);
  }
}
