import { accepted, acceptedOrQuarantined, quarantined, type CaseGroup } from '../hostile-case.ts';
import { order, ORDERS, orderWith } from '../records.ts';
import { pushCases } from '../wire.ts';

const BLANKS = `x${' '.repeat(900_000)}x`;
const notStorable = quarantined('bad-text');

export const jsonText: CaseGroup = {
  kind: 'odd text',
  cases: pushCases(ORDERS, [
    ['an escaped NUL in a member that is mapped', orderWith('"来电人":"张\\u0000三"'), notStorable],
    ['an escaped NUL in a member nobody knows', orderWith('"x":"\\u0000"'), notStorable],
    ['an escaped NUL deep in a list', orderWith('"x":[[["a","\\u0000"]]]'), notStorable],
    ['the first half of a surrogate pair', orderWith('"x":"\\ud83d"'), notStorable],
    ['the second half of a surrogate pair', orderWith('"x":"\\ude00"'), notStorable],
    ['the halves of a surrogate pair the wrong way round', orderWith('"x":"\\ude00\\ud83d"'), notStorable],
    ['a surrogate half in capitals', orderWith('"x":"\\uD83D!"'), notStorable],
    ['half a pair at the end of a long text', orderWith(`"x":"${'字'.repeat(50_000)}\\ud83d"`), notStorable],
    ['a surrogate pair in escapes', orderWith('"x":"\\ud83d\\ude00"'), accepted],
    ['an escaped backslash before u0000', orderWith('"x":"\\\\u0000"'), accepted],
    ['every control character but NUL', order({ 诉求内容: controlCharacters() }), acceptedOrQuarantined],
    [
      'the delete character and C1 controls',
      order({ 标题: 'a\u007fb\u0080c\u009fd' }),
      acceptedOrQuarantined,
    ],
    ['noncharacters', order({ 标题: '\ufffe\uffff\ufdd0\u{1ffff}\u{10ffff}' }), acceptedOrQuarantined],
    [
      'characters of private use, as old fonts have them',
      order({ 来电人: '\ue000\uf8ff\u{f0000}' }),
      acceptedOrQuarantined,
    ],
    ['replacement characters', order({ 来电人: '张\ufffd' }), acceptedOrQuarantined],
    ['line and paragraph separators', order({ 标题: 'a\u2028b\u2029c' }), acceptedOrQuarantined],
    ['a byte order mark within the text', order({ 标题: '\ufeff花园街' }), acceptedOrQuarantined],
    [
      'changes of direction that are never ended',
      order({ 标题: '\u202e\u2067\u202bgpj.exe' }),
      acceptedOrQuarantined,
    ],
    [
      'nothing but characters that are not seen',
      order({ 标题: '\u200b\u200c\u200d\u2060\u00ad' }),
      acceptedOrQuarantined,
    ],
    ['10,000 accents on one letter', order({ 标题: `a${'\u0301'.repeat(10_000)}` }), acceptedOrQuarantined],
    ['a family of emoji', order({ 标题: '👨‍👩‍👧‍👦👍🏽🇨🇳' }), accepted],
    ['rare characters beyond the basic plane', order({ 来电人: '𠮷𡈽𪚥' }), accepted],
    [
      'a ligature that grows under normalisation',
      order({ 标题: '\ufdfa'.repeat(1_000) }),
      acceptedOrQuarantined,
    ],
    ['text composed and decomposed', order({ 来电人: 'é ｅ\u0301 \u212b Å' }), accepted],
    ['a script', order({ 诉求内容: '<script>alert(1)</script><img src=x onerror=alert(1)>' }), accepted],
    ['the end of a statement', order({ 标题: "'; DROP TABLE exchange.receipt; --" }), accepted],
    ['format directives', order({ 标题: '%s%s%n {0} ${jndi:ldap://x/a} {{7*7}} #{1}' }), accepted],
    ['a log line of its own', order({ 标题: '\n{"level":"error","event":"forged"}\n' }), accepted],
    ['line breaks and a header', order({ 标题: 'a\r\nSet-Cookie: a=b\r\n\r\n' }), accepted],
    ['escape sequences of a terminal', order({ 标题: '\u001b[2J\u001b]0;x\u0007' }), acceptedOrQuarantined],
    ['half a million backslashes', () => order({ 诉求内容: '\\'.repeat(250_000) }), acceptedOrQuarantined],
    ['100,000 percent signs', () => order({ 诉求内容: '%'.repeat(100_000) }), acceptedOrQuarantined],
    [
      '100,000 references that do not end',
      () => order({ 诉求内容: '&#'.repeat(100_000) }),
      acceptedOrQuarantined,
    ],
    ['100,000 tags that do not end', () => order({ 诉求内容: '<密'.repeat(100_000) }), acceptedOrQuarantined],
    [
      '100,000 times 密 with blanks',
      () => order({ 诉求内容: '密       '.repeat(50_000) }),
      acceptedOrQuarantined,
    ],
    ['100,000 names of a level', () => order({ 诉求内容: '密级'.repeat(100_000) }), acceptedOrQuarantined],
    [
      '20,000 brackets before a level',
      () => order({ 诉求内容: `密级：${'【'.repeat(20_000)}` }),
      acceptedOrQuarantined,
    ],
    [
      '30,000 work secrets in pieces',
      () => order({ 诉求内容: '工 作 秘 '.repeat(30_000) }),
      acceptedOrQuarantined,
    ],
    ...['标题', '诉求内容', '来电人', '联系电话', '被反映单位代码', '车牌号', '来电时间', '附件'].map(
      (name) =>
        [
          `900,000 blanks and a letter as ${name}`,
          () => order({ [name]: name === '附件' ? [{ 名称: BLANKS }] : BLANKS }),
          acceptedOrQuarantined,
        ] as const,
    ),
    [
      '300,000 ideographic blanks and a letter',
      () => order({ 标题: `${'\u3000'.repeat(300_000)}x` }),
      acceptedOrQuarantined,
    ],
    ['a date of 100,000 digits', () => order({ 来电时间: '2'.repeat(100_000) }), quarantined('bad-date')],
    ['a date on the 30th of February', order({ 来电时间: '2026-02-30 00:00:00' }), quarantined('bad-date')],
    ['a time of 25 o’clock', order({ 来电时间: '2026-11-24 25:61:61' }), quarantined('bad-date')],
    ['a year of 275,761', order({ 来电时间: '+275761-01-01' }), quarantined('bad-date')],
    ['a plate of 100,000 separators', () => order({ 车牌号: '、'.repeat(100_000) }), acceptedOrQuarantined],
    ['a phone of 100,000 digits', () => order({ 联系电话: '1'.repeat(100_000) }), acceptedOrQuarantined],
    ['coordinates beyond the earth', order({ 经度: '999999', 纬度: '-999999' }), acceptedOrQuarantined],
    ['coordinates that are NaN in letters', order({ 经度: 'NaN', 纬度: 'Infinity' }), acceptedOrQuarantined],
  ]),
};

function controlCharacters(): string {
  return Array.from({ length: 31 }, (_, place) => String.fromCharCode(place + 1)).join('');
}
