import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { charsetOf, encodeReply } from './charset.ts';
import { readSourceText, type SourceText } from './source-text.ts';

function source(body: Buffer, charset: 'utf-8' | 'gbk' | 'gb18030'): SourceText {
  const read = readSourceText(body, charset);
  if ('kind' in read) throw new Error(`${read.at}: ${read.detail.en}`);
  return read;
}

describe('a body in its charset', () => {
  it('is read as UTF-8 whatever it was, and each piece leads back to the exact bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }),
        fc.constantFrom('utf-8' as const, 'gb18030' as const),
        fc.boolean(),
        (parts, charset, marked) => {
          const encode = (text: string): Buffer => iconv.encode(text, charset);
          // Characters that iconv cannot bring into GB18030 and back are not what is tested here.
          fc.pre(
            parts.every((part) => !part.includes('\ufeff') && iconv.decode(encode(part), charset) === part),
          );
          const pieces = parts.map(encode);
          const { utf8, cut, bodyOffset } = source(
            Buffer.concat([encode(marked ? '\ufeff' : ''), ...pieces]),
            charset,
          );
          expect(utf8.toString()).toBe(parts.join(''));
          const starts: number[] = [];
          const ends: number[] = [];
          let at = 0;
          for (const part of parts) {
            starts.push(at);
            at += Buffer.byteLength(part);
            ends.push(at);
          }
          expect(cut(starts, ends)).toEqual(pieces);
          expect(bodyOffset(0)).toBe(encode(marked ? '\ufeff' : '').length);
        },
      ),
    );
  });

  it('has four-byte characters whose second and fourth bytes are digits, and second bytes that look like brackets', () => {
    const body = Buffer.from([0x81, 0x30, 0x81, 0x30, 0x22, 0x82, 0x5c, 0x2c, 0x81, 0x7b, 0x80, 0x0a]);
    const { utf8, cut } = source(body, 'gbk');
    const text = utf8.toString();
    expect(text).toBe(`\u0080"俓,亄€\n`.replace('俓', text[2]!).replace('亄', text[4]!));
    const quote = utf8.indexOf('"');
    expect(cut([0, quote], [quote, utf8.length])).toEqual([body.subarray(0, 4), body.subarray(4)]);
  });
});

describe('a body that is not in its charset', () => {
  const chinese = '{"行政相对人名称":"常州市武进区某某公司"}';

  it.each([
    ['utf-8', iconv.encode(chinese, 'gbk'), 'byte 2', 'charset=gb18030'],
    ['gbk', Buffer.from(chinese), 'byte 2', 'charset=utf-8'],
    ['gb18030', Buffer.from(`\ufeff${chinese}`), 'byte 0', 'charset=utf-8'],
    ['utf-8', Buffer.from(`\ufeff${chinese}`, 'utf16le'), 'byte 0', 'charset=utf-16'],
    ['utf-8', Buffer.concat([Buffer.from(chinese), Buffer.from([0xc0, 0x80])]), 'byte 58', 'not valid utf-8'],
    ['gbk', Buffer.concat([iconv.encode(chinese, 'gbk'), Buffer.from([0xff])]), 'byte 41', 'not valid gbk'],
    ['utf-8', Buffer.from('{"a":"\ud83d\ude00"}').subarray(0, 8), 'byte 6', 'not valid utf-8'],
  ] as const)('says so: %s', (charset, body, at, advice) => {
    const read = readSourceText(body, charset);
    expect(read).toMatchObject({ kind: 'unreadable', at, detail: { en: expect.stringContaining(advice) } });
  });

  it('says so also when the first bad byte is far into a large body', () => {
    const body = Buffer.concat([Buffer.from('武进'.repeat(100_000)), Buffer.from([0xfe])]);
    expect(readSourceText(body, 'utf-8')).toMatchObject({ at: 'byte 600000' });
    const gbk = Buffer.concat([iconv.encode('武进'.repeat(100_000), 'gbk'), Buffer.from([0x81, 0x20])]);
    expect(readSourceText(gbk, 'gbk')).toMatchObject({ at: 'byte 400000' });
  });

  it('mentions what the XML declaration says', () => {
    const body = iconv.encode('<?xml version="1.0" encoding="GBK"?><rows><row>武进区</row></rows>', 'gbk');
    expect(readSourceText(body, 'utf-8')).toMatchObject({
      detail: { en: expect.stringContaining('declaration says GBK') },
    });
  });

  it('is not suspected when short GBK text happens to be valid UTF-8', () => {
    const body = Buffer.from([0x7b, 0x22, 0xc4, 0xa7, 0x22, 0x7d]);
    expect(source(body, 'gbk').utf8.toString()).toBe('{"魔"}');
  });
});

describe('charset names', () => {
  it.each([
    ['UTF-8', 'utf-8'],
    ['"utf8"', 'utf-8'],
    ['GB2312', 'gbk'],
    ['x-gbk', 'gbk'],
    ['gb18030', 'gb18030'],
    ['big5', null],
    ['constructor', null],
  ])('%s is %s', (label, charset) => {
    expect(charsetOf(label)).toBe(charset);
  });

  it('of replies lead to bytes that the sender can read', () => {
    expect(encodeReply('武进', 'utf-8')).toEqual(Buffer.from('武进'));
    expect(encodeReply('武进〔2026〕', 'gbk')).toEqual(
      Buffer.from('cee4bdf8a1b2323032 36a1b3'.replace(' ', ''), 'hex'),
    );
    expect(new TextDecoder('gb18030').decode(encodeReply('㐀😀', 'gb18030'))).toBe('㐀😀');
  });
});
