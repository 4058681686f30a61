import type { SourceSettings } from '@exchange/catalog';
import { contentOf } from './content.ts';

const XML: SourceSettings = {
  kind: 'push',
  format: 'xml',
  charset: 'gb18030',
  replyCharset: 'gb18030',
  records: '/rows/row',
};

describe('the content of a push', () => {
  it('is decoded in the charset that its Content-Type names', () => {
    const answer = contentOf('text/xml; charset="GBK"', XML);
    expect(answer).toEqual({
      ok: true,
      envelope: null,
      decode: { format: 'xml', charset: 'gbk', records: '/rows/row' },
    });
  });

  it('is decoded in the registered charset when the Content-Type names none', () => {
    expect(contentOf('application/xml', XML)).toMatchObject({ ok: true, decode: { charset: 'gb18030' } });
  });

  it('may be JSON or NDJSON on every stream, in UTF-8 unless named and without the path of the other format', () => {
    expect(contentOf('application/json', XML)).toEqual({
      ok: true,
      envelope: null,
      decode: { format: 'json', charset: 'utf-8' },
    });
    expect(contentOf('application/x-ndjson', XML)).toMatchObject({ ok: true, decode: { format: 'ndjson' } });
  });

  it('is refused with the list of what is taken', () => {
    expect(contentOf('text/csv', XML)).toMatchObject({
      ok: false,
      en: expect.stringContaining('application/xml'),
    });
    expect(contentOf(undefined, XML)).toMatchObject({ ok: false });
    expect(contentOf('application/json; charset=utf-16', XML)).toMatchObject({
      ok: false,
      en: expect.stringContaining('gb18030'),
    });
  });
});
