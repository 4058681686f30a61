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
  if (text.length > keyCharactersMax)
    return state.reject(
      'key-too-long',
      `标识超过 ${keyCharactersMax} 个字符`,
      `the identifier has more than ${keyCharactersMax} characters`,
    );
  if (!isPlain(text) && UNFIT.test(text))
    return state.reject(
      'bad-text',
      '标识含控制字符或残缺字符',
      'the identifier holds control characters or broken ones',
    );
  return text;
}

/** Whether there is nothing but printable ASCII, as in nearly all keys. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
