import { accepted, refused, type CaseGroup, type Expectation, type HostileCase } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { addressOf, headBytes, pushCases, requestBytes, scriptCase } from '../wire.ts';

const ADDRESS = addressOf(ORDERS);
const malformed = refused(400, 'malformed-request');
const methodNotAllowed = refused(405, 'method-not-allowed');
const tooManyHeaders = refused(431, 'header-too-large');

/** Bytes that are not built by rule. */
function raw(
  name: string,
  bytes: string | Buffer,
  answers: readonly Expectation[] = [malformed],
  more: Partial<HostileCase> = {},
): HostileCase {
  return scriptCase(name, () => [{ write: bytes }], answers, more);
}

/** A push with one line of its head replaced or added as it stands. */
function withLine(name: string, line: string, answer: Expectation = malformed): HostileCase {
  return scriptCase(
    name,
    (access) => {
      const request = requestBytes(access, ORDERS, order());
      const at = request.indexOf('\r\n') + 2;
      return [
        {
          write: Buffer.concat([
            request.subarray(0, at),
            Buffer.from(`${line}\r\n`, 'latin1'),
            request.subarray(at),
          ]),
        },
      ];
    },
    [answer],
  );
}

const lines = [
  raw('random bytes', Buffer.from('00010203fffefdfc0d0a0d0a', 'hex')),
  raw('the greeting of TLS', Buffer.from('16030100a5010000a10303000102030405', 'hex')),
  raw('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  raw('a mail server’s greeting', 'EHLO example\r\n'),
  raw('a line of SSH', 'SSH-2.0-OpenSSH_9.9\r\n'),
  raw('a request of HTTP/0.9', `GET ${ADDRESS}\r\n\r\n`),
  raw('a version that does not exist', `POST ${ADDRESS} HTTP/3.7\r\nHost: x\r\n\r\n`),
  raw('a version that is no version', `POST ${ADDRESS} HTTPS/1.1\r\nHost: x\r\n\r\n`),
  raw('a request line without an address', 'POST HTTP/1.1\r\nHost: x\r\n\r\n'),
  raw('a request line of one word', 'POST\r\n\r\n'),
  raw('a blank in the address', `POST ${ADDRESS} x HTTP/1.1\r\nHost: x\r\n\r\n`),
  raw('a NUL in the address', `POST ${ADDRESS}\0 HTTP/1.1\r\nHost: x\r\n\r\n`),
  raw('a control character in the address', `POST ${ADDRESS}\u0001 HTTP/1.1\r\nHost: x\r\n\r\n`),
  raw('a method in small letters', `post ${ADDRESS} HTTP/1.1\r\nHost: x\r\n\r\n`),
  raw('a method nobody knows', `PUSH ${ADDRESS} HTTP/1.1\r\nHost: x\r\n\r\n`),
  raw('a method of 10,000 letters', `${'P'.repeat(10_000)} ${ADDRESS} HTTP/1.1\r\nHost: x\r\n\r\n`),
  raw('HTTP/1.1 without a Host', `GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n`, [malformed]),
  raw('two Hosts', 'GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', [malformed]),
  raw('a Host that is a script', 'GET /livez HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n', [
    refused([200, 400]),
  ]),
  raw(
    'a connection to somewhere else',
    'CONNECT db.internal:5432 HTTP/1.1\r\nHost: db.internal:5432\r\n\r\n',
    [refused(400, 'no-proxy')],
  ),
];

const headers = [
  withLine('a header without a colon', 'X-Broken'),
  withLine('a header without a name', ': value'),
  withLine('a blank before the colon', 'X-A : b'),
  withLine('a blank within a name', 'X A: b'),
  withLine('a continued header', 'X-A: b\r\n c'),
  withLine('a NUL in a value', 'X-A: a\0b'),
  withLine('a control character in a value', 'X-A: a\u0001b'),
  withLine('a carriage return within a value', 'X-A: a\rb'),
  withLine('a line feed within a head', 'X-A: a\nX-B: b'),
  withLine('a value beyond ASCII', 'X-A: \u00e9\u00ff', accepted),
  withLine('a name of Chinese bytes', Buffer.from('标题: a').toString('latin1')),
  withLine('a header of 20,000 characters', `X-A: ${'a'.repeat(20_000)}`, tooManyHeaders),
  withLine('a header name of 20,000 characters', `${'X'.repeat(20_000)}: a`, tooManyHeaders),
  withLine('a header of 1 MB', `X-A: ${'a'.repeat(1_000_000)}`, tooManyHeaders),
  withLine(
    '3,000 headers',
    Array.from({ length: 3_000 }, (_, place) => `X-${place}: a`).join('\r\n'),
    tooManyHeaders,
  ),
  withLine(
    '1,000 headers of one letter',
    Array.from({ length: 1_000 }, () => 'a:b').join('\r\n'),
    refused([200, 431]),
  ),
  withLine('a cookie of 15,000 characters', `Cookie: ${'a=b; '.repeat(3_000)}`, accepted),
  withLine('the name of the prototype as a header', '__proto__: x', accepted),
  withLine(
    'a header that other servers take for the address',
    'X-Original-URL: /v1/systems/gas-safety/streams/inspections/records',
    accepted,
  ),
  withLine('a header that other servers take for the method', 'X-HTTP-Method-Override: DELETE', accepted),
  withLine('a forged address of the sender', "X-Forwarded-For: 127.0.0.1, ' OR 1=1", accepted),
  withLine('a trace that is none', 'traceparent: 00-zz-zz-00', accepted),
  withLine('a trace of zeros', `traceparent: 00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, accepted),
  withLine('a trace of 10,000 characters', `traceparent: 00-${'a'.repeat(10_000)}`, accepted),
  withLine('an upgrade to a web socket', 'Upgrade: websocket', accepted),
  withLine('an upgrade to HTTP/2', 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__', accepted),
  withLine('a language nobody speaks', `Accept-Language: ${'xx-YY;q=0.1,'.repeat(500)}`, accepted),
  withLine('an Accept that nothing meets', 'Accept: image/png', refused([200, 406])),
];

const METHODS = [
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'SEARCH',
  'QUERY',
  'M-SEARCH',
];
const methods = pushCases(
  ORDERS,
  METHODS.map((method) => [`the method ${method}`, order(), methodNotAllowed, { method }] as const),
);

const heads = [
  scriptCase(
    'the method HEAD',
    (access) => [{ write: headBytes(access, ORDERS, { method: 'HEAD' }) }],
    [methodNotAllowed],
    { isHead: true },
  ),
  scriptCase(
    'HEAD of the probe',
    (access) => [{ write: headBytes(access, ORDERS, { method: 'HEAD', target: '/livez' }) }],
    [refused([200, 405])],
    { isHead: true },
  ),
  scriptCase(
    'OPTIONS of everything',
    (access) => [{ write: headBytes(access, ORDERS, { method: 'OPTIONS', target: '*' }) }],
    [refused([204, 404, 405])],
  ),
  scriptCase(
    'GET with a body',
    (access) => [{ write: requestBytes(access, ORDERS, order(), { method: 'GET' }) }],
    [methodNotAllowed],
  ),
];

const old = pushCases(ORDERS, [
  ['HTTP/1.0', order(), accepted, { version: 'HTTP/1.0' }],
  ['HTTP/1.0 without a Host', order(), accepted, { version: 'HTTP/1.0', headers: { host: null } }],
  [
    'HTTP/1.0 that asks to stay open',
    order(),
    accepted,
    { version: 'HTTP/1.0', headers: { connection: 'keep-alive' } },
  ],
  [
    'HTTP/1.0 with chunks',
    '5\r\nabcde\r\n0\r\n\r\n',
    refused(400),
    { version: 'HTTP/1.0', headers: { 'transfer-encoding': 'chunked', 'content-length': null } },
  ],
]);

export const httpHeads: CaseGroup = {
  kind: 'request lines, methods and headers',
  cases: [...lines, ...headers, ...methods, ...heads, ...old],
};
