import { accepted, refused, unreadable, type CaseGroup } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { chunked, headBytes, pushCases, scriptCase, type Headers } from '../wire.ts';

const malformed = refused(400);
const BODY = Buffer.from(order());

/** Head and body as they are told, whatever they say of each other. */
function sent(name: string, headers: Headers, body: Buffer | string, answer = malformed) {
  return scriptCase(
    name,
    (access) => [{ write: Buffer.concat([headBytes(access, ORDERS, { headers }), Buffer.from(body)]) }],
    [answer],
  );
}

function chunks(name: string, body: Buffer | string, answer = malformed) {
  return sent(name, { 'transfer-encoding': 'chunked' }, body, answer);
}

function length(value: string | readonly string[]): Headers {
  return { 'content-length': value };
}

const lengths = [
  sent('a Content-Length that is negative', length('-1'), BODY),
  sent('a Content-Length with a plus sign', length(`+${BODY.length}`), BODY),
  sent('a Content-Length in hexadecimal', length('0x10'), BODY),
  sent('a Content-Length with a point', length(`${BODY.length}.0`), BODY),
  sent('a Content-Length that is a word', length('all'), BODY),
  sent('an empty Content-Length', length(''), BODY),
  sent('a Content-Length of 40 digits', length('9'.repeat(40)), BODY),
  sent('a Content-Length said twice in a line', length(`${BODY.length}, ${BODY.length}`), BODY),
  sent('two Content-Lengths that differ', length([String(BODY.length), '5']), BODY),
  sent('two Content-Lengths that are equal', length([String(BODY.length), String(BODY.length)]), BODY),
  scriptCase(
    'a Content-Length that is too short, the rest being no request',
    (access) => [
      {
        write: Buffer.concat([
          headBytes(access, ORDERS, { headers: { ...length('20'), connection: 'keep-alive' } }),
          BODY,
        ]),
      },
    ],
    [unreadable, malformed],
    { mayEndEarly: true },
  ),
  scriptCase(
    'a Content-Length that is too long, and the sender is done',
    (access) => [
      { write: Buffer.concat([headBytes(access, ORDERS, { headers: length('5000') }), BODY]) },
      { finish: true },
    ],
    [malformed],
    { mayEndEarly: true },
  ),
  scriptCase(
    'a body that breaks off with the connection',
    (access) => [
      { write: Buffer.concat([headBytes(access, ORDERS, { headers: length('5000') }), BODY]) },
      { waitMs: 20 },
      { reset: true },
    ],
    [],
  ),
  scriptCase(
    'no Content-Length and no chunks, yet a body',
    (access) => [{ write: Buffer.concat([headBytes(access, ORDERS), BODY]) }],
    [refused([400, 415]), malformed],
    { mayEndEarly: true },
  ),
];

const codings = [
  sent(
    'a length and chunks at once, the smuggler’s way',
    { 'content-length': '5', 'transfer-encoding': 'chunked' },
    chunked(BODY, 100),
  ),
  sent(
    'chunks and a length at once, the other way round',
    { 'transfer-encoding': 'chunked', 'content-length': String(BODY.length) },
    BODY,
  ),
  sent('a transfer coding nobody knows', { 'transfer-encoding': 'xchunked' }, BODY),
  sent('gzip as the last transfer coding', { 'transfer-encoding': 'gzip' }, BODY),
  sent(
    'chunked before another transfer coding',
    { 'transfer-encoding': 'chunked, gzip' },
    chunked(BODY, 100),
  ),
  sent('chunked twice', { 'transfer-encoding': 'chunked, chunked' }, chunked(BODY, 100), refused([200, 400])),
  sent(
    'a transfer coding with a tab before its name',
    { 'transfer-encoding': '\tchunked' },
    chunked(BODY, 100),
    refused([200, 400]),
  ),
  sent('a transfer coding in capitals', { 'transfer-encoding': 'CHUNKED' }, chunked(BODY, 100), accepted),
];

const chunky = [
  chunks('one byte per chunk', chunked(BODY, 1), accepted),
  chunks(
    '100,000 chunks of one blank each',
    Buffer.concat([chunked(Buffer.alloc(100_000, ' '), 1)]),
    unreadable,
  ),
  chunks('no chunk but the last', '0\r\n\r\n', unreadable),
  chunks('a chunk size that is no number', 'zz\r\nabc\r\n0\r\n\r\n'),
  chunks('a negative chunk size', '-5\r\nabcde\r\n0\r\n\r\n'),
  chunks('a chunk size of 17 digits', 'fffffffffffffffff\r\nabc\r\n0\r\n\r\n'),
  chunks('a chunk size with a prefix', '0x5\r\nabcde\r\n0\r\n\r\n'),
  chunks('an empty chunk size', '\r\nabc\r\n0\r\n\r\n'),
  chunks('a chunk longer than its size', '3\r\nabcdef\r\n0\r\n\r\n'),
  chunks('a chunk parted by line feeds alone', `${BODY.length.toString(16)}\n${BODY.toString()}\n0\n\n`),
  chunks(
    'a chunk extension of 20,000 characters',
    `5;${'x'.repeat(20_000)}\r\nabcde\r\n0\r\n\r\n`,
    refused([400, 413]),
  ),
  chunks(
    'a trailer that sets the length',
    Buffer.concat([chunked(BODY, 100).subarray(0, -2), Buffer.from('Content-Length: 3\r\n\r\n')]),
    refused([200, 400]),
  ),
  chunks(
    'a trailer that sets other credentials',
    Buffer.concat([chunked(BODY, 100).subarray(0, -2), Buffer.from('Authorization: Bearer x\r\n\r\n')]),
    accepted,
  ),
  chunks(
    'trailers of 100 kB',
    Buffer.concat([chunked(BODY, 100).subarray(0, -2), Buffer.from(`X-A: ${'a'.repeat(100_000)}\r\n\r\n`)]),
    refused([400, 431]),
  ),
  scriptCase(
    'chunks that end without the last one',
    (access) => [
      { write: headBytes(access, ORDERS, { headers: { 'transfer-encoding': 'chunked' } }) },
      { write: chunked(BODY, 100).subarray(0, -5) },
      { finish: true },
    ],
    [malformed],
    { mayEndEarly: true },
  ),
  scriptCase(
    'chunked gzip whose chunks cut it anywhere',
    (access) => [
      { write: headBytes(access, ORDERS, { headers: { 'transfer-encoding': 'chunked' } }) },
      ...[0, 1, 2].map((part) => ({
        write: chunked(BODY, 7).subarray(part * 150, part === 2 ? undefined : (part + 1) * 150),
      })),
    ],
    [accepted],
  ),
];

const expectations = pushCases(ORDERS, [
  ['an Expect header nobody knows', order(), refused([200, 417]), { headers: { expect: 'a-miracle' } }],
  ['an Expect header that may be met', order(), accepted, { headers: { expect: '100-continue' } }],
]);

export const httpFraming: CaseGroup = {
  kind: 'lengths and chunks',
  cases: [...lengths, ...codings, ...chunky, ...expectations],
};
