import { randomBytes } from 'node:crypto';
import { signRequest } from '@exchange/access';
import { gzipSync } from 'node:zlib';
import {
  accepted,
  refused,
  unreadable,
  type Access,
  type CaseGroup,
  type Expectation,
  type HostileCase,
} from '../hostile-case.ts';
import { INSPECTIONS, order, ORDERS } from '../records.ts';
import { addressOf, requestBytes, scriptCase, type Headers, type RequestOptions } from '../wire.ts';

const malformed = refused(401, 'malformed-signature');
const skewed = refused(401, 'clock-skew');
const wrong = refused(401, 'bad-signature');
const invalid = refused(401, 'invalid-credentials');
const used = refused(401, 'nonce-used');

const BODY = Buffer.from(order());

interface Signing {
  readonly algorithm?: 'hmac-sha256' | 'hmac-sm3';
  readonly secondsOff?: number;
  readonly nonce?: string;
  /** What is signed instead of what is sent. */
  readonly method?: string;
  readonly path?: string;
  readonly body?: Buffer;
  readonly secret?: Buffer;
}

function signed({ credentials }: Access, signing: Signing = {}): Record<string, string> {
  const { algorithm = 'hmac-sha256', secondsOff = 0 } = signing;
  const key = algorithm === 'hmac-sha256' ? credentials.sha256 : credentials.sm3;
  return signRequest({
    algorithm,
    keyId: key.id,
    secret: signing.secret ?? key.secret,
    method: signing.method ?? 'POST',
    path: signing.path ?? addressOf(ORDERS),
    timestamp: Math.floor(Date.now() / 1_000) + secondsOff,
    nonce: signing.nonce ?? randomBytes(16).toString('hex'),
    body: signing.body ?? BODY,
  });
}

/** A signed push with some headers changed after signing. */
function push(
  name: string,
  answer: Expectation,
  make: (access: Access) => Headers,
  options: RequestOptions & { readonly sent?: Buffer } = {},
): HostileCase {
  return scriptCase(
    name,
    (access) => {
      const headers = { authorization: null, ...make(access), ...options.headers };
      return [{ write: requestBytes(access, ORDERS, options.sent ?? BODY, { ...options, headers }) }];
    },
    [answer],
  );
}

function changed(name: string, answer: Expectation, more: (access: Access) => Headers): HostileCase {
  return push(name, answer, (access) => ({ ...signed(access), ...more(access) }));
}

const forms = [
  changed('no key id', malformed, () => ({ 'x-exchange-key': null })),
  changed('no algorithm', malformed, () => ({ 'x-exchange-algorithm': null })),
  changed('no timestamp', malformed, () => ({ 'x-exchange-timestamp': null })),
  changed('no nonce', malformed, () => ({ 'x-exchange-nonce': null })),
  changed('no signature', malformed, () => ({ 'x-exchange-signature': null })),
  changed('an unknown key id', invalid, () => ({ 'x-exchange-key': '0123456789abcdef' })),
  changed('a key id that is a statement', invalid, () => ({ 'x-exchange-key': "' OR '1'='1" })),
  changed('a key id of 10,000 characters', invalid, () => ({ 'x-exchange-key': 'k'.repeat(10_000) })),
  changed('a key id beyond ASCII', invalid, () => ({ 'x-exchange-key': '\u00e9' })),
  changed('the id of an API key', invalid, (access) => ({
    'x-exchange-key': access.keyOf('hotline-12345').slice(3, 19),
  })),
  changed('an algorithm nobody knows', malformed, () => ({ 'x-exchange-algorithm': 'hmac-md5' })),
  changed('no algorithm by name', malformed, () => ({ 'x-exchange-algorithm': 'none' })),
  changed('the algorithm in capitals', malformed, () => ({ 'x-exchange-algorithm': 'HMAC-SHA256' })),
  changed('another algorithm than the key is for', invalid, () => ({ 'x-exchange-algorithm': 'hmac-sm3' })),
  changed('a timestamp in milliseconds', malformed, () => ({ 'x-exchange-timestamp': String(Date.now()) })),
  changed('a timestamp as a date', malformed, () => ({ 'x-exchange-timestamp': new Date().toISOString() })),
  changed('a negative timestamp', malformed, () => ({ 'x-exchange-timestamp': '-1' })),
  changed('a timestamp with a point', malformed, () => ({ 'x-exchange-timestamp': '1.7e9' })),
  changed('a timestamp of 5,000 digits', malformed, () => ({ 'x-exchange-timestamp': '1'.repeat(5_000) })),
  changed('a timestamp of zero', skewed, () => ({ 'x-exchange-timestamp': '0' })),
  changed('a nonce of 15 characters', malformed, () => ({ 'x-exchange-nonce': 'n'.repeat(15) })),
  changed('a nonce of 65 characters', malformed, () => ({ 'x-exchange-nonce': 'n'.repeat(65) })),
  changed('a nonce with a blank', malformed, () => ({ 'x-exchange-nonce': 'nnnnnnnn nnnnnnnn' })),
  changed('another nonce than was signed', wrong, () => ({ 'x-exchange-nonce': 'n'.repeat(32) })),
  changed('a signature in capitals', malformed, (access) => ({
    'x-exchange-signature': signed(access)['x-exchange-signature']!.toUpperCase(),
  })),
  changed('a signature in base64', malformed, () => ({
    'x-exchange-signature': randomBytes(32).toString('base64'),
  })),
  changed('a signature of 63 digits', malformed, () => ({ 'x-exchange-signature': 'a'.repeat(63) })),
  changed('a signature of zeros', wrong, () => ({ 'x-exchange-signature': '0'.repeat(64) })),
  changed('two signatures, one of them right', malformed, (access) => {
    const headers = signed(access);
    return { ...headers, 'x-exchange-signature': ['0'.repeat(64), headers['x-exchange-signature']!] };
  }),
];

const contents = [
  push('ten minutes late', skewed, (access) => signed(access, { secondsOff: -600 })),
  push('ten minutes early', skewed, (access) => signed(access, { secondsOff: 600 })),
  push('signed with an empty secret', wrong, (access) => signed(access, { secret: Buffer.alloc(0) })),
  push('signed with the key’s id as the secret', wrong, (access) =>
    signed(access, { secret: Buffer.from(access.credentials.sha256.id) }),
  ),
  push('signed for another body', wrong, (access) => signed(access, { body: Buffer.from('{}') })),
  push('signed for an empty body', wrong, (access) => signed(access, { body: Buffer.alloc(0) })),
  push('signed for another method', wrong, (access) => signed(access, { method: 'GET' })),
  push('signed for another address', wrong, (access) => signed(access, { path: addressOf(INSPECTIONS) })),
  push('signed without the query that is sent', wrong, (access) => signed(access), {
    query: '?operation=delete',
  }),
  push('signed with a query that is not sent', wrong, (access) =>
    signed(access, { path: `${addressOf(ORDERS)}?dryRun=true` }),
  ),
  push('signed for what is inside the gzip', wrong, (access) => signed(access), {
    sent: gzipSync(BODY),
    headers: { 'content-encoding': 'gzip' },
  }),
  push('signed with SM3 for another body', wrong, (access) =>
    signed(access, { algorithm: 'hmac-sm3', body: Buffer.from('{}') }),
  ),
  push(
    'rightly signed for a stream of another system',
    refused(403, 'foreign-system'),
    (access) => signed(access, { path: addressOf(INSPECTIONS) }),
    {
      target: addressOf(INSPECTIONS),
    },
  ),
  push(
    'rightly signed and not readable',
    unreadable,
    (access) => signed(access, { body: Buffer.from('{') }),
    { sent: Buffer.from('{') },
  ),
  push('rightly signed with SM3', accepted, (access) => signed(access, { algorithm: 'hmac-sm3' })),
  push('a signature beside a wrong API key', refused(401), (access) => ({
    ...signed(access),
    authorization: 'Bearer nonsense',
  })),
];

/** A request that somebody listened to and sends again. */
const replays = [
  scriptCase(
    'a signed push that is sent twice',
    (access) => {
      const headers = { authorization: null, ...signed(access) };
      return [
        { write: requestBytes(access, ORDERS, BODY, { headers: { ...headers, connection: 'keep-alive' } }) },
        { waitMs: 200 },
        { write: requestBytes(access, ORDERS, BODY, { headers }) },
      ];
    },
    [accepted, used],
  ),
  scriptCase(
    'a signed push from twenty connections at once',
    (access) => [
      { write: requestBytes(access, ORDERS, BODY, { headers: { authorization: null, ...signed(access) } }) },
    ],
    [{ status: [200, 401] }],
    { crowd: 20, eachOf: [200, 401] },
  ),
];

export const signatures: CaseGroup = { kind: 'signatures', cases: [...forms, ...contents, ...replays] };
