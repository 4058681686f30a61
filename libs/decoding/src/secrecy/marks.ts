/** Which rule a marking falls under. */
export type SecrecyRule = 'marking-field' | 'classification-mark' | 'work-secret';

// Blanks of any width and characters that are not seen, as typists and converters leave them between the letters of a mark.
const GAP = '[\\s\\u200b-\\u200f\\u2060\\ufeff\\u00ad]{0,8}';
const LEVEL = `[绝絕机機秘祕]${GAP}密`;
const DEGREE = `(?:${GAP}[级級])?`;
const STAR = '[★☆⭐✩✪✫✬✭✮✯✰🌟]';
const TERM = '(?:[0-9０-９一二三四五六七八九十]{1,3}|长期|長期|永久|启用前)';
const WORK_SECRET = `工${GAP}作${GAP}秘${GAP}密`;
const WORK_TERM = `(?:${GAP}[★☆:：·—-]?${GAP}(?:[0-9０-９一二三四五六七八九十]{1,3}${GAP}(?:年|个?月|天|日)|长期))?`;

const CLASSIFICATION = new RegExp(
  [
    `${LEVEL}${DEGREE}${GAP}${STAR}`,
    // An asterisk stands in for the star where the star cannot be typed; alone it is too common.
    `${LEVEL}${DEGREE}${GAP}[*＊]${GAP}${TERM}`,
    `${STAR}${GAP}${LEVEL}${DEGREE}(?!\\p{L})`,
    `(?<![加精])密${GAP}[级級]${GAP}[:：]${GAP}[【\\[（(]?${GAP}${LEVEL}`,
  ].join('|'),
  'u',
);

const WORK_SECRET_MARK = new RegExp(
  [
    `[《【\\[〔［(（<＜]${GAP}${WORK_SECRET}${WORK_TERM}${GAP}[》】\\]〕］)）>＞]`,
    `${WORK_SECRET}${GAP}[★☆]`,
    `密${GAP}[级級]${GAP}[:：]${GAP}${WORK_SECRET}`,
    // The text is the mark, or begins with it and goes on after a break; a file name ends with it.
    `^${GAP}${WORK_SECRET}${WORK_TERM}(?:$|[\\s:：·|｜_—-])`,
    `(?:^|[_—-])${WORK_SECRET}(?:\\.\\w{1,5})?$`,
  ].join('|'),
  'u',
);

/** The mark that an unveiled text bears, if any. A bare word (侵犯商业秘密案) and a bare ★ are none. */
export function markOf(text: string): Exclude<SecrecyRule, 'marking-field'> | null {
  if (!text.includes('密')) return null;
  if (text.includes('工') && WORK_SECRET_MARK.test(text)) return 'work-secret';
  return CLASSIFICATION.test(text) ? 'classification-mark' : null;
}
