import fc from 'fast-check';
import { attributeOf, XmlScanner, type XmlVisitor } from './xml-scanner.ts';

function eventsOf(pieces: readonly string[]): string[] {
  const events: string[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') events.push(`"${text}"`);
    text = '';
  };
  const visitor: XmlVisitor = {
    wantsText: true,
    open: (name, attributes) => {
      flush();
      events.push(`<${name} ${attributeOf(attributes, 'a') ?? '-'}`);
    },
    text: (more) => {
      text += more;
    },
    close: (name) => {
      flush();
      events.push(`>${name}`);
    },
  };
  const scanner = new XmlScanner(visitor);
  for (const piece of pieces) scanner.push(piece);
  scanner.finish();
  return events;
}

const DOCUMENT =
  `<?xml version="1.0"?><!-- <no> --><x:s xmlns:x="u" a='1>2'><x:c b="a=&quot;" a = "&lt;武&#x8fdb;" />` +
  `武进 &amp; <![CDATA[<&amp;>]]>😀<x:c/><c/><y:c></y:c >\r\n<?p <?></x:s>\n`;

test('an XML part is the same however it is cut into pieces', () => {
  const whole = eventsOf([DOCUMENT]);
  expect(whole).toEqual([
    '<s 1>2',
    '<c <武进',
    '>c',
    '"武进 & <&amp;>😀"',
    '<c -',
    '>c',
    '<:c -',
    '>:c',
    '<:y:c -',
    '>:y:c',
    '"\n"',
    '>s',
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: DOCUMENT.length })), (cuts) => {
      const places = [0, ...cuts.sort((one, other) => one - other), DOCUMENT.length];
      const pieces = places.slice(1).map((end, index) => DOCUMENT.slice(places[index], end));
      expect(eventsOf(pieces)).toEqual(whole);
    }),
  );
});

test.each([
  ['is cut off', '<a><b></b>'],
  ['is cut off within a tag', '<a><b'],
  ['does not nest', '<a><b></a></b>'],
  ['has two roots', '<a/><b/>'],
  ['has none', '  '],
  ['declares a type', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ['declares entities', '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'],
  ['refers to an entity', '<a>&b;</a>'],
  ['holds a control character', '<a>\u0001</a>'],
  ['nests without end', '<a>'.repeat(1_000)],
  ['holds a text without end', `<a>${'x'.repeat(2_000_000)}`],
  ['holds a tag in a tag', '<a <b></b>'],
])('a part that %s is refused', (_, text) => {
  expect(() => eventsOf([text])).toThrow(expect.objectContaining({ name: 'UnreadableWorkbook' }));
});

test('an attribute is found by its whole name', () => {
  const attributes = ` sheetId="7" xr:id = 'no' r="A1" st="x"`;
  expect(attributeOf(attributes, 'r')).toBe('A1');
  expect(attributeOf(attributes, 't')).toBeUndefined();
  expect(attributeOf(attributes, 'id')).toBeUndefined();
  expect(attributeOf(attributes, ':id')).toBe('no');
  expect(attributeOf(attributes, 'sheetId')).toBe('7');
  expect(() => attributeOf(' a=b', 'a')).toThrow('damaged');
});
