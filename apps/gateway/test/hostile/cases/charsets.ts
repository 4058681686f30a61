import {
  accepted,
  acceptedOrQuarantined,
  refused,
  unreadable,
  wrongType,
  type CaseGroup,
} from '../hostile-case.ts';
import { GB18030_ORDERS, GBK_ORDERS, GRID_ROWS, gridList, gridRow, order, ORDERS } from '../records.ts';
import { pushCases, type Body, type Lane } from '../wire.ts';
import iconv from 'iconv-lite';

/** An order whose title holds these bytes. */
function titled(hex: string, encoding: 'utf-8' | 'gbk' = 'utf-8'): Body {
  const [before = '', after = ''] = order({ 标题: '@' }).split('@');
  return Buffer.concat([
    iconv.encode(before, encoding),
    Buffer.from(hex, 'hex'),
    iconv.encode(after, encoding),
  ]);
}

function gbk(text: string): Buffer {
  return iconv.encode(text, 'gbk');
}

function utf16(text: string, mark: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return Buffer.concat([Buffer.from(mark, 'hex'), isBigEndian ? bytes.swap16() : bytes]);
}

const utf8 = pushCases(ORDERS, [
  ['a byte that UTF-8 never has', titled('ff'), unreadable],
  ['a lone continuation byte', titled('80'), unreadable],
  ['a character cut off in its middle', titled('e5ad'), unreadable],
  [
    'a character cut off at the very end of the body',
    Buffer.concat([Buffer.from(order()), Buffer.from('e5ad', 'hex')]),
    unreadable,
  ],
  ['a NUL in two bytes', titled('c080'), unreadable],
  ['a slash in two bytes', titled('c0af'), unreadable],
  ['a quote in three bytes', titled('e080a2'), unreadable],
  ['half a surrogate pair in bytes', titled('eda080'), unreadable],
  ['a surrogate pair in bytes, as Java writes it', titled('eda0bdedb880'), unreadable],
  ['a character beyond U+10FFFF', titled('f4908080'), unreadable],
  ['a character of five bytes', titled('f888808080'), unreadable],
  ['GBK that says it is UTF-8', gbk(order()), unreadable],
  ['Latin-1 that says it is UTF-8', titled('636166e9'), unreadable],
  ['UTF-16 with its mark', utf16(order(), 'fffe', false), unreadable],
  ['UTF-16 of the other byte order', utf16(order(), 'feff', true), unreadable],
  ['UTF-16 without a mark', utf16(order(), '', false), unreadable],
  [
    'UTF-32',
    Buffer.concat([Buffer.from('fffe0000', 'hex'), Buffer.from('7b0000007d000000', 'hex')]),
    unreadable,
  ],
  ['UTF-7', titled('2b5a336d2d'), accepted],
  [
    'UTF-8 read as Latin-1 and written as UTF-8 again',
    Buffer.from(Buffer.from(order()).toString('latin1')),
    acceptedOrQuarantined,
  ],
  ['a byte order mark before the document', `\ufeff${order()}`, accepted],
  ['two byte order marks', `\ufeff\ufeff${order()}`, unreadable],
]);

const chinese = [GBK_ORDERS, GB18030_ORDERS].flatMap((lane) => {
  const charset = lane === GBK_ORDERS ? 'GBK' : 'GB18030';
  return pushCases(lane, [
    [`UTF-8 that says it is ${charset}`, order(), unreadable],
    [
      `half a character at the end of ${charset}`,
      Buffer.concat([gbk(order()), Buffer.from('c3', 'hex')]),
      unreadable,
    ],
    [`half a character before a quote in ${charset}`, titled('c3', 'gbk'), unreadable],
    [`a byte that ${charset} never has`, titled('ff', 'gbk'), unreadable],
    [`half a four-byte sequence in ${charset}`, titled('813081', 'gbk'), unreadable],
    [`a four-byte sequence beyond Unicode in ${charset}`, titled('fe39fe39', 'gbk'), unreadable],
  ]);
});

const gb18030 = pushCases(GB18030_ORDERS, [
  ['a rare character in four bytes', titled('95328236', 'gbk'), accepted],
  ['the bytes that are half a surrogate pair in GB18030', titled('8336c738', 'gbk'), acceptedOrQuarantined],
  ['the euro sign in one byte', titled('80', 'gbk'), acceptedOrQuarantined],
  ['characters whose second byte is a backslash', titled('815c955c', 'gbk'), accepted],
  ['a character whose second byte is a brace', titled('817d', 'gbk'), accepted],
  ['a byte order mark in GB18030', Buffer.concat([Buffer.from('84319533', 'hex'), gbk(order())]), accepted],
  [
    'a byte order mark of UTF-8 before GB18030',
    Buffer.concat([Buffer.from('efbbbf', 'hex'), gbk(order())]),
    unreadable,
  ],
]);

const rows: Lane = { ...GRID_ROWS, contentType: 'text/csv' };
const registered = pushCases(rows, [
  ['UTF-8 where the stream is registered as GBK and nothing is said', gridList(gridRow()), unreadable],
  [
    'a CSV file that is cut off in a character',
    gbk(gridList(gridRow())).subarray(0, -62),
    refused([400, 422]),
  ],
]);

const named = pushCases(ORDERS, [
  ...[
    'latin1',
    'iso-8859-1',
    'utf-16',
    'utf-7',
    'big5',
    'shift_jis',
    'x-unknown',
    '__proto__',
    'constructor',
    '',
    '"',
    'utf-8x',
    'u t f 8',
    '../utf-8',
  ].map(
    (charset) =>
      [
        `the charset "${charset}"`,
        order(),
        wrongType,
        { headers: { 'content-type': `application/json; charset=${charset}` } },
      ] as const,
  ),
  [
    'the charset in capitals and quotes',
    order(),
    accepted,
    { headers: { 'content-type': 'APPLICATION/JSON; CHARSET="UTF-8"' } },
  ],
  [
    'two charsets',
    order(),
    { status: [200, 400, 415] },
    { headers: { 'content-type': 'application/json; charset=utf-8; charset=gbk' } },
  ],
]);

export const charsets: CaseGroup = {
  kind: 'charsets',
  cases: [...utf8, ...chinese, ...gb18030, ...registered, ...named],
};
