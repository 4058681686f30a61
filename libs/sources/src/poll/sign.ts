import { createHash, createHmac } from 'node:crypto';
import type { PollAuthentication } from './poll-settings.ts';

type Signature = Extract<PollAuthentication, { kind: 'signature' }>;

const HASHES: Readonly<Record<Signature['algorithm'], string>> = {
  md5: 'md5',
  sha256: 'sha256',
  sm3: 'sm3',
  'hmac-sha256': 'sha256',
  'hmac-sm3': 'sm3',
};

/** The signature of a text, as the provider's manual asks for it. `secret` is the key of an HMAC. */
export function sign(text: string, signature: Signature, secret: string): string {
  const { algorithm, encoding } = signature;
  const hash = algorithm.startsWith('hmac-')
    ? createHmac(HASHES[algorithm], secret)
    : createHash(HASHES[algorithm]);
  const digest = hash.update(text).digest(encoding === 'base64' ? 'base64' : 'hex');
  return encoding === 'HEX' ? digest.toUpperCase() : digest;
}

/** `name=value` pairs in the order of their names, joined by &. */
export function sortedQuery(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`)
    .join('&');
}
