import { isStorable } from '../bad-text.ts';
import { unreadable, type Unreadable } from '../decoded-batch.ts';
import { columnName } from './column-name.ts';

/**
 * Column names: trimmed, line breaks (wrapped cells of a spreadsheet) and blanks between Chinese characters taken out, empty
 * ones at the end dropped. A name twice or an empty one in the middle makes the whole file ambiguous.
 */
export function readHeader(
  fields: readonly string[],
  membersMax: number,
  line = 1,
): { readonly names: string[] } | Unreadable {
  const names = fields.map(columnName);
  while (names.at(-1) === '') names.pop();
  if (names.length > membersMax) {
    return unreadable(
      `line ${line}`,
      `表头超过 ${membersMax} 列`,
      `the header has more than ${membersMax} columns`,
    );
  }
  const empty = names.indexOf('');
  if (empty !== -1) {
    return unreadable(
      `line ${line}`,
      `表头第 ${empty + 1} 列没有名称`,
      `column ${empty + 1} of the header has no name`,
    );
  }
  const twice = names.findIndex((name, place) => names.indexOf(name) !== place);
  if (twice !== -1) {
    return unreadable(
      `line ${line}`,
      `表头第 ${names.indexOf(names[twice]!) + 1} 列和第 ${twice + 1} 列名称相同`,
      `columns ${names.indexOf(names[twice]!) + 1} and ${twice + 1} of the header have the same name`,
    );
  }
  if (!names.every(isStorable)) {
    return unreadable(
      `line ${line}`,
      '表头含有无法保存的字符',
      'the header holds a character that cannot be stored',
    );
  }
  return { names };
}
