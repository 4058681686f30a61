import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { decodeBatch } from '../decode-batch.ts';
import type { DecodedBatch, DecodedRecord, DecodeOptions } from '../decoded-batch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const JSON_UTF8: DecodeOptions = { format: 'json', charset: 'utf-8' };

function decode(
  body: string | Buffer,
  options: Partial<DecodeOptions> = {},
  limits = DEFAULT_LIMITS,
): DecodedBatch {
  return decodeBatch(Buffer.isBuffer(body) ? body : Buffer.from(body), { ...JSON_UTF8, ...options }, limits);
}

function records(batch: DecodedBatch): readonly DecodedRecord[] {
  if (batch.kind !== 'records') throw new Error(`${batch.at}: ${batch.detail.en}`);
  return batch.records;
}

function rejectionOf(body: string): { code: string; at: string } {
  const [record] = records(decode(body));
  if (!record || 'value' in record) throw new Error('expected a broken record');
  return { code: record.rejection.code, at: record.rejection.at };
}

function unreadableAt(batch: DecodedBatch): string {
  if (batch.kind !== 'unreadable') throw new Error('expected an unreadable body');
  expect(batch.detail.zh).not.toBe('');
  return batch.at;
}

describe('a JSON body', () => {
  it('is one record when it is an object', () => {
    const [record, ...rest] = records(decode(' {"AJBH":"1","DSR":{"MC":"甲"}} \n'));
    expect(rest).toEqual([]);
    expect(record).toEqual({
      index: 0,
      raw: Buffer.from('{"AJBH":"1","DSR":{"MC":"甲"}}'),
      value: { AJBH: '1', DSR: { MC: '甲' } },
    });
  });

  it('is a record per element when it is a list, each with its exact bytes', () => {
    const found = records(decode('[ {"a" : 1} ,\n{"a":"],}\\""}, {} ]'));
    expect(found.map((record) => record.raw.toString())).toEqual(['{"a" : 1}', '{"a":"],}\\""}', '{}']);
    expect(found.map((record) => 'value' in record && record.value)).toEqual([{ a: 1 }, { a: '],}"' }, {}]);
  });

  it('may be an empty list, and may start with a byte order mark', () => {
    expect(records(decode('[]'))).toEqual([]);
    expect(records(decode('\ufeff[ ]'))).toEqual([]);
    expect(records(decode('\ufeff{"a":1}'))[0]?.raw.toString()).toBe('{"a":1}');
  });

  it('keeps the bytes of the sender for each record, in GBK too', () => {
    const rows = ['{"名称":"常州市｜武进区\\\\","x":1}', '{"名称":"€镕㐀𠀀"}'];
    const body = iconv.encode(`[${rows.join(', ')}]`, 'gb18030');
    const found = records(decode(body, { charset: 'gb18030' }));
    expect(found.map((record) => iconv.decode(record.raw, 'gb18030'))).toEqual(rows);
    expect(found.map((record) => 'value' in record && record.value)).toEqual(
      rows.map((row) => JSON.parse(row)),
    );
    expect(Buffer.concat(found.map((record) => record.raw)).length).toBe(body.length - 4);
  });

  it.each([
    ['[{"a":1},{"b":tru},{"c":3}]', 'byte 14'],
    ['[{"a":1},,{"c":3}]', 'byte 9'],
    ['[{"a":1},]', 'byte 9'],
    ['[{"a":1}', 'byte 8'],
    ['[{"a":1}}', 'byte 8'],
    ['[{"a":[1},{"b":2}]}]', 'byte 18'],
    ['{"a":1}x', 'byte 7'],
    ['{"a":"x', 'byte 0'],
    ['[{"a":"\n"}]', 'byte 7'],
    ['"text"', ''],
    ['17', ''],
    ['', ''],
    [' \n', ''],
    ['{"a":01}', 'byte 6'],
    ["{'a':1}", 'byte 1'],
  ])('is unreadable when it is %j', (body, at) => {
    expect(unreadableAt(decode(body))).toBe(at);
  });

  it('names the right content type to a sender of NDJSON', () => {
    const batch = decode('{"a":1}\n{"a":2}\n');
    expect(batch).toMatchObject({
      kind: 'unreadable',
      detail: { en: expect.stringContaining('application/x-ndjson') },
    });
  });

  it('does not quote the body in its messages', () => {
    const batch = decode('[{"name":"张三","id":"321083197812162119" oops}]');
    expect(JSON.stringify(batch)).not.toMatch(/张三|oops|3210/);
  });

  it('is refused before anything is parsed when it holds too many records', () => {
    const body = Buffer.from(`[${'{},'.repeat(1_000_000)}{}]`);
    const batch = decode(body);
    expect(batch).toMatchObject({
      kind: 'unreadable',
      detail: { en: expect.stringContaining('10000 records') },
    });
  });

  it('is unreadable when it is nested too deeply, without a stack to overflow', () => {
    for (const body of [
      '['.repeat(1_000_000),
      `[${'{"a":'.repeat(100_000)}`,
      `{"a":${'['.repeat(33)}${']'.repeat(33)}}`,
    ]) {
      expect(unreadableAt(decode(body))).toMatch(/^byte \d/);
    }
    expect(records(decode(`{"a":${'['.repeat(31)}${']'.repeat(31)}}`))).toHaveLength(1);
  });
});

describe('records of a JSON body that are broken on their own', () => {
  it.each([
    ['[1]', 'unreadable-record', ''],
    ['[null]', 'unreadable-record', ''],
    ['["x"]', 'unreadable-record', ''],
    ['[[{"a":1}]]', 'unreadable-record', ''],
    ['[{"a":1,"a":2}]', 'duplicate-field', '/a'],
    ['[{"b":[{"x":{"a/~":1,"\\u0061/~":2}}]}]', 'duplicate-field', '/b/0/x/a~1~0'],
    ['[{"__proto__":1,"__proto__":2}]', 'duplicate-field', '/__proto__'],
    ['[{"id":321083197812162119}]', 'lossy-number', '/id'],
    ['[{"a":[0,-1e400]}]', 'lossy-number', '/a/1'],
    ['[{"a":1e-400}]', 'lossy-number', '/a'],
    ['[{"a":"x","b":9007199254740993}]', 'lossy-number', '/b'],
    ['[{"a":3.2108319781216E+17123}]', 'lossy-number', '/a'],
    ['[{"a":"x\\u0000"}]', 'bad-text', '/a'],
    ['[{"a":{"b":"\\ud800x"}}]', 'bad-text', '/a/b'],
    ['[{"a":["\\udc00\\ud800"]}]', 'bad-text', '/a/0'],
    ['[{"\\u0000":1}]', 'bad-text', ''],
  ])('%j → %s at %j', (body, code, at) => {
    expect(rejectionOf(body)).toEqual({ code, at });
  });

  it('leave the others alone', () => {
    const found = records(decode('[{"a":1},2,{"b":1,"b":1},{"c":1e400},{"d":"ok"}]'));
    expect(found.map((record) => ('value' in record ? 'ok' : record.rejection.code))).toEqual([
      'ok',
      'unreadable-record',
      'duplicate-field',
      'lossy-number',
      'ok',
    ]);
    expect(found[3]?.raw.toString()).toBe('{"c":1e400}');
  });

  it('are too large beyond the limits for bytes and for fields', () => {
    const large = `[{"a":"${'x'.repeat(DEFAULT_LIMITS.recordBytesMax)}"}]`;
    expect(rejectionOf(large)).toEqual({ code: 'record-too-large', at: '' });
    const wide = JSON.stringify([
      Object.fromEntries(Array.from({ length: 2001 }, (_, place) => [`f${place}`, 1])),
    ]);
    expect(rejectionOf(wide)).toEqual({ code: 'record-too-large', at: '' });
    const long = `[{"a":[${'0,'.repeat(DEFAULT_LIMITS.itemsMax)}[0,0]]}]`;
    expect(rejectionOf(long)).toEqual({ code: 'record-too-large', at: '' });
  });

  it('do not include numbers that keep all their digits', () => {
    const body =
      '[{"a":1.50,"b":1e2,"c":-0.0,"d":119.94123456789012,"e":1764000000000,"f":100000000000000000000,"g":0e9}]';
    expect(records(decode(body))[0]).toHaveProperty('value');
  });

  it('do not include emoji escapes', () => {
    expect(records(decode('[{"a":"\\ud83d\\ude00\\u0001"}]'))[0]).toMatchObject({
      value: { a: '\u{1f600}\u0001' },
    });
  });
});

describe('member names', () => {
  it('of every kind are own properties and change no prototype', () => {
    const [record] = records(decode('[{"__proto__":{"polluted":true},"constructor":"甲公司","toString":1}]'));
    if (!record || !('value' in record)) throw new Error('expected a value');
    expect(Object.keys(record.value)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(record.value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('an envelope', () => {
  const options = { records: '/data/rows' };

  it('gives the records at the pointer', () => {
    const body = '{"code":0,"data":{"n":"x","rows":[{"a":1},{"a":2}],"page":1}}';
    const found = records(decode(body, options));
    expect(found.map((record) => record.raw.toString())).toEqual(['{"a":1}', '{"a":2}']);
    expect(records(decode('{"data":{"rows":[]}}', options))).toEqual([]);
  });

  it('may hold a single object where the list should be', () => {
    expect(records(decode('{"data":{"rows":{"a":1}}}', options))[0]?.raw.toString()).toBe('{"a":1}');
  });

  it.each([
    ['{"data":{}}', '/data/rows'],
    ['{"data":[]}', '/data/rows'],
    ['[]', '/data/rows'],
    ['{"data":{"rows":"none"}}', '/data/rows'],
    ['{"data":{"rows":[{"a":1}]}', 'byte 0'],
    ['{"data":{"rows":[{"a":1}],}}', 'byte 26'],
    ['{"x":nope,"data":{"rows":[]}}', 'byte 5'],
    ['{"data":{"rows":[],"rows":[]}}', '/data/rows'],
    ['{"data":{"rows":[]},"x":1e400}', '/x'],
  ])('is unreadable when it is %j', (body, at) => {
    expect(unreadableAt(decode(body, options))).toBe(at);
  });
});

describe('for any records', () => {
  const record = fc.dictionary(
    fc.string({ unit: 'grapheme' }),
    fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }),
  );
  const blank = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

  it('what was written is what is read, and the raw bytes are the elements', () => {
    fc.assert(
      fc.property(
        fc.array(record),
        blank,
        fc.constantFrom('utf-8' as const, 'gb18030' as const),
        (rows, gap, charset) => {
          const texts = rows.map((row) => JSON.stringify(row));
          const text = `${gap}[${gap}${texts.join(`${gap},${gap}`)}${gap}]${gap}`;
          const body = charset === 'utf-8' ? Buffer.from(text) : iconv.encode(text, charset);
          const batch = decode(body, { charset });
          // Short Chinese text in UTF-8 may look like GBK and the other way round only when it is declared wrongly.
          const found = records(batch);
          expect(found.map((each) => iconv.decode(each.raw, charset))).toEqual(texts);
          expect(found.map((each) => 'value' in each && each.value)).toEqual(
            texts.map((each) => JSON.parse(each)),
          );
        },
      ),
    );
  });
});
