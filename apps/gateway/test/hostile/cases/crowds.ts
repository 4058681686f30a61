import { gzipSync } from 'node:zlib';
import { accepted, refused, type CaseGroup } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { headBytes, requestBytes, scriptCase, type Lane } from '../wire.ts';

const MB = 1_000_000;
const overCapacity = refused([200, 422, 503]);
const LIMITED: Lane = { system: 'city-enforcement', stream: 'cases', contentType: 'text/plain' };

/** Real overload: the only reason for a 503, always with Retry-After. */
export const crowds: CaseGroup = {
  kind: 'crowds and floods',
  gateway: 'tight',
  cases: [
    scriptCase(
      'ten bodies of 900 kB that come slowly, where four have room',
      (access) => {
        const bytes = requestBytes(access, ORDERS, order({ 诉求内容: 'a'.repeat(900_000) }));
        return [{ write: bytes.subarray(0, 2_000) }, { waitMs: 400 }, { write: bytes.subarray(2_000) }];
      },
      [overCapacity],
      { crowd: 10, eachOf: [503] },
    ),
    scriptCase(
      'ten bodies of unknown length',
      (access) => [
        { write: headBytes(access, ORDERS, { headers: { 'transfer-encoding': 'chunked' } }) },
        { waitMs: 400 },
        { write: `${Buffer.byteLength(order()).toString(16)}\r\n${order()}\r\n0\r\n\r\n` },
      ],
      [refused([200, 503])],
      { crowd: 10, eachOf: [200, 503] },
    ),
    scriptCase(
      'ten small bodies that grow to 900 kB each',
      (access) => [
        {
          write: requestBytes(access, ORDERS, gzipSync(order({ 诉求内容: 'a'.repeat(900_000) })), {
            headers: { 'content-encoding': 'gzip' },
          }),
        },
      ],
      [overCapacity],
      { crowd: 10 },
    ),
    scriptCase(
      'room again when they are through',
      (access) => [{ write: requestBytes(access, ORDERS, order({ 诉求内容: 'a'.repeat(900) })) }],
      [accepted],
    ),
    scriptCase(
      'twenty announcements of large bodies that are torn down',
      (access) => [
        { write: headBytes(access, ORDERS, { headers: { 'content-length': String(0.9 * MB) } }) },
        { waitMs: 30 },
        { reset: true },
      ],
      [refused(503, 'over-capacity')],
      { crowd: 20, mayEndEarly: true },
    ),
    scriptCase(
      'twenty connections that are torn down with a queue of requests behind one that is worked on',
      (access) => {
        const small = requestBytes(access, ORDERS, '{', { headers: { connection: 'keep-alive' } });
        const announced = headBytes(access, ORDERS, { headers: { 'transfer-encoding': 'chunked' } });
        return [{ write: Buffer.concat([small, small, small, announced]) }, { reset: true }];
      },
      [],
      { crowd: 20, mayEndEarly: true },
    ),
    scriptCase(
      'four large bodies at once, since nothing of those is left',
      (access) => [{ write: requestBytes(access, ORDERS, order({ 诉求内容: 'a'.repeat(900_000) })) }],
      [{ status: [422] }],
      { crowd: 4 },
    ),
    scriptCase('and room again after those', (access) => [{ write: requestBytes(access, ORDERS, order()) }], [
      accepted,
    ]),
    scriptCase(
      'a body beyond this gateway’s limit',
      (access) => [{ write: requestBytes(access, ORDERS, Buffer.alloc(1.5 * MB, ' ')) }],
      [refused(413, 'body-too-large')],
    ),
    scriptCase(
      'more requests than a system may make in a minute',
      (access) => [
        {
          write: Buffer.concat(
            Array.from({ length: 500 }, (_, place) =>
              requestBytes(access, LIMITED, '', { headers: place < 499 ? { connection: 'keep-alive' } : {} }),
            ),
          ),
        },
      ],
      Array.from({ length: 500 }, () => refused([415, 429])),
      { eachOf: [415, 429] },
    ),
    scriptCase(
      'the same for a receipt',
      (access) => [{ write: headBytes(access, LIMITED, { method: 'GET', target: '/v1/receipts/x' }) }],
      [refused(429, 'too-many-requests')],
    ),
    scriptCase(
      'another system, which is not held up by that',
      (access) => [{ write: requestBytes(access, ORDERS, order()) }],
      [accepted],
    ),
    scriptCase(
      'three hundred connections at once',
      (access) => [{ write: requestBytes(access, ORDERS, '{') }],
      [refused([400, 429, 503])],
      {
        crowd: 300,
        eachOf: [400],
      },
    ),
  ],
};
