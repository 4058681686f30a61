import { createHash } from 'node:crypto';

/** 48 bits: two messages are only ever compared within one window of one stream. */
export const DIGEST_LENGTH = 8;

/** What makes a message itself (an id, or where it was sent to and its bytes) as 8 characters of base64url. */
export function identityDigest(...parts: ReadonlyArray<string | Buffer>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64url').slice(0, DIGEST_LENGTH);
}
