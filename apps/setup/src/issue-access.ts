import { randomBytes } from 'node:crypto';
import { issueApiKey, issueReaderToken, type AccessScope } from '@exchange/access';
import { AccessRegistry, type SecretSealer, type Store } from '@exchange/store';

export interface IssuedKey {
  readonly id: string;
  /** Shown once: the API key, or the HMAC secret in base64. */
  readonly secret: string;
}

const HMAC_SECRET_BYTES = 32;

/** Issues a key of a system. Only its hash (API key) or its sealed form (HMAC) is kept. */
export async function issueSystemKey(
  store: Store,
  sealer: SecretSealer,
  wish: {
    readonly system: string;
    readonly kind: 'api-key' | 'hmac-sha256' | 'hmac-sm3';
    readonly expiresAt: Date | null;
    /** What is sent with it reaches no consumer. */
    readonly trial?: boolean;
  },
  by: string,
): Promise<IssuedKey> {
  const registry = new AccessRegistry(store);
  const { id, key, hash } = issueApiKey(randomBytes);
  const { system, kind, expiresAt, trial = false } = wish;
  if (kind === 'api-key') {
    await registry.addKey({ id, system, kind, trial, hash, sealedSecret: null, expiresAt }, by);
    return { id, secret: key };
  }
  const secret = randomBytes(HMAC_SECRET_BYTES);
  const sealedSecret = sealer.seal(secret);
  await registry.addKey({ id, system, kind, trial, hash: null, sealedSecret, expiresAt }, by);
  return { id, secret: secret.toString('base64') };
}

/** Issues a token of a reader: the command centre, a town, a user of the platform's queries. */
export async function issueReader(
  store: Store,
  wish: { name: string; scope: AccessScope; expiresAt: Date | null },
  by: string,
): Promise<IssuedKey> {
  const { id, key, hash } = issueReaderToken(randomBytes);
  await new AccessRegistry(store).addToken({ id, hash, ...wish }, by);
  return { id, secret: key };
}
