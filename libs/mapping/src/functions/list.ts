import type { Json } from '@exchange/contracts';
import { ANYTHING, type StaticType } from '../static-type.ts';
import { NO_PARAMETERS, parameters, TEXTS, type MappingFunction } from './mapping-function.ts';

const itemOf = (input: StaticType): StaticType => input.items ?? ANYTHING;

export const listFunctions: readonly MappingFunction[] = [
  {
    name: 'list.first',
    summary: { zh: '第一项', en: 'The first item' },
    parameters: NO_PARAMETERS,
    accepts: 'list',
    gives: (_given, input) => itemOf(input),
    examples: [
      { input: ['a', 'b'], output: 'a' },
      { input: 'a', output: 'a' },
    ],
    compile: () => (list) => list[0],
  },
  {
    name: 'list.last',
    summary: { zh: '最后一项', en: 'The last item' },
    parameters: NO_PARAMETERS,
    accepts: 'list',
    gives: (_given, input) => itemOf(input),
    examples: [{ input: ['a', 'b'], output: 'b' }],
    compile: () => (list) => list.at(-1),
  },
  {
    name: 'list.unique',
    summary: {
      zh: '去掉重复的文本、数值（保留第一次出现的）',
      en: 'Without repeated texts and numbers; the first of each stays',
    },
    parameters: NO_PARAMETERS,
    accepts: 'list',
    gives: (_given, input) => ({ kinds: ['list'], items: itemOf(input) }),
    examples: [{ input: ['fine', 'warning', 'fine'], output: ['fine', 'warning'] }],
    compile: () => (list) => [...new Set<Json>(list)],
  },
  {
    name: 'list.count',
    summary: { zh: '项数', en: 'How many items there are' },
    parameters: NO_PARAMETERS,
    accepts: 'list',
    gives: 'integer',
    examples: [{ input: ['a', 'b', null], output: 3 }],
    compile: () => (list) => list.length,
  },
  {
    name: 'list.zip',
    summary: {
      zh: '把几个等长的列表逐项配成对象，names 为各列表的字段名；长度不一的列表不配（对应不明），只留第一个列表',
      en: 'Pairs lists item by item as objects, names giving the member of each; a list of another length than the first is left out, because nobody can tell what belongs together',
    },
    parameters: parameters({ names: { ...TEXTS, uniqueItems: true } }, ['names']),
    accepts: 'list',
    gives: () => ({ kinds: ['list'], items: { kinds: ['object'] } }),
    examples: [
      {
        input: [
          ['秦某', '陆某'],
          ['1001', '1002'],
        ],
        params: { names: ['name', 'number'] },
        output: [
          { name: '秦某', number: '1001' },
          { name: '陆某', number: '1002' },
        ],
      },
      {
        input: [['秦某', '陆某'], ['1001']],
        params: { names: ['name', 'number'] },
        output: [{ name: '秦某' }, { name: '陆某' }],
      },
      { input: ['秦某'], params: { names: ['name', 'number'] }, output: [{ name: '秦某' }] },
    ],
    compile: ({ names }) => {
      const members = names as string[];
      return (lists) =>
        zipped(
          lists.map((list) => (Array.isArray(list) ? list : [list])),
          members,
        );
    },
  },
];

function zipped(lists: readonly Json[][], names: readonly string[]): Json[] {
  const [first = []] = lists;
  const paired = names.flatMap((name, place) => {
    const list = lists[place];
    return list?.length === first.length ? [{ name, list }] : [];
  });
  return first.map((_item, index) =>
    Object.fromEntries(paired.map(({ name, list }) => [name, list[index] as Json])),
  );
}
