import type { Catalog } from '@exchange/catalog';
import { cityTraffic, type VendorBatch } from '@exchange/testing';
import type { DemoOptions } from '../config.ts';

const BATCH_RECORDS = 25;
const SPOILED_EVERY = 40;

/** The city's traffic: what is pushed, and what is put into systems that are read. */
export async function cityBatches(
  catalog: Catalog,
  { seed, parties }: Pick<DemoOptions, 'seed' | 'parties'>,
): Promise<{ readonly pushed: readonly VendorBatch[]; readonly read: readonly VendorBatch[] }> {
  const all = await Array.fromAsync(
    cityTraffic(catalog, { seed, parties, batchRecords: BATCH_RECORDS, spoiledEvery: SPOILED_EVERY }),
  );
  const isPushed = ({ system }: VendorBatch): boolean =>
    catalog.systems.get(system)?.adapter.source.kind === 'push';
  return { pushed: all.filter(isPushed), read: all.filter((batch) => !isPushed(batch)) };
}
