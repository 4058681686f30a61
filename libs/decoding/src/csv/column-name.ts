const HAN_FIRST = /^\p{Script=Han}/u;
const HAN_LAST = /\p{Script=Han}$/u;

/**
 * The name in a header cell: without line breaks, without blanks at its ends and beside Chinese characters (姓 名). Words and
 * blanks are taken apart first, so that a cell of nothing but blanks costs no more than its length.
 */
export function columnName(field: string): string {
  const name = field
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join('');
  if (!/\s/u.test(name)) return name;
  const parts = name.split(/(\s+)/u);
  const isBesideHan = (place: number): boolean =>
    HAN_LAST.test(parts[place - 1] ?? '') || HAN_FIRST.test(parts[place + 1] ?? '');
  return parts.filter((_, place) => place % 2 === 0 || !isBesideHan(place)).join('');
}
