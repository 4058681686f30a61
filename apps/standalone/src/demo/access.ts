import { randomBytes } from 'node:crypto';
import { signRequest } from '@exchange/access';
import type { Catalog } from '@exchange/catalog';
import { localSealer, type Store } from '@exchange/store';
import type { Credentials } from '@exchange/testing';
import { issueReader, issueSystemKey } from '../../../setup/src/issue-access.ts';
import type { Infrastructure } from './infrastructure.ts';

export interface DemoAccess {
  readonly credentials: ReadonlyMap<string, Credentials>;
  /** An API key to try with, and the system that it belongs to. */
  readonly example: { readonly system: string; readonly key: string };
  /** Sees everything, unmasked. */
  readonly districtToken: string;
  /** Sees Hutang Town only, masked. */
  readonly townToken: string;
}

/** Two of the systems sign their requests, the others have API keys: all ways in are used. */
const SIGNING: Readonly<Record<string, 'hmac-sha256' | 'hmac-sm3'>> = {
  'city-enforcement': 'hmac-sha256',
  'gas-safety': 'hmac-sm3',
};
const EXAMPLE_SYSTEM = 'hotline-12345';

export async function issueAccess(
  store: Store,
  infrastructure: Infrastructure,
  catalog: Catalog,
): Promise<DemoAccess> {
  const sealer = localSealer(Buffer.from(infrastructure.sealingKey, 'base64'));
  const credentials = new Map<string, Credentials>();
  let exampleKey = '';
  for (const system of catalog.systems.keys()) {
    const kind = SIGNING[system] ?? 'api-key';
    const { id, secret } = await issueSystemKey(store, sealer, { system, kind, expiresAt: null }, 'demo');
    if (system === EXAMPLE_SYSTEM) exampleKey = secret;
    credentials.set(system, kind === 'api-key' ? bearer(secret) : signed(kind, id, secret));
  }
  const all = { topics: 'all', jurisdictions: 'district', departments: 'all', unmasked: true } as const;
  const town = { ...all, jurisdictions: ['320412100'], unmasked: false };
  const district = await issueReader(store, { name: 'demo district', scope: all, expiresAt: null }, 'demo');
  const hutang = await issueReader(store, { name: 'demo Hutang Town', scope: town, expiresAt: null }, 'demo');
  return {
    credentials,
    example: { system: EXAMPLE_SYSTEM, key: exampleKey },
    districtToken: district.secret,
    townToken: hutang.secret,
  };
}

function bearer(key: string): Credentials {
  return () => ({ authorization: `Bearer ${key}` });
}

function signed(algorithm: 'hmac-sha256' | 'hmac-sm3', keyId: string, secret: string): Credentials {
  return ({ method, path, body }) =>
    signRequest({
      algorithm,
      keyId,
      secret: Buffer.from(secret, 'base64'),
      method,
      path,
      timestamp: Math.floor(Date.now() / 1000),
      nonce: randomBytes(16).toString('hex'),
      body,
    });
}
