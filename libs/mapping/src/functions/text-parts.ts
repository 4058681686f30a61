import { compileRegex } from './compile-regex.ts';
import { trimSpace } from '../value.ts';
import { parameters, TEXTS, type MappingFunction } from './mapping-function.ts';
import { regexProblems } from './regex-problems.ts';

/** What takes a text apart or looks into it. */
export const textParts: readonly MappingFunction[] = [
  {
    name: 'text.replace',
    summary: {
      zh: '把出现的每一处 find 换成 with（按字面，不是正则）',
      en: 'Replaces every occurrence of find by with, literally',
    },
    parameters: parameters({ find: { type: 'string', minLength: 1 }, with: { type: 'string' } }, [
      'find',
      'with',
    ]),
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [
      { input: '武进区湖塘', params: { find: '武进区', with: '' }, output: '湖塘' },
      { input: 'a$b', params: { find: 'a', with: '$&' }, output: '$&$b' },
    ],
    compile: ({ find, with: replacement }) => {
      const [from, to] = [find as string, replacement as string];
      return (text) => (text.includes(from) ? text.split(from).join(to) : text);
    },
  },
  {
    name: 'text.split',
    summary: {
      zh: '按分隔符拆成列表，各项去空白，空项不要',
      en: 'Splits at any of the separators into a list of trimmed, non-blank texts',
    },
    parameters: parameters({ separators: { ...TEXTS, items: { type: 'string', minLength: 1 } } }),
    accepts: 'text',
    gives: () => ({ kinds: ['list'], items: { kinds: ['text'] } }),
    examples: [
      { input: '警告、罚款，', output: ['警告', '罚款'] },
      { input: 'a/b;c', params: { separators: ['/'] }, output: ['a', 'b;c'] },
      { input: '、', output: null },
    ],
    compile: ({ separators }) => {
      const marks = (separators as string[] | undefined) ?? ['、', ',', '，', ';', '；', '|'];
      const firsts = new Set(marks.map((mark) => mark.charCodeAt(0)));
      return (text) => splitText(text, marks, firsts);
    },
  },
  {
    name: 'text.match',
    summary: {
      zh: '取正则第一处匹配的某一组（RE2 语法）；不匹配为空',
      en: 'A group (default 0, the whole) of the first match of a regular expression (RE2 syntax); empty without a match',
    },
    parameters: parameters(
      { pattern: { type: 'string', minLength: 1 }, group: { type: 'integer', minimum: 0 } },
      ['pattern'],
    ),
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [
      { input: '苏武城罚〔2024〕131号', params: { pattern: '〔(\\d{4})〕', group: 1 }, output: '2024' },
      { input: '无文号', params: { pattern: '\\d+' }, output: null },
    ],
    problems: ({ pattern, group }) => regexProblems(pattern as string, (group as number | undefined) ?? 0),
    compile: ({ pattern, group }) => {
      const regex = compileRegex(pattern as string);
      const index = (group as number | undefined) ?? 0;
      return (text) => regex.group(text, index);
    },
  },
  {
    name: 'text.nullIf',
    summary: {
      zh: '这些词在该字段表示“没有”（比较前去首尾空白）',
      en: 'Words that mean "nothing" in this field (compared without surrounding white space)',
    },
    parameters: parameters({ words: TEXTS }, ['words']),
    accepts: 'text',
    gives: 'text',
    folds: true,
    examples: [
      { input: '0', params: { words: ['0', '不详'] }, output: null },
      { input: '10', params: { words: ['0'] }, output: '10' },
    ],
    compile: ({ words }) => {
      const nothing = new Set((words as string[]).map(trimSpace));
      return (text) => (nothing.has(trimSpace(text)) ? undefined : text);
    },
  },
];

function splitText(text: string, separators: readonly string[], firsts: ReadonlySet<number>): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length;) {
    const at = index;
    const separator = firsts.has(text.charCodeAt(at)) && separators.find((mark) => text.startsWith(mark, at));
    if (!separator) {
      index += 1;
      continue;
    }
    parts.push(trimSpace(text.slice(start, index)));
    index += separator.length;
    start = index;
  }
  parts.push(trimSpace(text.slice(start)));
  return parts.filter((part) => part.length > 0);
}
