/** The name in a header cell: without line breaks, without blanks at its ends and beside Chinese characters (姓 名). */
export function columnName(field: string): string {
  const name = field
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join('');
  return /\s/u.test(name) ? name.replaceAll(/(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu, '') : name;
}
