import type { CodeTable, JsonObject } from '@exchange/contracts';
import { typeOfConstant, unionOf, type StaticType } from '../static-type.ts';
import { FAILED, narrowText, quote, trimSpace, type Value } from '../value.ts';
import { labelIndex, perTable } from './code-labels.ts';
import { parameters, type MappingFunction, type StepEnvironment, type StepRun } from './mapping-function.ts';

/** What happens to a code that the table or list does not know; `reject` is the default everywhere. */
export const UNKNOWN: JsonObject = { enum: ['reject', 'keep', 'drop'] };

export const codeFunctions: readonly MappingFunction[] = [
  {
    name: 'code.map',
    summary: {
      zh: '按本映射的码表转换；未列出的取码表的 default，没有 default 时退回（unknown 可改为 keep 保留或 drop 置空）',
      en: 'Translates by a table of this mapping; unknown codes take its default, else are rejected (unknown: "keep" or "drop" changes that)',
    },
    parameters: parameters({ table: { type: 'string' }, unknown: UNKNOWN }, ['table']),
    accepts: 'text',
    gives: (given, _input, environment) => typeOfTable(given, environment),
    folds: true,
    examples: [
      { input: '01', params: { table: 'case-status' }, output: 'filed' },
      { input: ' ０１', params: { table: 'case-status' }, output: 'filed' },
      { input: 2, params: { table: 'case-status' }, output: 'decided' },
      { input: '99', params: { table: 'case-status' }, rejection: 'bad-code' },
      {
        input: '99',
        params: { table: 'case-status', unknown: 'keep' },
        output: '99',
        warning: 'unknown-code-kept',
      },
      {
        input: '99',
        params: { table: 'case-status', unknown: 'drop' },
        output: null,
        warning: 'unknown-code-dropped',
      },
      { input: '99', params: { table: 'party-kind' }, output: 'other', warning: 'default-code-used' },
    ],
    problems: ({ table }, { tables }) =>
      tables.has(table as string)
        ? []
        : [
            {
              code: 'unknown-table',
              detail: {
                zh: `tables 中没有码表“${String(table)}”`,
                en: `there is no table "${String(table)}" in tables`,
              },
            },
          ],
    compile: ({ table, unknown }, { tables }) => {
      const { entries, fallback } = tables.get(table as string) ?? {
        entries: new Map(),
        fallback: undefined,
      };
      return (text, run) => {
        const found = entries.get(text) ?? entries.get(trimSpace(narrowText(text)));
        if (found !== undefined) return found;
        // A null entry is listed, and means nothing.
        if (entries.has(text) || entries.has(trimSpace(narrowText(text)))) return undefined;
        if (fallback === undefined)
          return treatUnknown(text, unknown as string | undefined, table as string, run);
        run.warn(
          'default-code-used',
          `代码${quote(text)}不在码表“${String(table)}”中，已取默认值`,
          `code ${quote(text)} is not in table "${String(table)}"; its default was taken`,
        );
        return fallback ?? undefined;
      };
    },
  },
  {
    name: 'code.list',
    summary: {
      zh: '核对公共代码表：by 为 code 时须为代码，label 时按中英文名称或别名取代码，either 两者皆可（默认）',
      en: 'Looks a value up in a shared code list: by "code", by "label" (Chinese, English or alias, gives the code) or "either" (default)',
    },
    parameters: parameters(
      { list: { type: 'string' }, by: { enum: ['code', 'label', 'either'] }, unknown: UNKNOWN },
      ['list'],
    ),
    accepts: 'text',
    gives: ({ list, unknown }, _input, { codes }) =>
      typeOfList(codes.get(list as string), unknown as string | undefined),
    folds: true,
    examples: [
      { input: '警告', params: { list: 'penalty-kinds', by: 'label' }, output: 'warning' },
      { input: 'fine', params: { list: 'penalty-kinds' }, output: 'fine' },
      { input: '罚金', params: { list: 'penalty-kinds', by: 'label' }, output: 'fine' },
      { input: '罚款', params: { list: 'penalty-kinds', by: 'code' }, rejection: 'bad-code' },
    ],
    problems: ({ list }, { codes }) =>
      codes.has(list as string)
        ? []
        : [
            {
              code: 'unknown-list',
              detail: {
                zh: `没有公共代码表“${String(list)}”`,
                en: `there is no code list "${String(list)}"`,
              },
            },
          ],
    compile: ({ list, by, unknown }, { codes }) => {
      const table = codes.get(list as string);
      const known = by === 'label' || !table ? new Set<string>() : codesOf(table);
      const labels = by === 'code' || !table ? new Map<string, string>() : labelsOf(table);
      return (text, run) => {
        if (known.has(text)) return text;
        const folded = trimSpace(narrowText(text));
        if (known.has(folded)) return folded;
        return labels.get(folded) ?? treatUnknown(text, unknown as string | undefined, list as string, run);
      };
    },
  },
];

const codesOf = perTable((table) => new Set(table.entries.map((entry) => entry.code)));
const labelsOf = perTable((table) => labelIndex(table));

/** The end of every look-up that found nothing. */
export function treatUnknown(text: string, unknown: string | undefined, list: string, run: StepRun): Value {
  const zh = `值${quote(text)}不在代码表“${list}”中`;
  const en = `${quote(text)} is not in the code list "${list}"`;
  switch (unknown) {
    case 'keep':
      run.warn('unknown-code-kept', `${zh}，已按原文保留`, `${en}; kept as it is`);
      return text;
    case 'drop':
      run.warn('unknown-code-dropped', `${zh}，已作空值处理`, `${en}; taken as empty`);
      return undefined;
    default:
      run.reject('bad-code', `${zh}，请改正或补充代码对照`, `${en}; correct it or have the table extended`);
      return FAILED;
  }
}

function typeOfTable({ table, unknown }: JsonObject, { tables }: StepEnvironment): StaticType {
  const found = tables.get(table as string);
  if (!found) return { kinds: ['text'] };
  const results = [...found.entries.values(), ...(found.fallback === undefined ? [] : [found.fallback])];
  const type = unionOf(results.map(typeOfConstant));
  return { ...type, translated: true, closed: unknown !== 'keep' };
}

function typeOfList(table: CodeTable | undefined, unknown: string | undefined): StaticType {
  // The list is wider than what one stream uses, so its codes are no claim that each of them occurs.
  if (!table || unknown === 'keep') return { kinds: ['text'] };
  return { kinds: ['text'], values: table.entries.map((entry) => entry.code), closed: true };
}
