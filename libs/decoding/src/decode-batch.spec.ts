import * as fc from 'fast-check';
import { decodeBatch } from './decode-batch.ts';
import type { DecodeOptions } from './decoded-batch.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { findSecrecyMarkings } from './secrecy/find-secrecy-markings.ts';

const OPTIONS: DecodeOptions[] = (['json', 'json-seq', 'ndjson', 'xml', 'csv'] as const).flatMap((format) =>
  (['utf-8', 'gbk', 'gb18030'] as const).flatMap((charset) => [
    { format, charset },
    { format, charset, records: '/rows/row' },
  ]),
);

describe('decoding', () => {
  const parts =
    '{ } [ ] " : , \\ \\u d800 < > / <rows> <row> </row> </rows> <row/> &#x5bc6; & <![CDATA[ ]]> <!-- --> "rows" "row" 1e400 true = 密级 机密★ 常';
  const soup = fc
    .array(fc.constantFrom(...parts.split(' '), '\r\n', '\n', '\n\u001e', '\u001e', ' '))
    .map((chosen) => Buffer.from(chosen.join('')));
  const anything = fc.oneof(
    soup,
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );

  it('of any bytes gives an answer and never throws, nor does the secrecy gate, and the raw bytes are views in order', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...OPTIONS), (body, options) => {
        const batch = decodeBatch(body, options, DEFAULT_LIMITS);
        if (batch.kind === 'unreadable') {
          expect(batch.detail.zh).not.toBe('');
          return;
        }
        let end = 0;
        for (const [index, record] of batch.records.entries()) {
          expect(record.index).toBe(index);
          const start = record.raw.byteOffset - body.byteOffset;
          expect(start).toBeGreaterThanOrEqual(end);
          end = start + record.raw.length;
          expect(record.raw).toEqual(body.subarray(start, end));
        }
        expect(end).toBeLessThanOrEqual(body.length);
        findSecrecyMarkings(batch.records, body, options);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same answer again', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...OPTIONS), (body, options) => {
        expect(decodeBatch(body, options, DEFAULT_LIMITS)).toEqual(
          decodeBatch(Buffer.from(body), options, DEFAULT_LIMITS),
        );
      }),
    );
  });
});
