import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Keys of systems (`wx_…`) and tokens of readers (`wr_…`) have one form: prefix, id in 16 hex digits, secret in 43
 * characters of base64url (256 bits). The prefix lets scanners of leaked secrets find them; the id is not secret.
 */
export type KeyHolder = 'system' | 'reader';

const PREFIXES: Readonly<Record<KeyHolder, string>> = { system: 'wx', reader: 'wr' };
const FORM = /^(wx|wr)_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/u;
const ID_BYTES = 8;
const SECRET_BYTES = 32;

export interface IssuedAccessKey {
  readonly id: string;
  /** The whole key; shown once, kept nowhere. */
  readonly key: string;
  /** What is kept. */
  readonly hash: string;
}

/** A new API key of a system. `randomBytes` is a cryptographic source. */
export function issueApiKey(randomBytes: (size: number) => Buffer): IssuedAccessKey {
  return issue('system', randomBytes);
}

/** A new token of a reader. */
export function issueReaderToken(randomBytes: (size: number) => Buffer): IssuedAccessKey {
  return issue('reader', randomBytes);
}

function issue(holder: KeyHolder, randomBytes: (size: number) => Buffer): IssuedAccessKey {
  const id = randomBytes(ID_BYTES).toString('hex');
  const key = `${PREFIXES[holder]}_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { id, key, hash: hashOf(key) };
}

/** Holder and id of a key that somebody presents; null when it does not have the form of one. */
export function readAccessKey(presented: string): { holder: KeyHolder; id: string } | null {
  const match = FORM.exec(presented);
  if (!match) return null;
  return { holder: match[1] === PREFIXES.system ? 'system' : 'reader', id: match[2]! };
}

/** Whether a presented key is the one that the hash was made of. Takes the same time wherever they differ. */
export function matchesKeyHash(presented: string, hash: string): boolean {
  const expected = Buffer.from(hash, 'hex');
  const given = Buffer.from(hashOf(presented), 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** The key in an `Authorization: Bearer …` header; null when there is none. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+) *$/iu.exec(authorization ?? '')?.[1] ?? null;
}

// A plain hash is enough: the secret has 256 random bits, there is nothing to guess.
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
