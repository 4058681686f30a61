import { refused, accepted, unreadable, type CaseGroup, type Step } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { headBytes, requestBytes, scriptCase, type Headers } from '../wire.ts';

const late = refused(408, 'request-timeout');
const BODY = Buffer.from(order());
/** Longer than the tight gateway waits for a request. */
const TOO_LONG_MS = 4_000;

function drip(bytes: Buffer, everyMs: number, atOnce: number, forMs: number): Step[] {
  const steps: Step[] = [];
  for (let place = 0; place * everyMs < forMs && place * atOnce < bytes.length; place += 1) {
    steps.push({ write: bytes.subarray(place * atOnce, (place + 1) * atOnce) }, { waitMs: everyMs });
  }
  return steps;
}

function length(bytes: number): { headers: Headers } {
  return { headers: { 'content-length': String(bytes) } };
}

const CHUNKED: { headers: Headers } = { headers: { 'transfer-encoding': 'chunked' } };

export const slow: CaseGroup = {
  kind: 'slow senders',
  gateway: 'tight',
  isSideBySide: true,
  cases: [
    scriptCase(
      'a head that comes byte by byte',
      (access) => drip(headBytes(access, ORDERS), 100, 1, TOO_LONG_MS),
      [late],
    ),
    scriptCase(
      'a head that stops in its middle',
      (access) => [{ write: headBytes(access, ORDERS).subarray(0, 80) }, { waitMs: TOO_LONG_MS }],
      [late],
    ),
    scriptCase(
      'a head that never ends, header by header',
      (access) => {
        const head = headBytes(access, ORDERS).subarray(0, -2);
        return [
          { write: head },
          ...Array.from({ length: 40 }, (_, place) => [
            { write: `X-${place}: a\r\n` },
            { waitMs: 100 },
          ]).flat(),
        ];
      },
      [late],
    ),
    scriptCase(
      'a request line that stops in its middle',
      () => [{ write: 'POST /v1/systems/hotl' }, { waitMs: TOO_LONG_MS }],
      [late],
    ),
    scriptCase(
      'a body that never begins',
      (access) => [{ write: headBytes(access, ORDERS, length(500)) }, { waitMs: TOO_LONG_MS }],
      [late],
    ),
    scriptCase(
      'a body that stops in its middle',
      (access) => [
        { write: headBytes(access, ORDERS, length(BODY.length)) },
        { write: BODY.subarray(0, 100) },
        { waitMs: TOO_LONG_MS },
      ],
      [late],
    ),
    scriptCase(
      'a body that comes byte by byte',
      (access) => [
        { write: headBytes(access, ORDERS, length(BODY.length)) },
        ...drip(BODY, 50, 1, TOO_LONG_MS),
      ],
      [late],
    ),
    scriptCase(
      'chunks that come byte by byte',
      (access) => [
        { write: headBytes(access, ORDERS, CHUNKED) },
        ...drip(Buffer.from('1\r\n{\r\n'.repeat(50)), 100, 6, TOO_LONG_MS),
      ],
      [late],
    ),
    scriptCase(
      'chunks of which the last never comes',
      (access) => [
        { write: headBytes(access, ORDERS, CHUNKED) },
        { write: '2\r\n{}\r\n' },
        { waitMs: TOO_LONG_MS },
      ],
      [late],
    ),
    scriptCase(
      'a chunk size that never ends',
      (access) => [
        { write: headBytes(access, ORDERS, CHUNKED) },
        ...drip(Buffer.alloc(40, '0'), 100, 1, TOO_LONG_MS),
      ],
      [late],
    ),
    scriptCase(
      'a client that asks to continue and does not',
      (access) => [
        {
          write: headBytes(access, ORDERS, { headers: { 'content-length': '500', expect: '100-continue' } }),
        },
        { waitMs: TOO_LONG_MS },
      ],
      [late],
    ),
    scriptCase('a connection on which nothing is said', () => [{ waitMs: TOO_LONG_MS }], [late], {
      mayEndEarly: true,
    }),
    scriptCase(
      'a connection on which only line breaks are said',
      () => [{ write: '\r\n' }, { waitMs: TOO_LONG_MS }],
      [late],
      { mayEndEarly: true },
    ),
    scriptCase(
      'a second request that is never finished',
      (access) => [
        { write: requestBytes(access, ORDERS, '{', { headers: { connection: 'keep-alive' } }) },
        { waitMs: 100 },
        { write: 'POST /v1' },
        { waitMs: TOO_LONG_MS },
      ],
      [unreadable, late],
    ),
    scriptCase(
      'two hundred heads that come byte by byte',
      (access) => drip(headBytes(access, ORDERS), 150, 1, TOO_LONG_MS),
      [late],
      { crowd: 200 },
    ),
    scriptCase(
      'a slow sender who is done in time',
      (access) => drip(requestBytes(access, ORDERS, BODY), 50, 40, 1_200),
      [accepted],
    ),
    scriptCase(
      'a client that does not read its answer',
      (access) => [{ deaf: true }, { write: requestBytes(access, ORDERS, BODY) }, { waitMs: TOO_LONG_MS }],
      [accepted],
    ),
  ],
};
