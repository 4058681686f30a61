import { accepted, refused, type CaseGroup } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { addressOf, headBytes, pushCases, scriptCase } from '../wire.ts';

const ADDRESS = addressOf(ORDERS);
const notFound = refused(404);
const foreign = refused(403, 'foreign-system');
const unknownStream = refused(404, 'stream-unknown');
const malformed = refused(400);
const tooLong = refused(414, 'address-too-long');

function at(target: string): { target: string } {
  return { target };
}

function stream(name: string): { target: string } {
  return at(`/v1/systems/hotline-12345/streams/${name}/records`);
}

function system(name: string): { target: string } {
  return at(`/v1/systems/${name}/streams/orders/records`);
}

const pushes = pushCases(ORDERS, [
  ['a stream nobody has', order(), unknownStream, stream('nothing')],
  ['the stream __proto__', order(), unknownStream, stream('__proto__')],
  ['the stream constructor', order(), unknownStream, stream('constructor')],
  ['a stream in capitals', order(), unknownStream, stream('ORDERS')],
  ['a stream with an encoded NUL', order(), unknownStream, stream('orders%00')],
  ['a stream with an encoded line break', order(), unknownStream, stream('orders%0d%0aX:y')],
  ['a stream with an encoded slash', order(), unknownStream, stream('orders%2f..%2forders')],
  ['a stream that is two encoded dots', order(), unknownStream, stream('%2e%2e')],
  ['a stream encoded twice', order(), unknownStream, stream('%256frders')],
  ['a stream with a statement in it', order(), unknownStream, stream("orders'%20OR%20'1'='1")],
  ['a stream of emoji', order(), unknownStream, stream('%F0%9F%93%9E')],
  [
    'a stream with a star and a secret in its name',
    order(),
    unknownStream,
    stream('%E6%9C%BA%E5%AF%86%E2%98%85'),
  ],
  ['an empty stream', order(), refused([400, 404]), stream('')],
  ['a stream of 512 characters', order(), unknownStream, stream('s'.repeat(512))],
  ['a stream of 513 characters', order(), tooLong, stream('s'.repeat(513))],
  ['a stream of 9,000 encoded characters', order(), tooLong, stream('%41'.repeat(3_000))],
  ['another system', order(), foreign, system('gas-safety')],
  ['a system nobody has', order(), foreign, system('nothing')],
  ['the system __proto__', order(), foreign, system('__proto__')],
  ['a system that is two encoded dots', order(), foreign, system('%2e%2e')],
  ['one’s own system with an encoded NUL', order(), foreign, system('hotline-12345%00')],
  ['one’s own system with a blank', order(), foreign, system('hotline-12345%20')],
  ['one’s own system encoded', order(), accepted, system('hotline%2D12345')],
  ['a percent sign without digits', order(), malformed, stream('%')],
  ['a percent sign with one digit', order(), malformed, stream('orders%4')],
  ['a percent sign with letters', order(), malformed, stream('%zz')],
  ['half an encoded character', order(), malformed, stream('%E6%9C')],
  ['an encoded byte that UTF-8 never has', order(), malformed, stream('%ff')],
  ['an encoded slash in two bytes', order(), malformed, stream('%c0%af')],
  ['a slash at the end', order(), notFound, at(`${ADDRESS}/`)],
  ['two slashes at the start', order(), notFound, at(`/${ADDRESS}`)],
  ['two slashes in the middle', order(), notFound, at(ADDRESS.replace('/streams', '//streams'))],
  ['dots in the middle', order(), notFound, at(ADDRESS.replace('/streams', '/./streams'))],
  ['a way up and down again', order(), notFound, at(`/docs/..${ADDRESS}`)],
  ['an encoded way up', order(), notFound, at(`/docs/%2e%2e${ADDRESS}`)],
  ['backslashes', order(), refused([400, 404]), at(ADDRESS.replaceAll('/', '\\'))],
  ['the version in capitals', order(), notFound, at(ADDRESS.replace('/v1', '/V1'))],
  ['a version that is not there', order(), notFound, at(ADDRESS.replace('/v1', '/v2'))],
  ['a semicolon and a parameter', order(), notFound, at(`${ADDRESS};x=1`)],
  ['a file of the server', order(), notFound, at('/../../../../etc/passwd')],
  ['a file of the server, encoded', order(), notFound, at('/%2e%2e/%2e%2e/etc/passwd')],
  ['a well-known weak spot', order(), notFound, at('/actuator/gateway/routes')],
  ['the root', order(), notFound, at('/')],
  ['the asterisk', order(), refused([400, 404]), at('*')],
  ['a path without a slash', order(), refused([400, 404]), at('v1/systems')],
  ['the probe as a place to push', order(), refused(405), at('/readyz')],
  ['the version encoded, with a key', order(), refused([200, 404]), at(ADDRESS.replace('/v1', '/%76%31'))],
  [
    'an absolute address, with a key',
    order(),
    refused([200, 400, 404]),
    at(`http://gateway.example${ADDRESS}`),
  ],
  ['a raw character beyond ASCII', order(), refused([400, 404]), stream('orders\u00e9')],
  ['an address of 20,000 characters', order(), refused([414, 431]), at(`/${'a'.repeat(20_000)}`)],
  ['an address of 9,000 slashes', order(), notFound, at('/'.repeat(9_000))],
]);

const NO_KEY = { authorization: null };

/** However an address is written: without credentials nobody gets past the door. */
const withoutKey = pushCases(
  ORDERS,
  (
    [
      ['the plain address', ADDRESS],
      ['the version encoded', ADDRESS.replace('/v1', '/%76%31')],
      ['an encoded letter in a fixed part', ADDRESS.replace('systems', 'system%73')],
      ['an absolute address', `http://gateway.example${ADDRESS}`],
      ['an absolute address of another scheme', `https://gateway.example${ADDRESS}`],
      ['an absolute address with an empty query', `http://gateway.example${ADDRESS}?`],
      ['a way up', `/x/..${ADDRESS}`],
      ['two slashes', `/${ADDRESS}`],
    ] as const
  ).map(
    ([name, target]) =>
      [`no key and ${name}`, order(), refused([400, 401, 404]), { target, headers: NO_KEY }] as const,
  ),
);

const reads = (
  [
    ['a receipt nobody has', '/v1/receipts/0190a0a0-0000-7000-8000-000000000000', notFound],
    ['a receipt that is no number', '/v1/receipts/1%20OR%201=1', notFound],
    ['a receipt with a NUL', '/v1/receipts/%00', notFound],
    ['a receipt of 400 characters', `/v1/receipts/${'0'.repeat(400)}`, notFound],
    ['a receipt of 600 characters', `/v1/receipts/${'0'.repeat(600)}`, tooLong],
    [
      'a receipt behind an encoded version',
      '/%76%31/receipts/0190a0a0-0000-7000-8000-000000000000',
      notFound,
    ],
    ['a list of all receipts', '/v1/receipts', notFound],
    ['reading where records are pushed', ADDRESS, refused(405, 'method-not-allowed')],
  ] as const
).map(([name, target, expectation]) =>
  scriptCase(
    name,
    (access) => [
      { write: headBytes(access, ORDERS, { method: 'GET', target, headers: { 'content-type': null } }) },
    ],
    [expectation],
  ),
);

export const addresses: CaseGroup = { kind: 'addresses', cases: [...pushes, ...withoutKey, ...reads] };
