import { isJsonObject, type Json } from '@exchange/contracts';
import { narrowText, trimSpace, type Value } from '../value.ts';
import { NO_PARAMETERS, type MappingFunction, type StepRun } from './mapping-function.ts';

/** What stands in the place of a withheld text, as in masked answers. */
const MASK = '***';
/** A single character is part of too many words. */
const CHARACTERS_MIN = 2;
const SEPARATOR = /[\s\-‐‑‒–—·•.]/u;

/** Keeps out of free text what another field of the record withholds. */
export const textWithhold: MappingFunction = {
  name: 'text.withhold',
  summary: {
    zh: '把 withheld 中的各项（姓名、电话等，至少两个字符）在 text 中出现的每一处换成 ***；不计全半角、空白和连接符。只认已知的原文，“王女士”之类的称呼不在其内',
    en: 'Replaces every occurrence in text of what withheld lists (names, numbers; two characters at least) by ***, whatever their width, blanks and hyphens. Known texts only: it does not find other ways to name somebody',
  },
  parameters: NO_PARAMETERS,
  accepts: 'any',
  gives: 'text',
  examples: [
    {
      input: { text: '来电人秦示例（138-0000 0000）反映占道', withheld: ['秦示例', '13800000000'] },
      output: '来电人***（***）反映占道',
    },
    { input: { text: '电话１３８００００００００', withheld: '13800000000' }, output: '电话***' },
    { input: { text: '王家桥', withheld: ['王'] }, output: '王家桥' },
    { input: { text: '占道经营' }, output: '占道经营' },
    { input: { withheld: ['秦示例'] }, output: null },
    { input: ['占道经营'], rejection: 'bad-type' },
  ],
  compile: () => withhold,
};

function withhold(value: Json, run: StepRun): Value {
  const { text, withheld = null } = isJsonObject(value) ? value : {};
  if (!isJsonObject(value) || (text !== undefined && typeof text !== 'string'))
    return run.reject(
      'bad-type',
      '这里需要由 text 和 withheld 组成的对象',
      'an object of a text and what to withhold is wanted here',
    );
  if (text === undefined) return undefined;
  const known = (Array.isArray(withheld) ? withheld : [withheld])
    .filter((item) => typeof item === 'string' || typeof item === 'number')
    .map((item) => compact(String(item)))
    .filter((item) => item.length >= CHARACTERS_MIN)
    // A longer one first: a part of it would leave the rest to be read.
    .sort((one, other) => other.length - one.length);
  return known.reduce(withoutOne, text);
}

function compact(text: string): string {
  return [...narrowText(trimSpace(text))].filter((character) => !SEPARATOR.test(character)).join('');
}

function withoutOne(text: string, known: string): string {
  let rest = '';
  for (let at = 0; at < text.length;) {
    const end = endOfMatch(text, at, known);
    rest += end === null ? text.charAt(at) : MASK;
    at = end ?? at + 1;
  }
  return rest;
}

/** Where an occurrence that begins at `from` ends, separators within it passed over. */
function endOfMatch(text: string, from: number, known: string): number | null {
  let matched = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = narrowText(text.charAt(at));
    if (character === known.charAt(matched)) {
      matched += 1;
      if (matched === known.length) return at + 1;
    } else if (matched === 0 || !SEPARATOR.test(character)) return null;
  }
  return null;
}
