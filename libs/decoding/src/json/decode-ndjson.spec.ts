import { decodeBatch } from '../decode-batch.ts';
import type { DecodedBatch, DecodedRecord } from '../decoded-batch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

function decode(body: string | Buffer): DecodedBatch {
  return decodeBatch(Buffer.from(body), { format: 'ndjson', charset: 'utf-8' }, DEFAULT_LIMITS);
}

function records(body: string | Buffer): readonly DecodedRecord[] {
  const batch = decode(body);
  if (batch.kind !== 'records') throw new Error(`${batch.at}: ${batch.detail.en}`);
  return batch.records;
}

describe('an NDJSON body', () => {
  it('is a record per line, blank lines apart, with either line break', () => {
    const found = records('\ufeff{"a":1}\r\n\r\n  \n {"a":2} \n{"a":3}');
    expect(found.map(({ index, raw }) => [index, raw.toString()])).toEqual([
      [0, '{"a":1}'],
      [1, ' {"a":2} '],
      [2, '{"a":3}'],
    ]);
  });

  it('has no records when it is empty', () => {
    expect(records('')).toEqual([]);
    expect(records('\n\n')).toEqual([]);
  });

  it('tells which line is broken, and takes the others', () => {
    const deep = `{"a":${'['.repeat(50)}`;
    const found = records(`{"a":1}\n\n{"a":\n{"a":1} {"b":2}\n7\n${deep}\n{"a":1,"a":2}\n{"ok":true}\n`);
    const outcome = found.map((record) =>
      'value' in record ? 'ok' : `${record.rejection.code}: ${record.rejection.detail.en}`,
    );
    expect(outcome).toEqual([
      'ok',
      'unreadable-record: the JSON of line 3 is incomplete',
      'unreadable-record: JSON syntax error in line 4, character 9',
      'unreadable-record: a record must be a JSON object {…}',
      'unreadable-record: line 6 is nested too deeply',
      expect.stringMatching(/^duplicate-field/),
      'ok',
    ]);
    expect(found[1]?.raw.toString()).toBe('{"a":');
  });

  it('is unreadable when it is really one JSON document', () => {
    for (const body of ['[{"a":1},\n{"a":2}]', '{\n  "a": 1,\n  "b": 2\n}\n']) {
      expect(decode(body)).toMatchObject({
        kind: 'unreadable',
        detail: { en: expect.stringContaining('application/json') },
      });
    }
  });

  it('is refused when it holds too many lines', () => {
    expect(decode('{}\n'.repeat(10_001))).toMatchObject({ kind: 'unreadable' });
    expect(records('{}\n'.repeat(10_000))).toHaveLength(10_000);
  });
});
