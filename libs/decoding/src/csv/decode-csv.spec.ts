import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { decodeBatch } from '../decode-batch.ts';
import type { DecodedBatch, DecodedRecord, DecodeOptions } from '../decoded-batch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

function decode(body: string | Buffer, options: Partial<DecodeOptions> = {}): DecodedBatch {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  return decodeBatch(bytes, { format: 'csv', charset: 'utf-8', ...options }, DEFAULT_LIMITS);
}

function records(batch: DecodedBatch): readonly DecodedRecord[] {
  if (batch.kind !== 'records') throw new Error(`${batch.at}: ${batch.detail.en}`);
  return batch.records;
}

describe('a CSV body', () => {
  it('is a record of texts per row, under trimmed names without line breaks', () => {
    const body =
      '\ufeff 许可编号 ,"行政相对人\r\n名称",备注\r\n\r\n007,"甲""乙""\n有限公司", \r\n,,\r\n1e5,丙,"a,b"\n';
    expect(records(decode(body))).toEqual([
      {
        index: 0,
        line: 4,
        raw: Buffer.from('007,"甲""乙""\n有限公司", '),
        value: { 许可编号: '007', 行政相对人名称: '甲"乙"\n有限公司', 备注: ' ' },
      },
      {
        index: 1,
        line: 7,
        raw: Buffer.from('1e5,丙,"a,b"'),
        value: { 许可编号: '1e5', 行政相对人名称: '丙', 备注: 'a,b' },
      },
    ]);
  });

  it('may be separated otherwise, and may end without a line break', () => {
    expect(records(decode('a\tb\n1\t2,3', { csv: { separator: '\t' } }))).toMatchObject([
      { value: { a: '1', b: '2,3' } },
    ]);
  });

  it('may have empty columns and values at the end, as spreadsheets leave them', () => {
    expect(records(decode('a,b,,\n1,2,,\n3,4\n5,6,,,,'))).toMatchObject([
      { value: { a: '1', b: '2' } },
      { value: { a: '3', b: '4' } },
      { value: { a: '5', b: '6' } },
    ]);
  });

  it('keeps exact bytes in GBK, where second bytes look like separators', () => {
    const rows = ['1,"镕\n|"', '2,丂丄'];
    const body = iconv.encode(`号|名\n`.replace('|', ',') + rows.join('\r\n'), 'gbk');
    const found = records(decode(body, { charset: 'gbk' }));
    expect(found.map((record) => record.raw)).toEqual(rows.map((row) => iconv.encode(row, 'gbk')));
    expect(found[1]).toMatchObject({ value: { 号: '2', 名: '丂丄' } });
  });

  it('has rows rejected alone for the number of their fields and for NUL characters, with their line', () => {
    const found = records(decode('a,b\n"x\ny",1\n1\n1,2,3\n4,\u0000\n5,6\n'));
    const outcome = found.map((record) =>
      'value' in record ? 'ok' : [record.rejection.code, record.rejection.at, record.rejection.detail.en],
    );
    expect(outcome).toEqual([
      'ok',
      ['unreadable-record', '', expect.stringMatching(/^line 4 has 1 fields, the header has 2/)],
      ['unreadable-record', '', expect.stringMatching(/^line 5 has 3 fields/)],
      ['bad-text', '/b', expect.any(String)],
      'ok',
    ]);
    expect(found[2]?.raw.toString()).toBe('1,2,3');
  });

  it('may have a column named __proto__', () => {
    const [record] = records(decode('__proto__,constructor\n1,2'));
    if (!record || !('value' in record)) throw new Error('expected a value');
    expect(Object.entries(record.value)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    expect(Object.getPrototypeOf(record.value)).toBe(Object.prototype);
  });

  it.each([
    ['', ''],
    ['\r\n\r\n', ''],
    [',,,\n,,,\n', ''],
    ['a,,b\n1,2,3', 'line 1'],
    ['a,b, a\n1,2,3', 'line 1'],
    ['a,b\n1,"2', 'line 2'],
    ['a,b\n1,2\n1,"2"x', 'line 3'],
    ['a,b\n1,2"3', 'line 2'],
  ])('is unreadable when it is %j', (body, at) => {
    expect(decode(body)).toMatchObject({ kind: 'unreadable', at });
  });

  it('is refused when it holds too many rows, blank or not', () => {
    expect(decode(`a,b\n${'1,2\n'.repeat(10_001)}`)).toMatchObject({ kind: 'unreadable' });
    expect(decode(`a,b\n${',\n'.repeat(10_001)}`)).toMatchObject({ kind: 'unreadable' });
    expect(records(decode(`a,b\n${'1,2\n'.repeat(10_000)}`))).toHaveLength(10_000);
  });
});

describe('a CSV file of people', () => {
  const title = '户外广告设施台账（2026）,,';
  const file = [
    title,
    ',,',
    '"编\n号",名　称,备 注',
    '1,甲,',
    '2,合计公司,',
    '合 计,2,',
    '表格说明：略',
    '填表人,x,',
  ];
  const footers = ['合计', '表格说明', '填表人'];
  const expected = [
    { line: 5, value: { 编号: '1', 名称: '甲', 备注: '' } },
    { line: 6, value: { 编号: '2', 名称: '合计公司' } },
  ];

  it('has its header found below the titles, by their number or by its names, and its remarks left out', () => {
    const body = file.join('\n');
    for (const csv of [
      { titleRows: 2, footers },
      { titleRows: 1, footers },
      { header: ['名 称', '编号'], footers },
    ]) {
      const found = records(decode(body, { csv }));
      expect(found).toHaveLength(2);
      expect(found).toMatchObject(expected);
    }
    expect(decode(body, { csv: { header: ['没有'] } })).toMatchObject({
      kind: 'unreadable',
      detail: { zh: '没有找到表头：应有列 没有' },
    });
    expect(decode(body, { csv: { footers } })).toMatchObject({ kind: 'records' });
  });

  it('that is a piece of a larger one counts the lines of that', () => {
    const body = file.slice(0, 4).join('\n');
    expect(records(decode(body, { csv: { titleRows: 2 }, firstLine: 1_001 }))[0]).toMatchObject({
      line: 1_001,
    });
  });

  it('may use quotes as characters like any other', () => {
    const csv = { separator: '\t', quote: 'none' } as const;
    expect(records(decode('a\tb\n"1\t2"x\n', { csv }))).toMatchObject([{ value: { a: '"1', b: '2"x' } }]);
  });

  it('has broken rows as broken records where it is told to', () => {
    const body = 'a,b\n1,"2\n3,4\n5,6"x\n7,"8"x\n9,"10"';
    const found = records(decode(body, { isolateBroken: true }));
    expect(
      found.map((record) => [record.line, 'value' in record ? record.value['a'] : record.raw.toString()]),
    ).toEqual([
      [2, '1,"2'],
      [3, '3'],
      [4, '5,6"x'],
      [5, '7,"8"x'],
      [6, '9'],
    ]);
  });
});

describe('for any rows', () => {
  const field = fc.string({
    unit: fc.constantFrom('常', '𠀀', 'a', '"', ',', '\n', '\r\n', ' ', '丂', '0'),
    minLength: 1,
  });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('what was written is what is read, and the raw bytes are the rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, field)),
        fc.constantFrom('utf-8' as const, 'gb18030' as const),
        fc.constantFrom('\n', '\r\n'),
        (rows, charset, lineBreak) => {
          const written = rows.map((row) => row.map(quoted).join(','));
          const body = iconv.encode(['a,b', ...written].join(lineBreak), charset);
          const kept = rows.flatMap(([a, b], place) => ((a + b).trim() === '' ? [] : [{ a, b, place }]));
          const found = records(decode(body, { charset }));
          expect(found.map((record) => 'value' in record && record.value)).toEqual(
            kept.map(({ a, b }) => ({ a, b })),
          );
          expect(found.map((record) => iconv.decode(record.raw, charset))).toEqual(
            kept.map(({ place }) => written[place]),
          );
        },
      ),
    );
  });
});
