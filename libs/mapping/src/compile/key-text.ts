import { FAILED, type Value } from '../value.ts';
import { scalarText } from './compile-steps.ts';
import type { RunState } from './run-state.ts';

/** UTF-16 units: keys become header values and parts of digests and indexes. */
export const keyCharactersMax = 200;

const UNFIT = /[\p{Cc}\p{Cs}]/u;

/** A value as the text of a key or a revision; says so when it cannot be one. */
export function keyText(value: Value, state: RunState): string | undefined | typeof FAILED {
  if (value === undefined || value === FAILED) return value;
  const text = scalarText(value, state);
  if (text === FAILED) return FAILED;
  const isLong = text.length > keyCharactersMax;
  if (!isLong && (isPlain(text) || !UNFIT.test(text))) return text;
  const [zh, en] = state.target === 'revision' ? ['版本', 'revision'] : ['标识', 'key'];
  if (isLong)
    return state.reject(
      'key-too-long',
      `${zh}超过 ${keyCharactersMax} 个字符`,
      `the ${en} has more than ${keyCharactersMax} characters`,
    );
  return state.reject(
    'bad-text',
    `${zh}含控制字符或残缺字符`,
    `the ${en} holds control characters or broken ones`,
  );
}

/** Whether there is nothing but printable ASCII, as in nearly all keys. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
