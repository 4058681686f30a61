import { accepted, refused, unreadable, type CaseGroup } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { headBytes, requestBytes, scriptCase, type Headers } from '../wire.ts';

const OPEN: { headers: Headers } = { headers: { connection: 'keep-alive' } };
const malformed = refused(400, 'malformed-request');

export const pipelining: CaseGroup = {
  kind: 'pipelining and reuse',
  cases: [
    scriptCase(
      'two pushes in one packet',
      (access) => [
        {
          write: Buffer.concat([
            requestBytes(access, ORDERS, order(), OPEN),
            requestBytes(access, ORDERS, order()),
          ]),
        },
      ],
      [accepted, accepted],
    ),
    scriptCase(
      'fifty pushes in one packet',
      (access) => [
        {
          write: Buffer.concat(Array.from({ length: 50 }, () => requestBytes(access, ORDERS, order(), OPEN))),
        },
      ],
      Array.from({ length: 50 }, () => accepted),
    ),
    scriptCase(
      'a broken push before a good one',
      (access) => [
        {
          write: Buffer.concat([
            requestBytes(access, ORDERS, '{', OPEN),
            requestBytes(access, ORDERS, order()),
          ]),
        },
      ],
      [unreadable, accepted],
    ),
    scriptCase(
      'a push and then noise',
      (access) => [
        { write: requestBytes(access, ORDERS, order(), OPEN) },
        { waitMs: 150 },
        { write: '\u0000\u0001garbage\r\n\r\n' },
      ],
      [accepted, malformed],
    ),
    scriptCase(
      'a push and noise in the same packet',
      (access) => [
        {
          write: Buffer.concat([
            requestBytes(access, ORDERS, order(), OPEN),
            Buffer.from('\0\0\0\0\r\n\r\n'),
          ]),
        },
      ],
      [accepted, malformed],
      { mayEndEarly: true },
    ),
    scriptCase(
      'a push behind one that closes the connection',
      (access) => [
        { write: Buffer.concat([requestBytes(access, ORDERS, '{'), requestBytes(access, ORDERS, order())]) },
      ],
      [unreadable],
    ),
    scriptCase(
      'a push behind one without credentials',
      (access) => [
        {
          write: Buffer.concat([
            requestBytes(access, ORDERS, order(), { headers: { ...OPEN.headers, authorization: null } }),
            requestBytes(access, ORDERS, order()),
          ]),
        },
      ],
      [refused(401, 'credentials-missing'), accepted],
    ),
    scriptCase(
      'a push hidden in the body of another',
      (access) => {
        const hidden = requestBytes(access, ORDERS, order());
        return [{ write: requestBytes(access, ORDERS, hidden) }];
      },
      [unreadable],
    ),
    scriptCase(
      'empty lines before the request',
      (access) => [{ write: '\r\n\r\n\r\n' }, { write: requestBytes(access, ORDERS, order()) }],
      [accepted],
    ),
    scriptCase(
      'a push in pieces of three bytes',
      (access) => {
        const bytes = requestBytes(access, ORDERS, order());
        return Array.from({ length: Math.ceil(bytes.length / 3) }, (_, place) => ({
          write: bytes.subarray(place * 3, place * 3 + 3),
        }));
      },
      [accepted],
    ),
    scriptCase(
      'a push whose sender closes its own side at once',
      (access) => [{ write: requestBytes(access, ORDERS, order()) }, { finish: true }],
      [accepted],
    ),
    scriptCase(
      'two pushes whose sender closes its own side at once',
      (access) => [
        { write: requestBytes(access, ORDERS, order(), OPEN) },
        { write: requestBytes(access, ORDERS, order(), OPEN) },
        { finish: true },
      ],
      [accepted, accepted],
    ),
    scriptCase('nothing at all', () => [{ finish: true }], [], { mayEndEarly: true }),
    scriptCase(
      'half a request line, and the sender is done',
      () => [{ write: 'POST /v1/sys' }, { finish: true }],
      [refused(400)],
      { mayEndEarly: true },
    ),
    scriptCase(
      'half a head, and the sender is gone',
      (access) => [{ write: headBytes(access, ORDERS).subarray(0, 60) }, { reset: true }],
      [],
      { mayEndEarly: true },
    ),
    scriptCase(
      'a hundred connections that are opened and torn down',
      (access) => [{ write: requestBytes(access, ORDERS, '{').subarray(0, 90) }, { reset: true }],
      [],
      { crowd: 100, mayEndEarly: true },
    ),
  ],
};
