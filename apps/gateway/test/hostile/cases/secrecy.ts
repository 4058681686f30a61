import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { accepted, blocked, refused, type CaseGroup } from '../hostile-case.ts';
import {
  APPROVAL_CASES,
  approvalCase,
  approvalDocument,
  GB18030_ORDERS,
  GBK_ORDERS,
  GRID_ROWS,
  gridList,
  gridRow,
  INSPECTIONS,
  order,
  ORDER_LINES,
  ORDERS,
  orderWith,
} from '../records.ts';
import { addressOf, pushCases } from '../wire.ts';
import { SECRET_TEXT } from './secret-text.ts';

/** A text that is marked, in a field that is passed on. */
function marked(mark: string): string {
  return order({ 诉求内容: `${SECRET_TEXT} ${mark}` });
}

const MARKS: ReadonlyArray<[string, string]> = [
  ['plain', '机密★'],
  ['with its term', '绝密★30年'],
  ['with the level’s full name', '秘密级★长期'],
  ['with blanks between', '机 密 ★ 10 年'],
  ['with ideographic blanks between', '机\u3000密\u3000★'],
  ['with no-break spaces between', '机\u00a0密\u00a0★'],
  ['with zero-width spaces between', '机\u200b密\u200b★'],
  ['with byte order marks between', '机\ufeff密\ufeff★'],
  ['with word joiners and soft hyphens between', '机\u2060密\u00ad★'],
  ['with line breaks between', '机\n密\r\n★'],
  ['with an empty star', '秘密☆'],
  ['with another star', '机密⭐'],
  ['with an asterisk and a term', '机密*10年'],
  ['with an asterisk of full width', '秘密＊长期'],
  ['with the star before it', '★机密'],
  ['in traditional characters', '機密★'],
  ['in variant characters', '祕密★'],
  ['named as a level', '密级：机密'],
  ['named as a level in brackets', '密级：【秘密】'],
  ['a work secret in brackets', '【工作秘密】'],
  ['a work secret with a term', '〔工作秘密 3年〕'],
  ['in character references of HTML', '&#26426;&#23494;&#9733;'],
  ['in hexadecimal references of HTML', '&#x673A;&#x5BC6;&#x2605;'],
  ['in escapes within the text', '\\u673a\\u5bc6\\u2605'],
  ['in percent encoding', '%E6%9C%BA%E5%AF%86%E2%98%85'],
  ['in percent encoding of GBK', '%BB%FA%C3%DC%A1%EF'],
  ['with tags between', '机<b>密</b><i>★</i>'],
];

const texts = pushCases(ORDERS, [
  ...MARKS.map(([name, mark]) => [`a mark ${name}`, marked(mark), blocked] as const),
  ['a mark in JSON escapes', orderWith(`"x":"${SECRET_TEXT}\\u673a\\u5bc6\\u2605"`), blocked],
  [
    'a mark in a surrogate pair’s company',
    orderWith(`"x":"${SECRET_TEXT}\\ud83d\\ude00\\u673a\\u5bc6★"`),
    blocked,
  ],
  [
    'a mark in the name of an attachment',
    order({ 附件: [{ 名称: `${SECRET_TEXT}（机密★）.docx` }] }),
    blocked,
  ],
  [
    'a mark in the address of an attachment',
    order({ 附件: [{ 地址: `http://x/${SECRET_TEXT}/%E6%9C%BA%E5%AF%86%E2%98%85.pdf` }] }),
    blocked,
  ],
  ['a mark in the key', order({ 工单编号: `${SECRET_TEXT}机密★` }), blocked],
  ['a mark in a name', orderWith(`"${SECRET_TEXT}机密★":1`), blocked],
  [
    'a mark nested thirty levels deep',
    orderWith(`"x":${'['.repeat(30)}"${SECRET_TEXT}机密★"${']'.repeat(30)}`),
    blocked,
  ],
  ['a mark in __proto__', orderWith(`"__proto__":{"x":"${SECRET_TEXT}机密★"}`), blocked],
  [
    'a mark at the end of 800,000 characters',
    () => order({ 诉求内容: `${'字'.repeat(250_000)}${SECRET_TEXT}机密★` }),
    blocked,
  ],
  [
    'a mark in the last of 1,000 records',
    () => `[${Array.from({ length: 999 }, () => order()).join(',')},${marked('机密★')}]`,
    blocked,
  ],
  ['a mark in a record that is no record', `["${SECRET_TEXT}机密★"]`, blocked],
  ['a mark in a record with a member twice', orderWith(`"x":"${SECRET_TEXT}机密★","x":1`), blocked],
  ['a mark in a record with 1e400', orderWith(`"x":"${SECRET_TEXT}机密★","y":1e400`), blocked],
  [
    'a mark in a record that is too large',
    () => order({ 诉求内容: `${'a'.repeat(1_100_000)}${SECRET_TEXT}机密★` }),
    blocked,
  ],
  [
    'a mark in a record of too many members',
    () => `{${'"a":1,'.repeat(2_001)}"x":"${SECRET_TEXT}机密★"}`,
    blocked,
  ],
  ['a mark in a dry run', marked('机密★'), blocked, { query: '?dryRun=true' }],
  [
    'a mark in a withdrawal',
    order({ 作废原因: `${SECRET_TEXT}机密★` }),
    blocked,
    { query: '?operation=delete' },
  ],
  ['a mark in gzip', gzipSync(marked('机密★')), blocked, { headers: { 'content-encoding': 'gzip' } }],
  [
    'a mark under an idempotency key',
    marked('机密★'),
    blocked,
    { headers: { 'idempotency-key': 'secret-1' } },
  ],
]);

const FIELDS: ReadonlyArray<[string, string]> = [
  ['a level in words', '"密级":"机密"'],
  ['a level in a code', '"密级":"2"'],
  ['a level as a number', '"密级":3'],
  ['a level in English', '"secretLevel":"TOP SECRET"'],
  ['a level in pinyin', '"MIJI":"jimi"'],
  ['a level of full width', '"ＭＩＪＩ":"机密"'],
  ['a level with a blank in its name', '"密 级":"机密"'],
  ['a level with an escape in its name', '"\\u5bc6\\u7ea7":"机密"'],
  ['a level in a list', '"密级":["公开","机密"]'],
  ['a level in an object', '"密级":{"code":"2","name":"机密"}'],
  ['whether it is secret: yes', '"是否涉密":"是"'],
  ['whether it is secret: true', '"是否涉密":true'],
  ['whether it is secret: 1', '"是否涉密":1'],
  ['a field of a form', '"fields":[{"name":"密级","value":"机密"}]'],
  ['an internal level', '"保密等级":"内部"'],
];

const fields = pushCases(
  ORDERS,
  FIELDS.map(
    ([name, member]) => [`a field: ${name}`, orderWith(`"x":"${SECRET_TEXT}",${member}`), blocked] as const,
  ),
);

const forms = [
  ...pushCases(ORDER_LINES, [
    ['a mark on a broken line', `${order()}\n{"x":"${SECRET_TEXT}机密★`, blocked],
    ['a level on a broken line', `${order()}\n{"x":"${SECRET_TEXT}","密级":"机密",}`, blocked],
    ['a mark in escapes on a broken line', `${order()}\n{"x":"${SECRET_TEXT}\\u673a\\u5bc6\\u2605`, blocked],
  ]),
  ...pushCases(GBK_ORDERS, [['a mark in GBK', iconv.encode(marked('机密★'), 'gbk'), blocked]]),
  ...pushCases(GB18030_ORDERS, [['a mark in GB18030', iconv.encode(marked('機密★'), 'gb18030'), blocked]]),
  ...pushCases(INSPECTIONS, [
    ['a mark in the envelope', `{"head":{"note":"${SECRET_TEXT}机密★"},"payload":{"list":[]}}`, blocked],
    ['a level in the envelope', `{"x":"${SECRET_TEXT}","密级":"机密","payload":{"list":[]}}`, blocked],
  ]),
  ...pushCases(APPROVAL_CASES, [
    [
      'the level’s own element',
      approvalDocument(approvalCase(`<MEMO>${SECRET_TEXT}</MEMO><SECRET>机密</SECRET>`)),
      blocked,
    ],
    [
      'the level’s element in references',
      approvalDocument(approvalCase(`<MEMO>${SECRET_TEXT}</MEMO><SECRET>&#26426;&#23494;</SECRET>`)),
      blocked,
    ],
    [
      'the level’s element in CDATA',
      approvalDocument(approvalCase(`<MEMO>${SECRET_TEXT}</MEMO><SECRET><![CDATA[机密]]></SECRET>`)),
      blocked,
    ],
    [
      'a mark cut by a comment',
      approvalDocument(approvalCase(`<MEMO>${SECRET_TEXT}机<!-- -->密★</MEMO>`)),
      blocked,
    ],
    ['a mark in an attribute', approvalDocument(approvalCase(`<MEMO a="${SECRET_TEXT}机密★"/>`)), blocked],
    ['a mark in a comment of a row', approvalDocument(approvalCase(`<!-- ${SECRET_TEXT}机密★ -->`)), blocked],
    [
      'a mark in a comment outside the rows',
      approvalDocument(approvalCase(), `<!-- ${SECRET_TEXT}机密★ -->`),
      blocked,
    ],
    ['a mark in an instruction', approvalDocument(approvalCase(), `<?note ${SECRET_TEXT}机密★?>`), blocked],
    [
      'a level in the head',
      approvalDocument(approvalCase()).replace(
        '<HEAD>',
        `<HEAD><NOTE>${SECRET_TEXT}</NOTE><密级>机密</密级>`,
      ),
      blocked,
    ],
    [
      'a mark in a row with an unknown reference',
      approvalDocument(approvalCase(`<MEMO>${SECRET_TEXT}&x;机密★</MEMO>`)),
      blocked,
    ],
  ]),
  ...pushCases(GRID_ROWS, [
    ['a mark in a cell', gridList(gridRow({ remark: `${SECRET_TEXT}机密★` })), blocked],
    ['a mark in quotes over two lines', gridList(gridRow({ remark: `"${SECRET_TEXT}机\n密★"` })), blocked],
    [
      'a level’s column',
      gridList(gridRow({ remark: '机密', grid_name: SECRET_TEXT })).replace('remark', '密级'),
      blocked,
    ],
    ['a mark in a ragged row', gridList(gridRow(), `${SECRET_TEXT}机密★`), blocked],
    ['a bare level in a ragged row', gridList(gridRow(), `${SECRET_TEXT},机密`), blocked],
    ['a mark in the header', gridList(gridRow()).replace('remark', `${SECRET_TEXT}机密★`), blocked],
  ]),
];

/** What only looks like a marking is let through. */
const harmless = pushCases(ORDERS, [
  ['a case of trade secrets', order({ 诉求内容: '侵犯商业秘密案，要求保密' }), accepted],
  ['stars alone', order({ 诉求内容: '★★★★★ 好评' }), accepted],
  ['a level that says open', orderWith('"密级":"公开"'), accepted],
  ['a level that is empty', orderWith('"密级":""'), accepted],
  ['a level that is null', orderWith('"密级":null'), accepted],
  ['whether it is secret: no', orderWith('"是否涉密":"否"'), accepted],
  ['a caller who asks for discretion', order({ 个人信息保密: '是' }), accepted],
  ['a level of encryption', orderWith('"加密级别":"AES-256"'), accepted],
  [
    'a mark in the address, which is nowhere',
    order(),
    refused(404),
    { target: `${addressOf(ORDERS)}/%E6%9C%BA%E5%AF%86%E2%98%85` },
  ],
]);

export const secrecyTexts: CaseGroup = { kind: 'secrecy: marks in texts', cases: texts };
export const secrecyFields: CaseGroup = { kind: 'secrecy: fields and formats', cases: [...fields, ...forms] };
export const secrecyHarmless: CaseGroup = { kind: 'secrecy: what only looks so', cases: harmless };
