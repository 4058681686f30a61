import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_ALGORITHMS = ['hmac-sha256', 'hmac-sm3'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** The window in which a signed request is taken, in either direction. */
export const CLOCK_SKEW_SECONDS_MAX = 300;

const HASHES: Readonly<Record<SignatureAlgorithm, string>> = { 'hmac-sha256': 'sha256', 'hmac-sm3': 'sm3' };
const NONCE = /^[\x21-\x7e]{16,64}$/u;
const HEX_256 = /^[0-9a-f]{64}$/u;

/** What is signed, besides the secret. `path` is the request target with its query, `body` the bytes as sent. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** 16 to 64 visible ASCII characters, never used again with this key. */
  readonly nonce: string;
  readonly body: Buffer;
}

/** What the headers of a signed request claim. */
export interface ClaimedSignature {
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  readonly timestamp: number;
  readonly nonce: string;
  readonly signature: string;
}

export type SignatureProblem = 'malformed' | 'clock-skew' | 'bad-signature';

/**
 * The headers of a signed request. The signature is the HMAC (lower-case hex) over five lines joined by line feeds: method,
 * path with query, timestamp, nonce, digest of the body in lower-case hex (SHA-256 or SM3, as the HMAC).
 */
export function signRequest(
  request: SignedRequest & {
    readonly keyId: string;
    readonly algorithm: SignatureAlgorithm;
    readonly secret: Buffer;
  },
): Record<string, string> {
  const { keyId, algorithm, secret, timestamp, nonce } = request;
  return {
    'x-exchange-key': keyId,
    'x-exchange-algorithm': algorithm,
    'x-exchange-timestamp': String(timestamp),
    'x-exchange-nonce': nonce,
    'x-exchange-signature': signatureOf(request, algorithm, secret),
  };
}

/** Reads the headers of a signed request; null when the request is not signed. `now` in Unix seconds. */
export function readSignature(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): ClaimedSignature | SignatureProblem | null {
  const text = (name: string): string => String(headers[`x-exchange-${name}`] ?? '');
  if (text('key') === '' && text('signature') === '') return null;
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === text('algorithm'));
  const timestamp = /^\d{1,12}$/u.test(text('timestamp')) ? Number(text('timestamp')) : Number.NaN;
  const [keyId, nonce, signature] = [text('key'), text('nonce'), text('signature')];
  if (
    !algorithm ||
    Number.isNaN(timestamp) ||
    keyId === '' ||
    !NONCE.test(nonce) ||
    !HEX_256.test(signature)
  ) {
    return 'malformed';
  }
  if (Math.abs(now - timestamp) > CLOCK_SKEW_SECONDS_MAX) return 'clock-skew';
  return { keyId, algorithm, timestamp, nonce, signature };
}

/** Whether the claimed signature is the secret's. That the nonce is new is for the caller to see to, afterwards. */
export function verifySignature(
  claimed: ClaimedSignature,
  request: Pick<SignedRequest, 'method' | 'path' | 'body'>,
  secret: Buffer,
): boolean {
  const { algorithm, timestamp, nonce, signature } = claimed;
  const expected = signatureOf({ ...request, timestamp, nonce }, algorithm, secret);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
}

function signatureOf(request: SignedRequest, algorithm: SignatureAlgorithm, secret: Buffer): string {
  const hash = HASHES[algorithm];
  const bodyDigest = createHash(hash).update(request.body).digest('hex');
  const lines = [
    request.method.toUpperCase(),
    request.path,
    String(request.timestamp),
    request.nonce,
    bodyDigest,
  ];
  return createHmac(hash, secret).update(lines.join('\n')).digest('hex');
}
