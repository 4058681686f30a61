import { isSpace, narrowText, trimSpace, type Value } from '../value.ts';
import type { StepRun } from './mapping-function.ts';

/** Width and case folded, all white space and quotation marks (a spreadsheet's way to keep digits) taken out. */
export function foldIdentity(text: string): string {
  if (/^[0-9A-Z]+$/.test(text)) return text;
  const narrow = narrowText(text).toUpperCase();
  let folded = '';
  for (let index = 0; index < narrow.length; index += 1) {
    const code = narrow.charCodeAt(index);
    if (!isSpace(code) && code !== 0x27 && code !== 0x60 && code !== 0x22) folded += narrow[index];
  }
  return folded;
}

/** What becomes of masked, placeholder and lossy values, the same for every kind of identity; null for any other value. */
export function settleOddity(text: string, folded: string, run: StepRun): { readonly value: Value } | null {
  if (folded.includes('*')) {
    run.warn(
      'masked-identity',
      '证件号码已打码，原样保留，不用于关联',
      'the identity is masked; it is kept as given and not used for matching',
    );
    return { value: trimSpace(text) };
  }
  if (folded === '' || isOneCharacter(folded)) {
    run.warn(
      'placeholder-identity',
      '证件号码为占位值，已作空值处理',
      'the identity is a placeholder; it is taken as empty',
    );
    return { value: undefined };
  }
  if (/^\d(\.\d+)?E\+?\d+$/.test(folded))
    return {
      value: run.reject(
        'lossy-number',
        '证件号码成了科学计数法，末尾数字已丢失，请以文本形式提供',
        'the identity is in scientific notation: digits are lost; send it as text',
      ),
    };
  return null;
}

export function isOneCharacter(text: string): boolean {
  for (let index = 1; index < text.length; index += 1) if (text[index] !== text[0]) return false;
  return text.length > 1;
}

/** The value is left out of the sentence on purpose: it may be a person's number. */
export function rejectShape(zh: string, en: string, run: StepRun): Value {
  return run.reject('bad-identity', zh, en);
}
