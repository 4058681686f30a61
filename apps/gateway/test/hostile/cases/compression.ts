import { deflateRawSync, deflateSync, brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { accepted, refused, tooLarge, unreadable, type CaseGroup } from '../hostile-case.ts';
import { order, ORDERS } from '../records.ts';
import { pushCases, scriptCase, requestBytes, type RequestOptions } from '../wire.ts';

const MIB = 1_048_576;
const damaged = refused(400, 'damaged-gzip');
const unsupported = refused(415, 'unsupported-content-encoding');

function encoded(encoding: string | readonly string[]): RequestOptions {
  return { headers: { 'content-encoding': encoding } };
}

const gzip = encoded('gzip');
const GOOD = gzipSync(order());
const EMPTY = gzipSync('');

/** Blanks, which are legal in JSON and pack 1,000 to one. */
function bomb(bytes: number): Buffer {
  return gzipSync(Buffer.alloc(bytes, ' '), { level: 9 });
}

const LARGEST = bomb(16 * MIB);

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const place = at < 0 ? copy.length + at : at;
  copy[place] = copy[place]! ^ 0xff;
  return copy;
}

/** A header with all optional fields, an endless file name among them. */
function withName(name: Buffer): Buffer {
  const head = Buffer.from('1f8b0808000000000003', 'hex');
  return Buffer.concat([head, name, GOOD.subarray(10)]);
}

export const compression: CaseGroup = {
  kind: 'compression',
  cases: [
    ...pushCases(ORDERS, [
      ['gzip of nothing', gzipSync(''), unreadable, gzip],
      ['an empty body that says it is gzip', '', damaged, gzip],
      ['gzip cut off in its middle', GOOD.subarray(0, GOOD.length / 2), damaged, gzip],
      ['gzip without its last byte', GOOD.subarray(0, -1), damaged, gzip],
      ['gzip without its trailer', GOOD.subarray(0, -8), damaged, gzip],
      ['nothing but the magic number of gzip', Buffer.from('1f8b', 'hex'), damaged, gzip],
      ['gzip with a wrong checksum', changed(GOOD, -8), damaged, gzip],
      ['gzip with a wrong length', changed(GOOD, -1), damaged, gzip],
      ['gzip with a wrong byte in its middle', changed(GOOD, 30), damaged, gzip],
      ['gzip with a method nobody knows', changed(GOOD, 2), damaged, gzip],
      ['gzip with a file name that does not end', withName(Buffer.alloc(100_000, 'n')), damaged, gzip],
      ['gzip with a file name', withName(Buffer.from('a.json\0')), accepted, gzip],
      ['gzip in gzip, said once', gzipSync(GOOD), unreadable, gzip],
      ['gzip in gzip, said twice', gzipSync(GOOD), unsupported, encoded('gzip, gzip')],
      ['gzip in gzip, said in two headers', gzipSync(GOOD), unsupported, encoded(['gzip', 'gzip'])],
      ['two gzip members, each a document', Buffer.concat([GOOD, GOOD]), unreadable, gzip],
      [
        'gzip with other bytes behind it',
        Buffer.concat([GOOD, Buffer.from('garbage')]),
        refused([200, 400]),
        gzip,
      ],
      ['gzip with NUL bytes behind it', Buffer.concat([GOOD, Buffer.alloc(512)]), refused([200, 400]), gzip],
      ['gzip that does not say so', GOOD, unreadable],
      ['plain JSON that says it is gzip', order(), damaged, gzip],
      ['zlib that says it is gzip', deflateSync(order()), damaged, gzip],
      ['bare deflate that says it is gzip', deflateRawSync(order()), damaged, gzip],
      ['a ZIP archive that says it is gzip', Buffer.from('504b0304140000000800', 'hex'), damaged, gzip],
      ['deflate', deflateSync(order()), unsupported, encoded('deflate')],
      ['brotli', brotliCompressSync(order()), unsupported, encoded('br')],
      ['zstd', zstdCompressSync(order()), unsupported, encoded('zstd')],
      ['an encoding nobody knows', order(), unsupported, encoded('sm4')],
      ['a charset as the encoding', order(), unsupported, encoded('utf-8')],
      [
        'the name of a property of every object as the encoding',
        order(),
        unsupported,
        encoded('constructor'),
      ],
      ['gzip with a weight', GOOD, unsupported, encoded('gzip;q=1.0')],
      ['an empty encoding', order(), refused([200, 415]), encoded('')],
      ['gzip in capitals', GOOD, accepted, encoded('GZIP')],
      ['identity', order(), accepted, encoded('identity')],
      ['a bomb of 256 MiB', () => bomb(256 * MIB), tooLarge, gzip],
      [
        'a bomb of 1 GiB in 16 members',
        () => {
          const member = bomb(64 * MIB);
          return Buffer.alloc(16 * member.length, member);
        },
        tooLarge,
        gzip,
      ],
      ['a bomb of one byte more than a body may have', () => bomb(16 * MIB + 1), tooLarge, gzip],
      ['a bomb as large as a body may be', () => LARGEST, unreadable, gzip],
      [
        'a bomb of 2,000 members of 64 KiB each',
        () => {
          const member = bomb(65_536);
          return Buffer.alloc(2_000 * member.length, member);
        },
        tooLarge,
        gzip,
      ],
      ['a bomb in a bomb', () => gzipSync(bomb(256 * MIB)), unreadable, gzip],
      ['100,000 empty members', () => Buffer.alloc(100_000 * EMPTY.length, EMPTY), unreadable, gzip],
      ['a bomb only to be tried out', () => bomb(64 * MIB), tooLarge, { ...gzip, query: '?dryRun=true' }],
    ]),
    scriptCase(
      'thirty bombs at once, each as large as a body may be',
      (access) => [{ write: requestBytes(access, ORDERS, LARGEST, gzip) }],
      [refused([400, 503])],
      { crowd: 30, eachOf: [400, 503] },
    ),
    scriptCase(
      'twelve bombs at once',
      (access) => [{ write: requestBytes(access, ORDERS, bomb(256 * MIB), gzip) }],
      [refused([413, 503])],
      { crowd: 12 },
    ),
  ],
};
