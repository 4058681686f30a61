import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { decodeBatch } from '../decode-batch.ts';
import type { DecodedBatch, DecodedRecord, DecodeOptions } from '../decoded-batch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const SEQUENCE: DecodeOptions = { format: 'json-seq', charset: 'utf-8' };

function sequenceOf(texts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(texts.flatMap((text) => [Buffer.from('\x1e'), text, Buffer.from('\n')]));
}

function decode(
  body: string | Buffer,
  options: Partial<DecodeOptions> = {},
  limits = DEFAULT_LIMITS,
): DecodedBatch {
  return decodeBatch(Buffer.from(body), { ...SEQUENCE, ...options }, limits);
}

function records(batch: DecodedBatch): readonly DecodedRecord[] {
  if (batch.kind !== 'records') throw new Error(`${batch.at}: ${batch.detail.en}`);
  return batch.records;
}

function outcomes(batch: DecodedBatch): unknown[] {
  return records(batch).map((record) => ('value' in record ? record.value : record.rejection.code));
}

describe('a sequence of JSON texts', () => {
  it('gives the records of each text, an object, a list or an envelope, and indexes that run on', () => {
    expect(records(decode('\x1e{"a":1}\n\x1e[{"a":2}, {"a":3}]\n\x1e[]\n\x1e {"a":4}\r\n\n'))).toEqual([
      { index: 0, raw: Buffer.from('{"a":1}'), value: { a: 1 } },
      { index: 1, raw: Buffer.from('{"a":2}'), value: { a: 2 } },
      { index: 2, raw: Buffer.from('{"a":3}'), value: { a: 3 } },
      { index: 3, raw: Buffer.from('{"a":4}'), value: { a: 4 } },
    ]);
    const enveloped = '\x1e{"t":1,"rows":[{"a":1},{"a":2}]}\n\x1e{"rows":{"a":3}}\n';
    expect(outcomes(decode(enveloped, { records: '/rows' }))).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('has one broken record for each text that cannot be read, with all its bytes, between the others', () => {
    const texts = [
      '{"a":1}',
      '{"a":',
      '',
      '[{"a":1}',
      'ok',
      '{"a":1}\n',
      '{"a":"\x1e"}',
      '{"a":2} {"a":3}',
      '{"a":4}',
    ];
    const found = records(decode(sequenceOf(texts.map((text) => Buffer.from(text)))));
    expect(found.map(({ index, raw }) => [index, raw.toString()])).toEqual(
      texts.map((text, index) => [index, text.trimEnd()]),
    );
    expect(found.filter((record) => 'value' in record).map(({ index }) => index)).toEqual([0, 5, 8]);
  });

  it('says where a record should have been when the envelope of a text lacks it', () => {
    expect(records(decode('\x1e{"data":[]}\n', { records: '/rows' }))).toMatchObject([
      { raw: Buffer.from('{"data":[]}'), rejection: { code: 'unreadable-record', at: '/rows' } },
    ]);
  });

  it('has a text in a wrong charset as a broken record', () => {
    const gbk = iconv.encode('{"名称":"武进区"}', 'gbk');
    const found = records(decode(sequenceOf([Buffer.from('{"a":1}'), gbk, Buffer.from('{"a":2}')])));
    expect(found[1]).toMatchObject({ raw: gbk, rejection: { code: 'unreadable-record' } });
    expect(found).toHaveLength(3);
    expect(outcomes(decode(sequenceOf([gbk]), { charset: 'gbk' }))).toEqual([{ 名称: '武进区' }]);
  });

  it('may be empty, may miss its last line feed, and is nothing else', () => {
    expect(records(decode(''))).toEqual([]);
    expect(outcomes(decode('\x1e{"a":1}'))).toEqual([{ a: 1 }]);
    expect(decode('{"a":1}\n')).toMatchObject({ kind: 'unreadable', at: 'byte 0' });
  });

  it('is refused when it holds too many records; a single text that does is a broken record', () => {
    const limits = { ...DEFAULT_LIMITS, recordsMax: 3 };
    expect(records(decode('\x1e[{},{}]\n\x1e{}\n', {}, limits))).toHaveLength(3);
    expect(decode('\x1e[{},{}]\n\x1e[{},{}]\n', {}, limits)).toMatchObject({ kind: 'unreadable' });
    expect(outcomes(decode('\x1e[{},{},{},{}]\n\x1e{}\n', {}, limits))).toEqual(['unreadable-record', {}]);
  });

  it('gives back every message exactly, whatever bytes it has, unless it is a sequence itself', () => {
    const object = fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))
      .map((value) => JSON.stringify(value));
    const message = fc.oneof(
      object.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.array(fc.constantFrom(0x0a, 0x1e, 0x7b, 0x7d, 0x81, 0x30)).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(
        fc.array(message),
        fc.constantFrom('utf-8' as const, 'gb18030' as const),
        (messages, charset) => {
          fc.pre(!messages.some((text) => text.includes('\n\x1e')));
          const body = sequenceOf(messages);
          const found = records(decode(body, { charset }));
          const broken = found.filter(
            (record) => 'rejection' in record && record.rejection.code === 'unreadable-record',
          );
          for (const { raw } of broken) expect(messages.some((text) => text.includes(raw))).toBe(true);
          expect(found.map(({ index }) => index)).toEqual(found.map((_, place) => place));
          for (const [place, text] of messages.entries()) {
            const alone = decodeBatch(text, { format: 'json', charset }, DEFAULT_LIMITS);
            const here = records(decode(sequenceOf([text]), { charset }));
            if (alone.kind === 'records') expect(here).toEqual(alone.records);
            else expect(here).toMatchObject([{ index: 0, raw: text, rejection: { detail: alone.detail } }]);
            if (messages.length === 1 && place === 0) expect(found).toEqual(here);
          }
          expect(found).toHaveLength(
            messages.reduce((sum, text) => sum + records(decode(sequenceOf([text]), { charset })).length, 0),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
