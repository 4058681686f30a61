import { accepted, partly, quarantined, unreadable, type CaseGroup } from '../hostile-case.ts';
import { order, ORDER_LINES, orderWith } from '../records.ts';
import { pushCases } from '../wire.ts';

const GOOD = order();
const DEEP = orderWith(`"x":${'['.repeat(40)}${']'.repeat(40)}`);
const brokenLine = partly('unreadable-record');

export const ndjson: CaseGroup = {
  kind: 'NDJSON',
  cases: pushCases(ORDER_LINES, [
    ['nothing but line breaks', '\n\r\n\n', accepted],
    ['a list instead of lines', `[${GOOD},\n${GOOD}]`, unreadable],
    ['one document that was indented', JSON.stringify(JSON.parse(GOOD), null, 2), unreadable],
    ['a cut-off line among good ones', `${GOOD}\n{"工单编号":"DH\n${GOOD}\n`, brokenLine],
    ['a last line that is cut off', `${GOOD}\n${GOOD.slice(0, 50)}`, brokenLine],
    ['two records on a line', `${GOOD}${GOOD}\n${GOOD}`, brokenLine],
    ['a comma behind each line', `${GOOD},\n${GOOD}`, brokenLine],
    ['a line that is null', `${GOOD}\nnull\n`, brokenLine],
    ['a line that is a list', `${GOOD}\n[${GOOD}]\n`, brokenLine],
    ['a line that is nested too deeply', `${GOOD}\n${DEEP}\n`, brokenLine],
    ['a line of NUL bytes', `${GOOD}\n\0\0\0\n`, brokenLine],
    ['a line with an escaped NUL', `${GOOD}\n${orderWith('"x":"\\u0000"')}`, partly('bad-text')],
    ['a line with a member twice', `${GOOD}\n${orderWith('"x":1,"x":2')}`, partly('duplicate-field')],
    ['a line with 1e400', `${GOOD}\n${orderWith('"x":1e400')}`, partly('lossy-number')],
    [
      'a line of more than 1 MiB',
      () => `${GOOD}\n${order({ 标题: 'a'.repeat(1_100_000) })}\n`,
      partly('record-too-large'),
    ],
    ['a line with every fault at once', '{"a":1e400,"a":"\\u0000","b":[', quarantined('unreadable-record')],
    ['lines parted by carriage returns alone', `${GOOD}\r${GOOD}\r`, quarantined('unreadable-record')],
    ['lines parted by line separators', `${GOOD}\u2028${GOOD}`, quarantined('unreadable-record')],
    ['lines parted by record separators', `\u001e${GOOD}\n\u001e${GOOD}\n`, quarantined('unreadable-record')],
    ['a byte order mark before each line', `\ufeff${GOOD}\n\ufeff${GOOD}\n`, brokenLine],
    [
      'a log instead of records',
      '2026-11-24 09:00:00 INFO started\n2026-11-24 ERROR x\n',
      quarantined('unreadable-record'),
    ],
    ['an event stream', `data: ${GOOD}\n\ndata: ${GOOD}\n\n`, quarantined('unreadable-record')],
    ['2,000 broken lines', () => '{\n'.repeat(2_000), quarantined('unreadable-record')],
    [
      'half a million tabs on a broken line',
      () => `{"a":"x",${'\t'.repeat(500_000)}`,
      quarantined('unreadable-record'),
    ],
    [
      'half a million colons on a broken line',
      () => `{${':'.repeat(500_000)}`,
      quarantined('unreadable-record'),
    ],
    [
      'two million quotes and commas on a broken line',
      () => `{${'",'.repeat(1_000_000)}x`,
      quarantined('unreadable-record'),
    ],
    [
      'a broken line of 密 and blanks',
      () => `{${'密      '.repeat(50_000)}`,
      quarantined('unreadable-record'),
    ],
  ]),
};
