import {
  accepted,
  refused,
  unreadable,
  blocked,
  type CaseGroup,
  type Expectation,
  type HostileCase,
} from '../hostile-case.ts';
import { EVENT_LINES, order, ORDERS } from '../records.ts';
import { addressOf, pushCases, requestBytes, scriptCase, type Body, type RequestOptions } from '../wire.ts';
import { SECRET_TEXT } from './secret-text.ts';

const malformed = refused(400, 'malformed-idempotency-key');
const reused = refused(422, 'idempotency-key-reused');

const KEYS: ReadonlyArray<[string, string | readonly string[], Expectation]> = [
  ['empty', '', malformed],
  ['blank', '   ', malformed],
  ['129 characters long', 'k'.repeat(129), malformed],
  ['10,000 characters long', 'k'.repeat(10_000), malformed],
  ['with a blank', 'a b', malformed],
  ['with a tab', 'a\tb', malformed],
  ['beyond ASCII', 'cl\u00e9', malformed],
  ['of Chinese bytes', Buffer.from('钥匙').toString('latin1'), malformed],
  ['said twice', ['a', 'b'], malformed],
  ['128 characters long', 'k'.repeat(128), accepted],
  ['a statement', "';DROP/**/TABLE/**/exchange.receipt;--", accepted],
  ['__proto__', '__proto__', accepted],
  ['a path', '../../../etc/passwd', accepted],
  ['a quoted string', '"8e03978e-40d5-43dd-bc93-6894a57f9324"', accepted],
  ['null', 'null', accepted],
];

const WAIT_MS = 250;

/** Pushes under one key, one after the other on one connection. */
function sequence(
  name: string,
  key: string,
  pushes: ReadonlyArray<readonly [Body, Expectation, RequestOptions?]>,
): HostileCase {
  return scriptCase(
    name,
    (access) =>
      pushes.flatMap(([body, , options], place) => {
        const connection = place === pushes.length - 1 ? 'close' : 'keep-alive';
        const headers = { connection, 'idempotency-key': key, ...options?.headers };
        return [{ write: requestBytes(access, ORDERS, body, { ...options, headers }) }, { waitMs: WAIT_MS }];
      }),
    pushes.map(([, expectation]) => expectation),
  );
}

const first = order({ 工单编号: 'IDEM-1' });
const second = order({ 工单编号: 'IDEM-2' });

export const idempotency: CaseGroup = {
  kind: 'idempotency keys',
  cases: [
    ...pushCases(
      ORDERS,
      KEYS.map(
        ([name, key, expectation]) =>
          [`a key that is ${name}`, order(), expectation, { headers: { 'idempotency-key': key } }] as const,
      ),
    ),
    sequence('a key that comes again with another body', 'seq-other-body', [
      [first, accepted],
      [second, reused],
    ]),
    sequence('a key that comes again with one blank more', 'seq-blank', [
      [first, accepted],
      [`${first} `, reused],
    ]),
    sequence('a key that comes again as a withdrawal', 'seq-delete', [
      [first, accepted],
      [first, reused, { query: '?operation=delete' }],
    ]),
    sequence('a key whose first body could not be read', 'seq-unreadable', [
      ['{', unreadable],
      [first, accepted],
    ]),
    sequence('a key whose first body was marked secret', 'seq-secret', [
      [order({ 诉求内容: `${SECRET_TEXT} 机密★` }), blocked],
      [first, accepted],
    ]),
    sequence('a key whose first body came without credentials', 'seq-unauthenticated', [
      [first, refused(401), { headers: { authorization: null } }],
      [first, accepted],
    ]),
    sequence('a key whose first body had the wrong type', 'seq-type', [
      [first, refused(415), { headers: { 'content-type': 'text/plain' } }],
      [first, accepted],
    ]),
    sequence('a key that was only tried out before', 'seq-dry', [
      [first, accepted, { query: '?dryRun=true' }],
      [second, accepted],
    ]),
    sequence('a key that comes again on another stream', 'seq-stream', [
      ['{"event_id":""}\n', { status: [422] }, eventLane('events')],
      ['{"event_id":""}\n', reused, eventLane('grids')],
    ]),
    scriptCase(
      'one key from twenty connections at once',
      (access) => [
        { write: requestBytes(access, ORDERS, first, { headers: { 'idempotency-key': 'crowd' } }) },
      ],
      [refused([200, 409])],
      { crowd: 20, eachOf: [200] },
    ),
  ],
};

function eventLane(stream: string): RequestOptions {
  return {
    target: addressOf({ ...EVENT_LINES, stream }),
    headers: { 'content-type': EVENT_LINES.contentType },
    system: EVENT_LINES.system,
  };
}
