import { isJsonObject, type Json } from '@exchange/contracts';
import { ANYTHING, type StaticType } from '../static-type.ts';
import type { Value } from '../value.ts';
import { NO_PARAMETERS, parameters, type MappingFunction, type StepRun } from './mapping-function.ts';

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
    name: 'list.flatten',
    summary: {
      zh: '列表中的列表拆开，其各项并入外层，保持次序',
      en: 'Lists among the items give their items, in order',
    },
    parameters: NO_PARAMETERS,
    accepts: 'list',
    gives: () => ({ kinds: ['list'], items: ANYTHING }),
    examples: [
      { input: [['施工甲', '施工乙'], '监理'], output: ['施工甲', '施工乙', '监理'] },
      { input: ['a', []], output: ['a'] },
    ],
    compile: () => (list) => list.flat() as Json[],
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
    name: 'list.expect',
    summary: {
      zh: '项数少于 least 时提醒，列表照样保留（如依法应有两名执法人员，而只给出一名）',
      en: 'Warns of a list with fewer than least items and keeps it as it is (of two officers that the law demands, one is named)',
    },
    parameters: parameters({ least: { type: 'integer', minimum: 2, maximum: 100 } }, ['least']),
    accepts: 'list',
    gives: (_given, input) => ({ kinds: ['list'], items: itemOf(input) }),
    examples: [
      { input: ['秦某', '陆某'], params: { least: 2 }, output: ['秦某', '陆某'] },
      { input: ['秦某'], params: { least: 2 }, output: ['秦某'], warning: 'too-few-items' },
    ],
    compile: ({ least }) => {
      const wanted = least as number;
      return (list, run) => {
        if (list.length < wanted)
          run.warn(
            'too-few-items',
            `只有 ${list.length} 项，通常应有 ${wanted} 项，请核对`,
            `there are ${list.length} items where ${wanted} are usual, please verify`,
          );
        return list;
      };
    },
  },
  {
    name: 'list.zip',
    summary: {
      zh: '把一个对象中等长的几个列表逐项配成对象，字段名不变；与第一个列表长度不一的无法对应，舍去并提醒',
      en: 'Pairs the lists of an object item by item, under the same names; a list of another length than the first is left out with a warning, because nobody can tell what belongs together',
    },
    parameters: NO_PARAMETERS,
    accepts: 'any',
    gives: () => ({ kinds: ['list'], items: { kinds: ['object'] } }),
    examples: [
      {
        input: { name: ['秦某', '陆某'], number: ['1001', '1002'] },
        output: [
          { name: '秦某', number: '1001' },
          { name: '陆某', number: '1002' },
        ],
      },
      {
        input: { name: ['秦某', '陆某'], number: ['1001'] },
        output: [{ name: '秦某' }, { name: '陆某' }],
        warning: 'unpaired-list',
      },
      { input: { number: ['1001'] }, output: [{ number: '1001' }] },
      { input: { name: '秦某', number: '1001' }, output: [{ name: '秦某', number: '1001' }] },
      { input: ['秦某'], rejection: 'bad-type' },
    ],
    compile: () => zip,
  },
];

function zip(value: Json, run: StepRun): Value {
  if (!isJsonObject(value))
    return run.reject(
      'bad-type',
      '这里需要由几个列表组成的对象',
      'an object whose members are lists is wanted here',
    );
  const lists = Object.entries(value).map(
    ([name, list]) => [name, Array.isArray(list) ? list : [list]] as const,
  );
  const length = lists[0]?.[1].length ?? 0;
  const paired = lists.filter(([, list]) => list.length === length);
  if (paired.length < lists.length)
    run.warn(
      'unpaired-list',
      '几个并列字段的项数不一致，无法逐项对应，已舍去对不上的字段，请核对',
      'fields that belong together have different numbers of items and cannot be paired; those that do not fit were left out, please verify',
    );
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(paired.map(([name, list]) => [name, list[index] as Json])),
  );
}
