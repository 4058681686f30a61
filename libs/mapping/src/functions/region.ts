import type { CodeTable } from '@exchange/contracts';
import type { StaticType } from '../static-type.ts';
import { narrowText } from '../value.ts';
import { treatUnknown, UNKNOWN } from './code.ts';
import { labelIndex, perTable } from './code-labels.ts';
import {
  parameters,
  type MappingFunction,
  type ParameterProblem,
  type StepEnvironment,
} from './mapping-function.ts';

const JURISDICTIONS = 'jurisdictions';
const DIVISIONS = 'divisions';

export const regionFunctions: readonly MappingFunction[] = [
  {
    name: 'region.jurisdiction',
    summary: {
      zh: '镇、街道或开发区：按代码、名称或别名（可带“武进区”“人民政府”等）取管辖代码；within 时在一段地址中找唯一的名称',
      en: 'Town, subdistrict or zone by code, name or alias (with or without 武进区, 人民政府…); with within, the one name that a longer text such as an address contains',
    },
    parameters: parameters({ unknown: UNKNOWN, within: { type: 'boolean' } }),
    accepts: 'text',
    gives: ({ unknown }, _input, { codes }) =>
      typeOfCodes(codes.get(JURISDICTIONS), unknown as string | undefined),
    examples: [
      { input: '湖塘镇', output: '320412100' },
      { input: '320412100000', output: '320412100' },
      { input: '武进区湖塘镇人民政府', output: '320412100' },
      { input: '高新区', output: 'wujin-hightech' },
      { input: '320405', output: 'changzhou-economic' },
      { input: '太湖镇', rejection: 'bad-code' },
      { input: '太湖镇', params: { unknown: 'drop' }, output: null, warning: 'unknown-code-dropped' },
      {
        input: '武进区湖塘镇人民路1号',
        params: { within: true },
        output: '320412100',
        warning: 'derived-suggestion',
      },
    ],
    problems: (_given, environment) => listProblems(JURISDICTIONS, environment),
    compile: ({ unknown, within }, { codes }) => {
      const find = regionFinder(codes.get(JURISDICTIONS));
      const names = within === true ? longNames(codes.get(JURISDICTIONS)) : [];
      return (text, run) => {
        const code = find(text);
        if (code !== undefined) return code;
        const contained = onlyContained(text, names, codes.get(JURISDICTIONS));
        if (contained === undefined)
          return treatUnknown(text, unknown as string | undefined, JURISDICTIONS, run);
        run.warn(
          'derived-suggestion',
          '管辖地由地址文字推断，请核对',
          'the jurisdiction was derived from the wording of an address; please verify',
        );
        return contained;
      };
    },
  },
  {
    name: 'region.place',
    summary: {
      zh: '行政区划代码（6、9 或 12 位，到村）或名称；旧代码换成现行代码，下级代码未列出时按已列出的上级处理',
      en: 'Division code (6, 9 or 12 digits, to the village) or name; old codes become current ones, an unlisted lower code stands on its listed parent',
    },
    parameters: parameters({ unknown: UNKNOWN }),
    accepts: 'text',
    gives: 'text',
    examples: [
      { input: '320412', output: '320412' },
      { input: '320412100000', output: '320412100' },
      { input: '320412100201', output: '320412100201' },
      { input: '320405', output: '320412' },
      { input: '320405001', output: '320412' },
      { input: '武进区', output: '320412' },
      { input: '110101', rejection: 'bad-code' },
    ],
    problems: (_given, environment) => listProblems(DIVISIONS, environment),
    compile: ({ unknown }, { codes }) => {
      const table = codes.get(DIVISIONS);
      const find = regionFinder(table);
      const successors = successorIndex(table);
      return (text, run) => {
        const code = trimZeros(foldName(text));
        const found = find(text) ?? standOnParent(code, successors);
        return found ?? treatUnknown(text, unknown as string | undefined, DIVISIONS, run);
      };
    },
  },
];

/** By code (trailing zeros of the twelve-digit form off, then successors followed) or by name. */
const finderOf = perTable((table): ((text: string) => string | undefined) => {
  const successors = successorIndex(table);
  const labels = labelIndex(table, foldName);
  const find = (text: string): string | undefined => {
    const name = foldName(text);
    const code = successors.get(name) ?? successors.get(trimZeros(name));
    if (code !== undefined) return code;
    const labelled = labels.get(name) ?? labels.get(trimZeros(name));
    return labelled === undefined ? undefined : (successors.get(labelled) ?? labelled);
  };
  // Nearly all records write a region as the list does, and those need no folding.
  const written = new Map(
    table.entries
      .flatMap(({ code, zh, en, aliases }) => [code, zh, en, ...(aliases ?? [])])
      .map((text) => [text, find(text)]),
  );
  return (text) => written.get(text) ?? find(text);
});

function regionFinder(table: CodeTable | undefined): (text: string) => string | undefined {
  return table ? finderOf(table) : () => undefined;
}

/** Every listed code → the current one that stands in its place. */
function successorIndex(table: CodeTable | undefined): Map<string, string> {
  const entries = new Map(table?.entries.map((entry) => [entry.code, entry]));
  const successors = new Map<string, string>();
  for (const start of entries.keys()) {
    let code = start;
    // Bounded, so that two entries that replace each other do not hang the start.
    for (let hop = 0; hop < 8; hop += 1) {
      const next = entries.get(code)?.replacedBy;
      if (next === undefined || !entries.has(next)) break;
      code = next;
    }
    successors.set(start, code);
  }
  return successors;
}

/** An unlisted town or village stays under a parent that is current; below an abolished one its own number means nothing. */
function standOnParent(code: string, successors: ReadonlyMap<string, string>): string | undefined {
  if (!/^\d{9}(\d{3})?$/.test(code)) return undefined;
  for (const length of code.length === 12 ? [9, 6] : [6]) {
    const parent = code.slice(0, length);
    const current = successors.get(parent);
    if (current !== undefined) return current === parent ? code : current;
  }
  return undefined;
}

function trimZeros(code: string): string {
  if (!/^\d{9}(\d{3})?$/.test(code)) return code;
  const town = code.length === 12 && code.endsWith('000') ? code.slice(0, 9) : code;
  return town.length === 9 && town.endsWith('000') ? town.slice(0, 6) : town;
}

/** A region's name without white space, what stands above it, and the word for its office. */
function foldName(text: string): string {
  const name = narrowText(text).replace(/[\s\u200b-\u200f\ufeff]/gu, '');
  const local = name.replace(/^(江苏省)?(常州市)?(武进区)?(?=.)/u, '');
  return local.replace(/(?<=.)(人民政府|办事处|管理委员会|管委会|党工委)$/u, '');
}

function longNames(table: CodeTable | undefined): Array<readonly [string, string]> {
  const successors = successorIndex(table);
  return (table?.entries ?? []).flatMap((entry) =>
    [entry.zh, ...(entry.aliases ?? [])]
      .filter((name) => name.length >= 3 && !/^\d+$/.test(name))
      .map((name) => [foldName(name), successors.get(entry.code) ?? entry.code] as const),
  );
}

function onlyContained(
  text: string,
  names: ReadonlyArray<readonly [string, string]>,
  table: CodeTable | undefined,
): string | undefined {
  if (names.length === 0) return undefined;
  const place = narrowText(text);
  const found = new Set(names.filter(([name]) => place.includes(name)).map(([, code]) => code));
  // 武进区湖塘镇 names the district and the town: the one below counts.
  const above = new Set(table?.entries.filter(({ code }) => found.has(code)).map(({ parent }) => parent));
  const lowest = [...found].filter((code) => !above.has(code));
  return lowest.length === 1 ? lowest[0] : undefined;
}

function typeOfCodes(table: CodeTable | undefined, unknown: string | undefined): StaticType {
  if (!table || unknown === 'keep') return { kinds: ['text'] };
  return { kinds: ['text'], values: table.entries.map((entry) => entry.code), closed: true };
}

function listProblems(list: string, { codes }: StepEnvironment): ParameterProblem[] {
  if (codes.has(list)) return [];
  return [
    {
      code: 'unknown-list',
      detail: { zh: `缺少公共代码表“${list}”`, en: `the code list "${list}" is missing` },
    },
  ];
}
