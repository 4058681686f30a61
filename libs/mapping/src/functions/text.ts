import { isSpace, narrowText, trimSpace } from '../value.ts';
import { NO_PARAMETERS, parameters, type MappingFunction } from './mapping-function.ts';
import { textJson } from './text-json.ts';
import { textParts } from './text-parts.ts';
import { textRepair } from './text-repair.ts';
import { textWithhold } from './text-withhold.ts';

const COUNT = { type: 'integer', minimum: 1, maximum: 1_000_000 };

export const textFunctions: readonly MappingFunction[] = [
  {
    name: 'text.of',
    summary: { zh: '数值或布尔值转为文本', en: 'A number or boolean as text' },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [
      { input: 12, output: '12' },
      { input: true, output: 'true' },
      { input: { a: 1 }, rejection: 'bad-type' },
      { input: 2 ** 64, rejection: 'lossy-number' },
    ],
    compile: () => (text) => text,
  },
  {
    name: 'text.trim',
    summary: {
      zh: '去掉首尾空白（含全角空格和零宽字符）',
      en: 'Takes white space off both ends, U+3000 and zero-width characters too',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [
      { input: '　湖塘镇  ', output: '湖塘镇' },
      { input: '\u200b ', output: null },
    ],
    compile: () => trimSpace,
  },
  {
    name: 'text.narrow',
    summary: {
      zh: '全角字符转半角；〔〕【】不变',
      en: 'Full-width characters to ASCII; 〔〕【】 stay',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [{ input: '（２０２４）Ａ　〔3〕', output: '(2024)A 〔3〕' }],
    compile: () => narrowText,
  },
  {
    name: 'text.squeeze',
    summary: {
      zh: '去掉首尾空白，中间的连续空白和换行合并为一个空格',
      en: 'Trims, and makes each run of white space and line breaks one space',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [{ input: ' 占道\r\n  经营 ', output: '占道 经营' }],
    compile: () => (text) => joinRuns(text, ' '),
  },
  {
    name: 'text.removeSpace',
    summary: { zh: '去掉所有空白', en: 'Takes all white space out' },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [{ input: ' 张 某　某', output: '张某某' }],
    compile: () => (text) => joinRuns(text, ''),
  },
  {
    name: 'text.upper',
    summary: { zh: '转大写', en: 'To upper case' },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [{ input: 'a1x', output: 'A1X' }],
    compile: () => (text) => text.toUpperCase(),
  },
  {
    name: 'text.lower',
    summary: { zh: '转小写', en: 'To lower case' },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [{ input: 'A1X', output: 'a1x' }],
    compile: () => (text) => text.toLowerCase(),
  },
  {
    name: 'text.cut',
    summary: {
      zh: '超过长度时截断，不拆开一个字',
      en: 'Cuts what is longer, never through a character',
    },
    parameters: parameters({ max: COUNT }, ['max']),
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [
      { input: '占道经营', params: { max: 2 }, output: '占道' },
      { input: 'a😀b', params: { max: 2 }, output: 'a' },
    ],
    compile: ({ max }) => {
      const limit = max as number;
      return (text) => {
        if (text.length <= limit) return text;
        const last = text.charCodeAt(limit - 1);
        return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
      };
    },
  },
  {
    name: 'text.stripControl',
    summary: {
      zh: '去掉控制字符、零宽字符和双向控制符；换行和制表符保留',
      en: 'Takes out control, zero-width and bidirectional characters; line breaks and tabs stay',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [{ input: 'a\u0000b\u200b\nc\u202e', output: 'ab\nc' }],
    compile: () => (text) => (mayHoldControl(text) ? text.replace(CONTROL, '') : text),
  },
  {
    name: 'text.pad',
    summary: { zh: '左侧补足到指定长度', en: 'Fills up on the left to a length' },
    parameters: parameters(
      {
        length: { type: 'integer', minimum: 1, maximum: 200 },
        with: { type: 'string', minLength: 1, maxLength: 1 },
      },
      ['length'],
    ),
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [
      { input: 42, params: { length: 6 }, output: '000042' },
      { input: 'A', params: { length: 3, with: '-' }, output: '--A' },
    ],
    compile: ({ length, with: filler }) => {
      const [size, mark] = [length as number, (filler as string | undefined) ?? '0'];
      return (text) => text.padStart(size, mark);
    },
  },
  ...textParts,
  ...textJson,
  textRepair,
  textWithhold,
];

const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Far cheaper than a search that finds nothing, which is what nearly every text would be in for. */
function mayHoldControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
    if (code >= 0x200b && (code <= 0x2069 || code === 0xfeff)) return true;
  }
  return false;
}

function joinRuns(text: string, joint: string): string {
  const trimmed = trimSpace(text);
  let joined = '';
  let start = 0;
  for (let index = 0; index < trimmed.length; index += 1) {
    if (!isSpace(trimmed.charCodeAt(index))) continue;
    joined += trimmed.slice(start, index) + joint;
    while (isSpace(trimmed.charCodeAt(index + 1))) index += 1;
    start = index + 1;
  }
  return start === 0 ? trimmed : joined + trimmed.slice(start);
}
