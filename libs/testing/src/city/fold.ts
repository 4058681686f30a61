const WIDE = /[\uFF01-\uFF5E]/gu;
const OPENING = /[[(【]/gu;
const CLOSING = /[\])】]/gu;
const SMALL = /[a-z]/gu;

/** One notation for what systems write in many: narrow, capital, 〔 for every bracket. What stands at a place stays there. */
export function fold(text: string): string {
  return text
    .replace(WIDE, (char) => String.fromCodePoint(char.codePointAt(0)! - 0xfee0))
    .replace(OPENING, '〔')
    .replace(CLOSING, '〕')
    .replace(SMALL, (char) => char.toUpperCase());
}
