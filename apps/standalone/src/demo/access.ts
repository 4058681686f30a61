import type { Catalog } from '@exchange/catalog';
import { localSealer, type Store } from '@exchange/store';
import { issueReader } from '../../../setup/src/issue-access.ts';
import { issueVendorKeys, type VendorKey } from '../systems/vendor-keys.ts';
import type { Infrastructure } from './infrastructure.ts';

export interface DemoAccess {
  /** Of every system: one that is read may push, too. */
  readonly keys: ReadonlyMap<string, VendorKey>;
  /** An API key to try with, and the system that it belongs to. */
  readonly example: { readonly system: string; readonly key: string };
  /** Sees everything, unmasked. */
  readonly districtToken: string;
  /** Sees Hutang Town only, masked. */
  readonly townToken: string;
}

const EXAMPLE_SYSTEM = 'hotline-12345';

export async function issueAccess(
  store: Store,
  infrastructure: Infrastructure,
  catalog: Catalog,
): Promise<DemoAccess> {
  const sealer = localSealer(Buffer.from(infrastructure.sealingKey, 'base64'));
  const keys = await issueVendorKeys(store, sealer, [...catalog.systems.keys()], {
    by: 'demo',
    expiresAt: null,
  });
  const all = { topics: 'all', jurisdictions: 'district', departments: 'all', unmasked: true } as const;
  const town = { ...all, jurisdictions: ['320412100'], unmasked: false };
  const district = await issueReader(store, { name: 'demo district', scope: all, expiresAt: null }, 'demo');
  const hutang = await issueReader(store, { name: 'demo Hutang Town', scope: town, expiresAt: null }, 'demo');
  return {
    keys,
    example: { system: EXAMPLE_SYSTEM, key: keys.get(EXAMPLE_SYSTEM)?.secret ?? '' },
    districtToken: district.secret,
    townToken: hutang.secret,
  };
}
