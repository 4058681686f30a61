import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import type { Charset } from '../charset.ts';
import { ROW_BYTES_MAX } from '../csv/csv-row-scanner.ts';
import { decodeBatch } from '../decode-batch.ts';
import type { DecodedRecord, DecodeOptions } from '../decoded-batch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { BodyFiller, type BodyLimits, type FilledBody, type FilePlace } from './body-filler.ts';
import { rowSplitterOf, type SplitFormat } from './row-splitter-of.ts';

type Options = DecodeOptions & { readonly format: SplitFormat };

const SMALL: BodyLimits = { rowsMax: 3, bytesMax: 400 };

function* cut(file: Buffer, sizes: readonly number[], from: number): Generator<Buffer> {
  for (let at = from, turn = 0; at < file.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    yield file.subarray(at, at + size);
    at += size;
  }
}

/** The bodies of a file that comes in pieces of these sizes, from a place on. */
function bodiesOf(
  file: Buffer,
  options: Options,
  sizes: readonly number[],
  from: FilePlace | null = null,
  limits = SMALL,
): FilledBody[] {
  const splitter = rowSplitterOf(options);
  if (from) {
    for (const piece of cut(file, sizes, 0)) {
      splitter.push(piece);
      if (splitter.prologue) break;
    }
    splitter.goTo(from.offset);
  }
  const filler = new BodyFiller(splitter, limits, from);
  const bodies: FilledBody[] = [];
  for (const piece of cut(file, sizes, from?.offset ?? 0)) bodies.push(...filler.push(piece));
  bodies.push(...filler.finish());
  return bodies;
}

function decoded(body: Buffer, options: Options, firstLine?: number): readonly DecodedRecord[] | null {
  const whole = { ...options, isolateBroken: true, ...(firstLine === undefined ? {} : { firstLine }) };
  const batch = decodeBatch(body, whole, DEFAULT_LIMITS);
  return batch.kind === 'records' ? batch.records : null;
}

/** What all bodies say together; null when one of them is unreadable. */
function together(bodies: readonly FilledBody[], options: Options): DecodedRecord[] | null {
  const hasLines = options.format === 'csv' || options.format === 'ndjson';
  const all: DecodedRecord[] = [];
  for (const { body, firstLine } of bodies) {
    const records = decoded(body, options, hasLines ? firstLine : undefined);
    if (!records) return null;
    for (const record of records) all.push({ ...record, index: all.length });
  }
  return all;
}

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
const charset = fc.constantFrom<Charset>('utf-8', 'gb18030');

/** Holds a file in pieces against the same file in one, and each place to go on at against not having stopped. */
function expectSame(text: string, options: Options, pieces: readonly number[]): void {
  const file = iconv.encode(text, options.charset);
  const whole = decoded(file, options);
  const bodies = bodiesOf(file, options, pieces);
  const inPieces = together(bodies, options);
  expect(inPieces).toEqual(whole);
  if (!whole) return;
  expect(bodies.filter(({ isLast }) => isLast)).toEqual([bodies.at(-1)]);
  const stopped = bodies[Math.floor(bodies.length / 2)]!;
  if (stopped.isLast) return;
  const rest = bodiesOf(file, options, pieces, stopped.end);
  expect(rest).toEqual(bodies.slice(bodies.indexOf(stopped) + 1));
}

describe('a file in pieces says what the whole file says', () => {
  const field = fc.oneof(
    fc.string({ unit: fc.constantFrom('常', '镕', '𠀀', 'a', '|', ' ', '丂', '0'), maxLength: 6 }),
    fc
      .string({ unit: fc.constantFrom('常', '"', ',', '\n', '\r\n', '|'), maxLength: 6 })
      .map((text) => `"${text.replaceAll('"', '""')}"`),
    fc.constantFrom('"', '"未完', 'a"b', '"a"b', ''),
  );
  const csv = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 25 });
  const lineBreak = fc.constantFrom('\n', '\r\n');

  it('as CSV, also where quotes are broken', () => {
    fc.assert(
      fc.property(
        csv,
        sizes,
        charset,
        lineBreak,
        fc.constantFrom(',', '|'),
        (rows, pieces, set, end, separator) => {
          const lines = [['名称', 'b', 'c'], ...rows].map((row) => row.join(separator));
          expectSame(lines.join(end), { format: 'csv', charset: set, csv: { separator } }, pieces);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('as CSV with titles and remarks', () => {
    fc.assert(
      fc.property(
        csv,
        sizes,
        charset,
        fc.integer({ min: 0, max: 3 }),
        fc.boolean(),
        (rows, pieces, set, titleRows, marked) => {
          const titles = ['户外广告台账,,', ',,', '2026 年,,'].slice(0, titleRows);
          const lines = [
            ...titles,
            '"名\n称",b,c',
            ...rows.map((row) => row.join(',')),
            '表格说明：,,',
            '合计,1,',
          ];
          const footers = ['表格说明', '合计'];
          const file = (marked ? '\ufeff' : '') + lines.join('\n');
          expectSame(file, { format: 'csv', charset: set, csv: { titleRows, footers } }, pieces);
          expectSame(file, { format: 'csv', charset: set, csv: { header: ['名称', 'c'], footers } }, pieces);
        },
      ),
      { numRuns: 300 },
    );
  });

  const value = fc.oneof(
    fc
      .record({
        名: fc.string({ unit: fc.constantFrom('"', '\\', '{', '常', '镕', '瀃', ']') }),
        n: fc.integer(),
      })
      .map((one) => JSON.stringify(one)),
    fc.constantFrom('{"a":1,}', '[]', '12', 'null', '{"b":[{"c":"}"}]}', '"x"'),
  );
  const values = fc.array(value, { maxLength: 20 });

  it('as NDJSON', () => {
    fc.assert(
      fc.property(values, sizes, charset, (rows, pieces, set) => {
        fc.pre(!rows[0]?.startsWith('['));
        expectSame(['{}', ...rows, '', '{'].join('\n'), { format: 'ndjson', charset: set }, pieces);
      }),
      { numRuns: 500 },
    );
  });

  it('as a JSON list, in an envelope or not, sound or not', () => {
    fc.assert(
      fc.property(
        values,
        sizes,
        charset,
        fc.constantFrom(',', ' ,\n', ',', ',', ' ', ',,'),
        fc.constantFrom(']', '\n ]', '', ',]', '}'),
        (rows, pieces, set, comma, end) => {
          const list = `[${rows.join(comma)}${end}`;
          expectSame(list, { format: 'json', charset: set }, pieces);
          const envelope = `{"code":"镕","x":{"rows":[1]},"data":{"rows":${list},"total":3}}`;
          expectSame(envelope, { format: 'json', charset: set, records: '/data/rows' }, pieces);
          expectSame(envelope, { format: 'json', charset: set, records: '/none' }, pieces);
        },
      ),
      { numRuns: 500 },
    );
  });

  const element = fc.oneof(
    fc.constantFrom(
      '<row a="x>y"/>',
      '<row></row>',
      '<!-- <row> -->',
      '<other><row/></other>',
      '\n',
      '<?x <row> ?>',
    ),
    fc
      .string({ unit: fc.constantFrom('常', '镕', ']', '瀄', '&amp;'), maxLength: 5 })
      .map((text) => `<p:row><名>${text}</名><t><![CDATA[<row>${text}]]></t></p:row>`),
  );

  it('as XML, sound or not', () => {
    fc.assert(
      fc.property(
        fc.array(element, { maxLength: 20 }),
        sizes,
        charset,
        fc.constantFrom('</rows></数据>', '</rows>', '</row></rows></数据>'),
        (rows, pieces, set, end) => {
          const file = `<?xml version="1.0" encoding="GB18030"?>\n<数据><head/><rows n="1">${rows.join('')}${end}`;
          expectSame(file, { format: 'xml', charset: set, records: '/数据/rows/row' }, pieces);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a broken file', () => {
  const csv: Options = { format: 'csv', charset: 'utf-8' };

  it('loses one row to a quote that is not closed, and tells the lines', () => {
    const file = Buffer.from('a,b\n1,"x\n2,y\n3,z\n');
    expect(together(bodiesOf(file, csv, [7]), csv)).toMatchObject([
      { line: 2, raw: Buffer.from('1,"x'), rejection: { code: 'unreadable-record' } },
      { line: 3, value: { a: '2' } },
      { line: 4, value: { a: '3' } },
    ]);
  });

  it('keeps no more of a line without end than its bound, and goes on behind it', () => {
    const long = Buffer.alloc(3 * ROW_BYTES_MAX, 'x');
    const file = Buffer.concat([Buffer.from('a,b\n1,"'), long, Buffer.from('\n2,y\n')]);
    const bodies = bodiesOf(file, csv, [65_536]);
    const records = together(bodies, csv)!;
    expect(records).toMatchObject([
      { line: 2, rejection: { code: 'record-too-large' } },
      { line: 3, value: { a: '2', b: 'y' } },
    ]);
    expect(records[0]!.raw.length).toBe(ROW_BYTES_MAX);
    expect(bodiesOf(file, csv, [65_536], bodies[0]!.end)).toEqual(bodies.slice(1));
  });

  it('may end in such a line', () => {
    const file = Buffer.from(`a,b\n1,${'x'.repeat(ROW_BYTES_MAX + 10)}`);
    const bodies = bodiesOf(file, csv, [1_000_000]);
    expect(together(bodies, csv)).toMatchObject([{ line: 2, rejection: { code: 'record-too-large' } }]);
    expect(bodies.at(-1)).toMatchObject({ isLast: true, end: { offset: file.length } });
  });

  it('with a damaged character loses that row alone; in another charset it is unreadable', () => {
    const rows = ['编号,名称', '1,武进', '2,湖塘', '3,洛阳'].map((row) => iconv.encode(`${row}\n`, 'gbk'));
    rows[2]!.writeUInt8(0xff, 3);
    const gbk = { ...csv, charset: 'gbk' } as const;
    expect(decoded(Buffer.concat(rows), gbk)).toMatchObject([
      { value: { 名称: '武进' } },
      { line: 3, rejection: { code: 'unreadable-record' }, raw: rows[2]!.subarray(0, -1) },
      { value: { 名称: '洛阳' } },
    ]);
    expect(decoded(Buffer.concat(rows), csv)).toBeNull();
    const lines = ['{"名":"武进"}', '{"名":"x"}', '{"名":"y"}'].map((row) => iconv.encode(`${row}\n`, 'gbk'));
    lines[1]!.writeUInt8(0xff, 7);
    expect(decoded(Buffer.concat(lines), { format: 'ndjson', charset: 'gbk' })).toMatchObject([
      { value: { 名: '武进' } },
      { line: 2, rejection: { code: 'unreadable-record' } },
      { value: { 名: 'y' } },
    ]);
  });

  it('without a header, or of nothing, is one body that is unreadable', () => {
    const options: Options = { ...csv, csv: { header: ['编号'] } };
    const file = Buffer.from('x,y\n'.repeat(200));
    expect(decoded(bodiesOf(file, options, [50])[0]!.body, options)).toBeNull();
    expect(bodiesOf(Buffer.alloc(0), csv, [50])).toMatchObject([{ isLast: true, body: Buffer.alloc(0) }]);
    expect(decoded(Buffer.alloc(0), csv)).toBeNull();
  });

  it('that went through a spreadsheet has the records rejected of which it took digits', () => {
    const options: Options = { ...csv, isThroughSpreadsheet: true };
    const file = Buffer.from('证件号,n\n3.20412E+17,1\n320412199001010010,1\nE+17,2\n');
    expect(decoded(file, options)).toMatchObject([
      { rejection: { code: 'lossy-number', at: '/证件号' } },
      { value: { n: '1' } },
      { value: { n: '2' } },
    ]);
    const sheet = Buffer.from('{"n":320412199001010000}\n{"n":999999999999999}\n{"n":0.1}\n');
    expect(decoded(sheet, { ...options, format: 'ndjson' })).toMatchObject([
      { rejection: { code: 'lossy-number', at: '/n' } },
      { value: { n: 999999999999999 } },
      { value: { n: 0.1 } },
    ]);
  });
});
