import fc from 'fast-check';
import iconv from 'iconv-lite';
import { unwrap } from './unwrap.ts';

const form = { kind: 'form', field: 'xmlData' } as const;
const soap = { kind: 'xml-text', path: '/Envelope/Body/receive/data' } as const;
const textOf = (result: ReturnType<typeof unwrap>, charset = 'utf-8'): string =>
  result.kind === 'document' ? iconv.decode(result.document, charset) : `unreadable ${result.at}`;

test('takes the field of a form in whatever charset its bytes are', () => {
  const percent = [...iconv.encode('<a>渣土 车+1</a>', 'gb18030')]
    .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
    .join('');
  const body = Buffer.from(`token=1&xmlData=${percent}&end=`);
  expect(textOf(unwrap(body, form, 'gb18030'), 'gb18030')).toBe('<a>渣土 车+1</a>');
});

test('any text survives a form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, other) => {
      const body = Buffer.from(String(new URLSearchParams({ other, xmlData: text })));
      expect(textOf(unwrap(body, form, 'utf-8'))).toBe(text.toWellFormed());
    }),
  );
});

test('gives all that is around the document, for the secrecy gate', () => {
  const percent = encodeURIComponent('密级=机密');
  expect(unwrap(Buffer.from(`a=${percent}&xmlData=x&b=2`), form, 'utf-8')).toMatchObject({
    around: 'a=密级=机密\nb=2\n',
  });
  const body =
    '<Envelope><Header><密级>机密</密级></Header><Body><receive><data>d</data></receive></Body></Envelope>';
  const unwrapped = unwrap(Buffer.from(body), soap, 'utf-8');
  expect(unwrapped).toMatchObject({ around: body.replace('>d<', '><') });
});

test.each([
  ['a form without the field', 'a=1&b=2'],
  ['an empty form', ''],
  ['a percent sign without digits', 'xmlData=%4'],
])('says that %s cannot be read', (_, body) => {
  expect(unwrap(Buffer.from(body), form, 'utf-8')).toMatchObject({ kind: 'unreadable', at: 'xmlData' });
});

test('takes the text of an element, escaped or as CDATA, whatever the prefixes', () => {
  const around = (data: string): Buffer =>
    Buffer.from(
      `<?xml version="1.0"?><s:Envelope xmlns:s="x"><s:Header/><s:Body><n:receive xmlns:n="y"><data>${data}</data></n:receive></s:Body></s:Envelope>`,
    );
  expect(textOf(unwrap(around('<![CDATA[{"a":"<1>"}]]>'), soap, 'utf-8'))).toBe('{"a":"<1>"}');
  expect(textOf(unwrap(around('{"a":"&lt;1&gt;"}'), soap, 'utf-8'))).toBe('{"a":"<1>"}');
  expect(textOf(unwrap(around(''), soap, 'utf-8'))).toBe('');
});

test.each([
  ['no such element', '<Envelope><Body><send><data>x</data></send></Body></Envelope>'],
  ['elements within it', '<Envelope><Body><receive><data><a/></data></receive></Body></Envelope>'],
  ['broken XML', '<Envelope><Body><receive><data>x</data>'],
  ['no XML', '{"a":1}'],
])('says that %s cannot be read', (_, body) => {
  expect(unwrap(Buffer.from(body), soap, 'utf-8')).toMatchObject({ kind: 'unreadable' });
});
