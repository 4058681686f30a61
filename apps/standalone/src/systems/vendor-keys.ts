import { randomBytes } from 'node:crypto';
import { signRequest } from '@exchange/access';
import type { SecretSealer, Store } from '@exchange/store';
import type { Credentials } from '@exchange/testing';
import { issueSystemKey } from '../../../setup/src/issue-access.ts';

/** Some of the systems sign their requests, the others have API keys: all ways in are used. */
const SIGNING: Readonly<Record<string, 'hmac-sha256' | 'hmac-sm3'>> = {
  'city-enforcement': 'hmac-sha256',
  'gas-safety': 'hmac-sm3',
  'smart-sites': 'hmac-sm3',
};

/** How a system proves who it is. */
export function keyKindOf(system: string): 'api-key' | 'hmac-sha256' | 'hmac-sm3' {
  return SIGNING[system] ?? 'api-key';
}

export interface VendorKey {
  readonly credentials: Credentials;
  /** The API key, or the HMAC secret. */
  readonly secret: string;
}

/** Issues a key to each of the systems. */
export async function issueVendorKeys(
  store: Store,
  sealer: SecretSealer,
  systems: readonly string[],
  wish: { readonly by: string; readonly expiresAt: Date | null },
): Promise<ReadonlyMap<string, VendorKey>> {
  const keys = new Map<string, VendorKey>();
  for (const system of systems) {
    const kind = keyKindOf(system);
    const { expiresAt, by } = wish;
    const { id, secret } = await issueSystemKey(store, sealer, { system, kind, expiresAt }, by);
    keys.set(system, { secret, credentials: kind === 'api-key' ? bearer(secret) : signed(kind, id, secret) });
  }
  return keys;
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
