import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { decodeBatch } from '../decode-batch.ts';
import type { DecodedBatch, DecodedRecord, DecodeOptions } from '../decoded-batch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

function decode(body: string | Buffer, options: Partial<DecodeOptions> = {}): DecodedBatch {
  return decodeBatch(
    Buffer.isBuffer(body) ? body : Buffer.from(body),
    { format: 'xml', charset: 'utf-8', records: '/rows/row', ...options },
    DEFAULT_LIMITS,
  );
}

function records(batch: DecodedBatch): readonly DecodedRecord[] {
  if (batch.kind !== 'records') throw new Error(`${batch.at}: ${batch.detail.en}`);
  return batch.records;
}

function valueOf(row: string): unknown {
  const [record] = records(decode(`<rows>${row}</rows>`));
  if (!record || !('value' in record)) throw new Error(`expected a value: ${JSON.stringify(record)}`);
  return record.value;
}

describe('an XML row', () => {
  it.each([
    ['<row><AJBH>007</AJBH><JE>1.50</JE></row>', { AJBH: '007', JE: '1.50' }],
    ['<row><a/><b></b><c> </c></row>', { a: '', b: '', c: ' ' }],
    ['<row id="1" 类别=\'甲 &amp; 乙\'><a>x</a></row>', { '@id': '1', '@类别': '甲 & 乙', a: 'x' }],
    ['<row><a unit="元">5</a></row>', { a: { '@unit': '元', '#text': '5' } }],
    ['<row><p><n>1</n></p><p><n>2</n></p><p>3</p></row>', { p: [{ n: '1' }, { n: '2' }, '3'] }],
    ['<row><a>&lt;&#x5bc6;&#23494;&quot;&apos;&gt;</a></row>', { a: `<密密"'>` }],
    ['<row><a><![CDATA[<b>&amp;]]]]><![CDATA[>{"x":1}]]></a></row>', { a: '<b>&amp;]]>{"x":1}' }],
    ['<row><a>x<!-- 注 -->y</a><?pi?></row>', { a: 'xy' }],
    [
      '<row xmlns:xsi="u"><a xsi:nil="true"/><b i:nil="1"></b><c xsi:type="s">t</c></row>',
      { a: null, b: null, c: 't' },
    ],
    ['<n:row xmlns:n="u"><n:a>1</n:a><m:a>2</m:a></n:row>', { a: ['1', '2'] }],
    ['<row>just text</row>', { '#text': 'just text' }],
    ['<row/>', {}],
    [
      '<row><constructor>甲公司</constructor><toString>x</toString></row>',
      { constructor: '甲公司', toString: 'x' },
    ],
    ['<row><a>one\r\ntwo\rthree</a></row>', { a: 'one\ntwo\nthree' }],
  ])('%s', (row, value) => {
    expect(valueOf(row)).toEqual(value);
  });

  it('may have an element named __proto__ without changing a prototype', () => {
    const value = valueOf(
      '<row><__proto__><polluted>1</polluted></__proto__><__proto__>2</__proto__></row>',
    ) as object;
    expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toEqual([{ polluted: '1' }, '2']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('keeps its exact bytes, in GB18030 with a declaration that says something else', () => {
    const rows = ['<row><名称>镕㐀𠀀€</名称></row>', '<row 号="2"/>'];
    const text = `<?xml version="1.0" encoding="UTF-8"?>\r\n<rows>\r\n${rows.join('\r\n')}\r\n</rows>\r\n`;
    const found = records(decode(iconv.encode(text, 'gb18030'), { charset: 'gb18030' }));
    expect(found.map((record) => iconv.decode(record.raw, 'gb18030'))).toEqual(rows);
  });

  it.each([
    ['<row><a>A & B</a></row>', '&amp;'],
    ['<row><a>&nbsp;</a></row>', '&nbsp;'],
    ['<row><a>&#0;</a></row>', 'control character'],
    ['<row><a>&#xd800;</a></row>', '&#xd800;'],
    ['<row><a b="&x;"/></row>', '&x;'],
    ['<row><a>\u0000</a></row>', 'control character'],
    ['<row><a><![CDATA[\u0008&]]></a></row>', 'control character'],
  ])('with text that cannot be taken is rejected alone: %j', (row, message) => {
    const [first, second] = records(decode(`<rows>${row}<row><a>ok</a></row></rows>`));
    expect(first).toMatchObject({
      rejection: { code: 'bad-text', detail: { en: expect.stringContaining(message) } },
    });
    expect(second).toMatchObject({ index: 1, value: { a: 'ok' } });
  });

  it('with too many fields or bytes is rejected alone', () => {
    const found = records(
      decode(
        `<rows><row>${'<a/>'.repeat(2001)}</row><row><a>${'x'.repeat(1_048_577)}</a></row><row/></rows>`,
      ),
    );
    expect(found.map((record) => ('value' in record ? 'ok' : record.rejection.code))).toEqual([
      'record-too-large',
      'record-too-large',
      'ok',
    ]);
  });
});

describe('an XML document', () => {
  it('is one record when no row element is named', () => {
    expect(records(decode('<?xml version="1.0"?><case><a>1</a></case>', { records: '' }))).toMatchObject([
      { value: { a: '1' } },
    ]);
  });

  it('has its rows found behind any prefix, between other elements', () => {
    const soap = `<s:Envelope xmlns:s="u"><s:Header><row>no</row></s:Header><s:Body><rows><head><row>no</row></head><row><a>1</a></row></rows></s:Body></s:Envelope>`;
    expect(records(decode(soap, { records: '/Envelope/Body/rows/row' }))).toMatchObject([
      { value: { a: '1' } },
    ]);
  });

  it('may have no rows, but not other elements in their place', () => {
    expect(records(decode('<rows/>'))).toEqual([]);
    expect(records(decode('<rows>\n</rows>'))).toEqual([]);
    expect(decode('<rows><item/></rows>')).toMatchObject({ kind: 'unreadable', at: '/rows/row' });
    expect(decode('<list><row/></list>')).toMatchObject({ kind: 'unreadable', at: '/rows/row' });
  });

  it.each([
    ['<!DOCTYPE rows [<!ENTITY x SYSTEM "file:///etc/passwd">]><rows><row>&x;</row></rows>', 'DOCTYPE'],
    ['<rows><row></rows></row>', 'is closed by'],
    ['<rows><row><a></row></rows>', 'is closed by'],
    ['<rows><row></row>', 'does not end'],
    ['<rows><row><a>', 'does not end'],
    ['<rows/><rows/>', 'more than one root'],
    ['<rows/>text', 'outside the root'],
    ['</rows>', 'is closed by'],
    ['<rows><row a=1/></rows>', 'malformed start tag'],
    ['<rows><row a="1" a="2"/></rows>', 'twice'],
    ['<rows><row a="<"/></rows>', 'malformed start tag'],
    ['<rows><1/></rows>', 'invalid element name'],
    ['<rows><!-- </rows>', 'comment'],
    ['<rows><![CDATA[ </rows>', 'CDATA'],
    ['<rows>&x;</rows>', 'unknown reference'],
    ['', 'empty'],
    ['{"a":1}', 'outside the root'],
  ])('is unreadable when it is %s', (body, message) => {
    expect(decode(body)).toMatchObject({
      kind: 'unreadable',
      detail: { en: expect.stringContaining(message) },
    });
  });

  it('names the line of a mistake', () => {
    expect(decode('<rows>\n<row/>\n<row>\n</rows>')).toMatchObject({ at: 'line 4' });
  });

  it('is unreadable when it is nested too deeply or holds too many rows or attributes', () => {
    expect(decode(`<rows><row>${'<a>'.repeat(100_000)}`)).toMatchObject({ kind: 'unreadable' });
    expect(decode('<a>'.repeat(100_000))).toMatchObject({ kind: 'unreadable' });
    expect(decode(`<rows>${'<row/>'.repeat(1_000_000)}</rows>`)).toMatchObject({ kind: 'unreadable' });
    const attributes = Array.from({ length: 100_000 }, (_, place) => `a${place}=""`).join(' ');
    expect(decode(`<rows ${attributes}/>`)).toMatchObject({ kind: 'unreadable' });
  });
});

describe('for any rows of text', () => {
  const text = fc.string({
    unit: fc.constantFrom('常', '𠀀', 'a', '&', '<', '>', '"', ' ', ']', '\u3000', 'é'),
  });
  const escape = (raw: string): string =>
    raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

  it('what was written is what is read, and the raw bytes are the rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text)),
        fc.constantFrom('utf-8' as const, 'gb18030' as const),
        (rows, charset) => {
          const written = rows.map(([a, b]) => `<row b="${escape(b)}"><a>${escape(a)}</a></row>`);
          const body = `<rows>\n${written.join('\n')}</rows>`;
          const found = records(decode(iconv.encode(body, charset), { charset }));
          expect(found.map((record) => iconv.decode(record.raw, charset))).toEqual(written);
          expect(found.map((record) => 'value' in record && record.value)).toEqual(
            rows.map(([a, b]) => ({ '@b': b, a })),
          );
        },
      ),
    );
  });
});
