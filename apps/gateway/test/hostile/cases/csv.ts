import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import {
  accepted,
  acceptedOrQuarantined,
  partly,
  quarantined,
  refused,
  unreadable,
  type CaseGroup,
} from '../hostile-case.ts';
import { GRID_HEADER, GRID_ROWS, gridList, gridRow } from '../records.ts';
import { pushCases, type Lane } from '../wire.ts';

const GOOD = gridRow();
const ragged = partly('unreadable-record');
const MIB = 1_048_576;

const quotes = pushCases(GRID_ROWS, [
  ['a quote that does not end', gridList(GOOD, gridRow({ remark: '"x' })), unreadable],
  ['a quote that does not end in the header', `"${gridList(GOOD)}`, unreadable],
  ['a quote in the middle of a value', gridList(gridRow({ remark: '5"管' })), unreadable],
  ['text behind a closing quote', gridList(gridRow({ remark: '"a"b' })), unreadable],
  ['a quote escaped with a backslash', gridList(gridRow({ remark: '"a\\"b"' })), unreadable],
  ['a quote that swallows the rest of the file', gridList(gridRow({ remark: '"' }), GOOD, GOOD), unreadable],
  ['half a million quotes', () => gridList(gridRow({ remark: '"'.repeat(500_000) })), acceptedOrQuarantined],
  ['line breaks and separators in quotes', gridList(gridRow({ remark: '"a,b\r\nc\n\nd"' })), accepted],
  ['quotes in single quotes', gridList(gridRow({ remark: "'a'" })), accepted],
]);

const shapes = pushCases(GRID_ROWS, [
  ['an empty file', '', unreadable],
  ['a file of line breaks', '\r\n\r\n\n', unreadable],
  ['a file of separators', ',,,,\n,,,,\n', unreadable],
  ['a header and no rows', `${GRID_HEADER}\n`, accepted],
  ['rows and no header', `${GOOD}\n${GOOD}\n`, refused([400, 422])],
  ['a header with a name twice', gridList(GOOD).replace('grid_name', 'grid_code'), unreadable],
  ['a header with an empty name', gridList(GOOD).replace('grid_name', ''), unreadable],
  [
    'a header with an escaped line break in a name',
    gridList(GOOD).replace('grid_name', '"grid\n_name"'),
    accepted,
  ],
  ['a header with a NUL', gridList(GOOD).replace('grid_name', 'grid\0name'), unreadable],
  [
    'a header named as the prototype is',
    gridList(GOOD).replace('remark', '__proto__'),
    acceptedOrQuarantined,
  ],
  ['a header named constructor', gridList(GOOD).replace('remark', 'constructor'), acceptedOrQuarantined],
  [
    'a header of 2,001 columns',
    `${Array.from({ length: 2_001 }, (_, place) => `c${place}`).join(',')}\n`,
    unreadable,
  ],
  [
    'a header of half a million columns',
    () => `${Array.from({ length: 500_000 }, (_, place) => `c${place}`).join(',')}\n`,
    unreadable,
  ],
  ['a header of half a million separators', () => `${','.repeat(500_000)}\n${GOOD}`, refused([200, 400])],
  [
    'a name of 900,000 blanks and a letter',
    () => gridList(GOOD).replace('remark', `x${' '.repeat(900_000)}y`),
    accepted,
  ],
  [
    'a name of 900,000 line breaks',
    () => gridList(GOOD).replace('remark', `"x${'\n'.repeat(900_000)}"`),
    unreadable,
  ],
  ['a row that is too short', gridList(GOOD, '320412100021008,x'), ragged],
  ['a row that is too long', gridList(GOOD, `${GOOD},x,y`), ragged],
  ['a row of half a million separators', () => gridList(GOOD, `${GOOD}${','.repeat(500_000)}x`), ragged],
  ['nothing but ragged rows', gridList('a', 'b,c'), quarantined('unreadable-record')],
  ['a total below the rows', gridList(GOOD, '合计,1'), ragged],
  ['semicolons for commas', gridList(GOOD).replaceAll(',', ';'), refused([400, 422])],
  ['tabs for commas', gridList(GOOD).replaceAll(',', '\t'), refused([400, 422])],
  ['commas of full width', gridList(GOOD).replaceAll(',', '，'), refused([400, 422])],
  [
    'lines parted by carriage returns alone',
    gridList(GOOD, GOOD).replaceAll('\n', '\r'),
    refused([400, 422]),
  ],
  ['lines parted both ways', `${GRID_HEADER}\r\n${GOOD}\n${GOOD}\r\n`, accepted],
  ['10,001 rows', () => gridList(...Array.from({ length: 10_001 }, () => GOOD)), unreadable],
  ['half a million rows of separators', () => `${GRID_HEADER}\n${',\n'.repeat(500_000)}`, unreadable],
  ['JSON', '[{"grid_code":"1"}]', refused([400, 422])],
  ['a spreadsheet', Buffer.from('504b030414000600080000002100', 'hex'), refused([400, 422])],
]);

const cells = pushCases(GRID_ROWS, [
  [
    'a cell of 900,000 characters',
    () => gridList(gridRow({ remark: 'x'.repeat(900_000) })),
    acceptedOrQuarantined,
  ],
  [
    'a cell of more than 1 MiB',
    () => gridList(GOOD, gridRow({ remark: 'x'.repeat(MIB) })),
    partly('record-too-large'),
  ],
  [
    'a cell of 6 MiB',
    () => gridList(gridRow({ remark: 'x'.repeat(6 * MIB) })),
    quarantined('record-too-large'),
  ],
  ['a NUL in a cell', gridList(GOOD, gridRow({ remark: 'a\0b' })), partly('bad-text')],
  ['cells of nothing but NULs', gridList('\0,\0,\0,\0,\0,\0,\0,\0,\0,\0'), quarantined('bad-text')],
  ['control characters in a cell', gridList(gridRow({ remark: 'a\u0001\u001b[2Jb' })), acceptedOrQuarantined],
  ['formulas of a spreadsheet', gridList(gridRow({ remark: "=cmd|' /C calc'!A0" })), accepted],
  [
    'a number that a spreadsheet rounded',
    gridList(gridRow({ grid_code: '3.20412E+14' })),
    quarantined('source-schema'),
  ],
  ['a date that a spreadsheet counted', gridList(gridRow({ set_date: '44197' })), acceptedOrQuarantined],
  ['a byte order mark before the header', `\ufeff${gridList(GOOD)}`, accepted],
  [
    'a byte order mark before a quoted header',
    `\ufeff"grid_code"${gridList(GOOD).slice('grid_code'.length)}`,
    accepted,
  ],
  ['two byte order marks', `\ufeff\ufeff${gridList(GOOD)}`, refused([200, 400, 422])],
  [
    'a byte order mark in the middle',
    gridList(GOOD, `\ufeff${gridRow({ grid_code: '320412100021008' })}`),
    acceptedOrQuarantined,
  ],
  ['a hint for the separator', `sep=,\n${gridList(GOOD)}`, refused([400, 422])],
  ['comments', `# export\n${gridList(GOOD)}`, refused([400, 422])],
]);

const GBK_ROWS: Lane = { ...GRID_ROWS, contentType: 'text/csv; charset=gbk' };
const GB = iconv.encode(gridList(GOOD, GOOD), 'gbk');

const encodings = pushCases(GBK_ROWS, [
  [
    'GBK cut off in a character at the end of a row',
    Buffer.concat([GB.subarray(0, GB.length - 1), Buffer.from('c3', 'hex')]),
    unreadable,
  ],
  [
    'GBK with half a character before a separator',
    Buffer.concat([GB.subarray(0, GB.indexOf('J,') - 2), GB.subarray(GB.indexOf('J,') - 1)]),
    unreadable,
  ],
  ['UTF-8 that says it is GBK', gridList(GOOD), unreadable],
  ['UTF-8 with a byte order mark that says it is GBK', `\ufeff${gridList(GOOD)}`, unreadable],
  [
    'UTF-16, as spreadsheets write "Unicode text"',
    Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(gridList(GOOD), 'utf16le')]),
    unreadable,
  ],
  ['GBK in gzip that does not say so', gzipSync(GB), unreadable],
]);

export const csv: CaseGroup = { kind: 'CSV', cases: [...quotes, ...shapes, ...cells, ...encodings] };
