/**
 * Fields that say how secret a record is, and what in them means "not secret".
 *
 * - `level`: a field for a level (密级). Anything that is not plainly open counts as a marking, also a code: what `2` means
 *   nobody here can know.
 * - `yes-no`: a field that asks whether (是否涉密). Here 否, 0 and false are open too.
 * - `ambiguous`: a name that may mean a level or something else (`MJ` is 密级 or 面积, `classification`…). Only a value that
 *   names a level counts.
 *
 * Left out on purpose: 是否保密, 保密, isSecret. Hotlines and complaint systems use them for "keep the caller's name
 * private", which has nothing to do with state or work secrets.
 */
export type MarkingFieldKind = 'level' | 'yes-no' | 'ambiguous';

/** Anywhere in a Chinese name (公文密级, 附件密级名称), except 加密级别 and 精密级. */
const LEVEL_PHRASE =
  /(?<![加精])密级|保密级别|保密等级|涉密级别|涉密等级|涉密程度|秘密等级|秘密级别|保密期限/;

const YES_NO_NAMES = new Set([
  '是否涉密',
  '涉密',
  '涉密标识',
  '涉密标志',
  '是否国家秘密',
  '国家秘密标志',
  '是否工作秘密',
  '工作秘密',
  '工作秘密标识',
  '工作秘密标志',
  'shifoushemi',
]);

const LEVEL_NAMES = new Set([
  'miji',
  'mijimc',
  'mijidm',
  'wenjianmiji',
  'gongwenmiji',
  'baomijibie',
  'baomidengji',
  'shemijibie',
  'shemidengji',
  'secretlevel',
  'secretgrade',
  'secretclass',
  'secretdegree',
  'secretrank',
  'secrecylevel',
  'secrecygrade',
  'secrecyclass',
  'secrecydegree',
  'confidentiallevel',
  'confidentialitylevel',
  'confidentialgrade',
]);

const AMBIGUOUS_NAMES = new Set([
  'mj',
  'mjdm',
  'mjmc',
  'mjbm',
  'wjmj',
  'gwmj',
  'bmjb',
  'bmdj',
  'smjb',
  'smdj',
  'sfsm',
  'secret',
  'secrecy',
  'classification',
  'classificationlevel',
  'classified',
  'confidential',
  'confidentiality',
  'securitylevel',
  'securitygrade',
  'securityclass',
  'securityclassification',
]);

/** What kind of marking field a name stands for, in whatever width, case or separators it is written; null for others. */
export function markingFieldKind(name: string): MarkingFieldKind | null {
  if (name.length > 64) return null;
  const plain = normalised(name);
  if (LEVEL_NAMES.has(plain)) return 'level';
  if (YES_NO_NAMES.has(plain)) return 'yes-no';
  if (AMBIGUOUS_NAMES.has(plain)) return 'ambiguous';
  return LEVEL_PHRASE.test(plain) ? 'level' : null;
}

const OPEN_WORDS = new Set([
  '公开',
  '主动公开',
  '依申请公开',
  '公开级',
  '非密',
  '非密级',
  '非涉密',
  '不涉密',
  '未涉密',
  '无',
  '无密级',
  '未定密',
  '普通',
  '一般',
  'public',
  'open',
  'unclassified',
  'nonclassified',
]);

const BLANK_WORDS = new Set(['', '/', '\\n', 'null', 'none', 'na', 'n/a', 'nil', 'undefined', '—', '–']);

const NO_WORDS = new Set(['否', '不是', '0', 'n', 'no', 'f', 'false']);

const NAMES_A_LEVEL = /[绝絕机機秘祕]密|内部|內部|topsecret|secret|confidential|restricted/;

/** Whether the text of a marking field says that the record is secret. */
export function isMarkedValue(kind: MarkingFieldKind, text: string): boolean {
  const plain = normalised(text);
  if (kind === 'ambiguous') return NAMES_A_LEVEL.test(plain) && !isPlainlyOpen(plain);
  if (BLANK_WORDS.has(plain) || isPlainlyOpen(plain)) return false;
  return !(kind === 'yes-no' && NO_WORDS.has(plain));
}

/** Says in words that a record is not secret; blank text does not say so. */
export function saysOpen(text: string): boolean {
  return isPlainlyOpen(normalised(text));
}

function isPlainlyOpen(plain: string): boolean {
  return OPEN_WORDS.has(plain);
}

function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s_.·:\-"'()[\]【】〔〕\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .toLowerCase();
}
