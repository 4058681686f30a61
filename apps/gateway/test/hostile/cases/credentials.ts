import {
  accepted,
  refused,
  type Access,
  type CaseGroup,
  type Expectation,
  type HostileCase,
} from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { requestBytes, scriptCase } from '../wire.ts';

const missing = refused(401, 'credentials-missing');
const invalid = refused(401, 'invalid-credentials');
const UNKNOWN = `wx_0123456789abcdef_${'A'.repeat(43)}`;

type Authorization = string | readonly string[] | null;

function withAuthorization(
  name: string,
  authorization: (key: string, access: Access) => Authorization,
  answer: Expectation,
): HostileCase {
  return scriptCase(
    name,
    (access) => {
      const given = authorization(access.keyOf(ORDERS.system), access);
      return [{ write: requestBytes(access, ORDERS, order(), { headers: { authorization: given } }) }];
    },
    [answer],
  );
}

export const credentials: CaseGroup = {
  kind: 'API keys',
  cases: [
    withAuthorization('no Authorization', () => null, missing),
    withAuthorization('an empty Authorization', () => '', missing),
    withAuthorization('Bearer and no key', () => 'Bearer', missing),
    withAuthorization('Bearer and blanks', () => 'Bearer    ', missing),
    withAuthorization('a key without Bearer', (key) => key, missing),
    withAuthorization('Basic', () => 'Basic aG90bGluZTpzZWNyZXQ=', missing),
    withAuthorization('Digest', () => 'Digest username="hotline-12345"', missing),
    withAuthorization('Bearer with a comma', (key) => `Bearer ${key}, Bearer ${key}`, refused(401)),
    withAuthorization('a key with a word behind it', (key) => `Bearer ${key} x`, refused(401)),
    withAuthorization('bearer in small letters', (key) => `bearer ${key}`, accepted),
    withAuthorization('blanks before the key', (key) => `Bearer    ${key}`, accepted),
    withAuthorization('an unknown key', () => `Bearer ${UNKNOWN}`, invalid),
    withAuthorization(
      'a key with its last character changed',
      (key) => `Bearer ${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
      invalid,
    ),
    withAuthorization('a key without its last character', (key) => `Bearer ${key.slice(0, -1)}`, invalid),
    withAuthorization('a key with one character more', (key) => `Bearer ${key}A`, invalid),
    withAuthorization('a key in capitals', (key) => `Bearer ${key.toUpperCase()}`, invalid),
    withAuthorization('a key in quotes', (key) => `Bearer "${key}"`, invalid),
    withAuthorization(
      'a key encoded in base64',
      (key) => `Bearer ${Buffer.from(key).toString('base64')}`,
      invalid,
    ),
    withAuthorization('the id of a key alone', (key) => `Bearer ${key.slice(0, 19)}`, invalid),
    withAuthorization(
      'the id of one key with the secret of another',
      (key, access) => `Bearer ${access.keyOf('gas-safety').slice(0, 19)}${key.slice(19)}`,
      invalid,
    ),
    withAuthorization(
      'a key of a reader',
      (_key, { credentials: { reader } }) => `Bearer ${reader}`,
      invalid,
    ),
    withAuthorization('an expired key', (_key, { credentials: { expired } }) => `Bearer ${expired}`, invalid),
    withAuthorization('a revoked key', (_key, { credentials: { revoked } }) => `Bearer ${revoked}`, invalid),
    withAuthorization(
      'a key of another system',
      (_key, access) => `Bearer ${access.keyOf('gas-safety')}`,
      refused(403, 'foreign-system'),
    ),
    withAuthorization(
      'the id of a signing key',
      (_key, { credentials: { sha256 } }) => `Bearer wx_${sha256.id}_${'A'.repeat(43)}`,
      invalid,
    ),
    withAuthorization(
      'a signing secret as a key',
      (_key, { credentials: { sha256 } }) => `Bearer wx_${sha256.id}_${sha256.secret.toString('base64url')}`,
      invalid,
    ),
    withAuthorization('a statement as a key', () => "Bearer '/**/OR/**/1=1--", invalid),
    withAuthorization('a key of 15,000 characters', () => `Bearer wx_${'a'.repeat(15_000)}`, invalid),
    withAuthorization(
      'a token without a signature',
      () => 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
      invalid,
    ),
    withAuthorization('a key with bytes beyond ASCII', () => 'Bearer wx_\u00e9\u00e8', invalid),
    withAuthorization(
      'two Authorization headers, the first being wrong',
      (key) => [`Bearer ${UNKNOWN}`, `Bearer ${key}`],
      refused(401),
    ),
    withAuthorization(
      'two Authorization headers, the second being wrong',
      (key) => [`Bearer ${key}`, `Bearer ${UNKNOWN}`],
      refused([200, 401]),
    ),
    scriptCase(
      'a stranger with a body of 15 MiB',
      (access) => [
        {
          write: requestBytes(access, ORDERS, Buffer.alloc(15 * 1_048_576, ' '), {
            headers: { authorization: null },
          }),
        },
      ],
      [missing],
    ),
    scriptCase(
      'a stranger with a body of 64 MiB, who reads when all is written',
      (access) => [
        { deaf: true },
        {
          write: requestBytes(access, ORDERS, Buffer.alloc(64 * 1_048_576, ' '), {
            headers: { authorization: null },
          }),
        },
      ],
      [missing],
    ),
    scriptCase(
      'a stranger with a body that cannot be read',
      (access) => [{ write: requestBytes(access, ORDERS, '{', { headers: { authorization: null } }) }],
      [missing],
    ),
  ],
};
