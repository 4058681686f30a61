import { isJsonObject, type Json } from '@exchange/contracts';
import { ANYTHING } from '../static-type.ts';
import { trimSpace, type Value } from '../value.ts';
import { readDecimal } from './decimal-text.ts';
import { NO_PARAMETERS, type MappingFunction, type StepRun } from './mapping-function.ts';

/** As of a whole record (`DEFAULT_LIMITS` of decoding); its bytes bound the text. */
const DEPTH_MAX = 32;
const MEMBERS_MAX = 2_000;

export const textJson: readonly MappingFunction[] = [
  {
    name: 'text.json',
    summary: {
      zh: '文本内的 JSON 读成对象或列表；本来就是对象或列表的原样通过；不是完整的 JSON、有重复字段或数值丢失位数的退回',
      en: 'JSON inside a text as the object or list that it says; what is one already passes; broken JSON, a member that occurs twice and numbers that lose digits are rejected',
    },
    parameters: NO_PARAMETERS,
    accepts: 'any',
    gives: () => ANYTHING,
    examples: [
      { input: '[{"name":"秦某","no":"1001"}]', output: [{ name: '秦某', no: '1001' }] },
      { input: ' {"lng": 119.95} ', output: { lng: 119.95 } },
      { input: ['a'], output: ['a'] },
      { input: '[]', output: null },
      { input: '{"a":1', rejection: 'bad-text' },
      { input: '湖塘镇', rejection: 'bad-text' },
      { input: '"湖塘镇"', rejection: 'bad-text' },
      { input: '{"a":1,"a":2}', rejection: 'duplicate-field' },
      { input: '{"no":320412199001010012}', rejection: 'lossy-number' },
      { input: '{"a":"\\u0000"}', rejection: 'bad-text' },
      { input: 5, rejection: 'bad-type' },
    ],
    compile: () => readJson,
  },
];

function readJson(value: Json, run: StepRun): Value {
  if (typeof value === 'object') return value;
  if (typeof value !== 'string')
    return run.reject('bad-type', '这里需要 JSON 文本', 'a text that holds JSON is wanted here');
  const text = trimSpace(value);
  const { depth, members } = measure(text);
  if (depth > DEPTH_MAX || members > MEMBERS_MAX)
    return run.reject(
      'bad-text',
      `文本内的 JSON 超过 ${DEPTH_MAX} 层或 ${MEMBERS_MAX} 个字段`,
      `the JSON in the text has more than ${DEPTH_MAX} levels or ${MEMBERS_MAX} members`,
    );
  const parsed = parse(text);
  if (parsed === undefined)
    return run.reject(
      'bad-text',
      '文本应为完整的 JSON 对象或列表',
      'the text must be a whole JSON object or list',
    );
  if (!isStorable(parsed.value))
    return run.reject(
      'bad-text',
      '文本内的 JSON 含有无法保存的字符（NUL 或不成对的代理字符）',
      'the JSON in the text holds a character that cannot be stored (NUL or half a surrogate pair)',
    );
  if (countMembers(parsed.value) !== members)
    return run.reject(
      'duplicate-field',
      '文本内的 JSON 有同名字段，无法判断以哪个为准',
      'a member of the JSON in the text occurs more than once, so it is not clear which value counts',
    );
  if (parsed.isLossy)
    return run.reject(
      'lossy-number',
      '文本内的 JSON 有位数过多的数值，末尾数字会丢失，请加引号作文本',
      'the JSON in the text has a number with too many digits, some would be lost: put it in quotes',
    );
  return parsed.value;
}

/** Levels and members of a JSON text, before it is parsed: the brackets and colons outside its strings. */
function measure(text: string): { readonly depth: number; readonly members: number } {
  let [depth, deepest, members] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
        break;
      case 0x3a: // :
        members += 1;
    }
  }
  return { depth: deepest, members };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1;
  return at;
}

interface Parsed {
  readonly value: Json;
  /** A number of the text is not the one that is left after parsing. */
  readonly isLossy: boolean;
}

/** undefined: no JSON, or a scalar, which says that the text is not what its author thinks. */
function parse(text: string): Parsed | undefined {
  let isLossy = false;
  try {
    // The third argument of a reviver is younger than the language version that the types are for.
    const withSources = JSON.parse as (
      text: string,
      reviver: (name: string, value: Json, context: { readonly source?: string }) => Json,
    ) => Json;
    const value = withSources(text, (_name, part, { source }) => {
      if (typeof part === 'number' && !keepsDigits(part, source ?? '')) isLossy = true;
      return part;
    });
    return typeof value === 'object' && value !== null ? { value, isLossy } : undefined;
  } catch {
    return undefined;
  }
}

function keepsDigits(value: number, source: string): boolean {
  const parsed = String(value);
  if (parsed === source) return true;
  const [left, right] = [readDecimal(parsed, false), readDecimal(source, false)];
  return 'text' in left && 'text' in right && left.text === right.text;
}

/** With the `u` flag a surrogate matches only where its other half is missing. */
const NOT_STORABLE = /[\0\p{Surrogate}]/u;

/** Escapes may hold what the text around them, being decoded, cannot. */
function isStorable(value: Json): boolean {
  if (typeof value === 'string') return !NOT_STORABLE.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries<Json>(value).every(
    ([name, member]) => !NOT_STORABLE.test(name) && isStorable(member),
  );
}

function countMembers(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countMembers(item), 0);
  if (!isJsonObject(value)) return 0;
  return Object.values<Json>(value).reduce<number>((sum, member) => sum + 1 + countMembers(member), 0);
}
