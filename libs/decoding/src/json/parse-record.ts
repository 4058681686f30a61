import assert from 'node:assert';
import { isJsonObject, type Json, type JsonObject, type Rejection } from '@exchange/contracts';
import { badText, findBadText } from '../bad-text.ts';
import { tooLargeRecord, tooManyItems, tooManyMembers } from '../decoded-batch.ts';
import type { DecodeLimits } from '../limits.ts';
import { explainJson } from './explain-json.ts';
import { findLossyNumber } from './lossy-number.ts';

/** What the scanner saw of one value. */
export interface ScannedFacts {
  readonly members: number;
  readonly items: number;
  readonly lossyNumber: boolean;
  readonly riskyEscape: boolean;
}

export type ParsedRecord =
  | { readonly kind: 'value'; readonly value: JsonObject }
  | { readonly kind: 'rejection'; readonly rejection: Rejection }
  /** `offset` is in UTF-16 units of the text. */
  | { readonly kind: 'syntax'; readonly offset: number };

/** One JSON text → a record. The text's nesting is known to be bounded. */
export function parseRecord(
  text: string,
  bytes: number,
  facts: ScannedFacts,
  limits: DecodeLimits,
): ParsedRecord {
  if (bytes > limits.recordBytesMax) return rejected(tooLargeRecord(limits.recordBytesMax));
  if (facts.members > limits.membersMax) return rejected(tooManyMembers(limits.membersMax));
  if (facts.items > limits.itemsMax) return rejected(tooManyItems(limits.itemsMax));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const problem = explainJson(text);
    assert(problem?.kind === 'syntax', 'what JSON.parse refuses has a syntax error');
    return problem;
  }
  if (!isJsonObject(value)) return rejected(notAnObject());
  if (countMembers(value) !== facts.members) {
    const problem = explainJson(text);
    assert(problem?.kind === 'duplicate', 'a member that is lost in parsing has a namesake');
    return rejected(duplicateField(problem.at));
  }
  if (facts.lossyNumber) {
    const at = findLossyNumber(text);
    if (at !== null) return rejected(lossyNumber(at));
  }
  if (facts.riskyEscape) {
    const at = findBadText(value);
    if (at !== null) return rejected(badText(at));
  }
  return { kind: 'value', value };
}

function rejected(rejection: Rejection): ParsedRecord {
  return { kind: 'rejection', rejection };
}

function countMembers(value: Json): number {
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) members += countMembers(item);
  } else if (isJsonObject(value)) {
    for (const name in value) {
      members++;
      const member = value[name];
      if (typeof member === 'object' && member !== null) members += countMembers(member);
    }
  }
  return members;
}

function notAnObject(): Rejection {
  return {
    code: 'unreadable-record',
    at: '',
    detail: { zh: '记录应为 JSON 对象 {…}', en: 'a record must be a JSON object {…}' },
  };
}

function duplicateField(at: string): Rejection {
  return {
    code: 'duplicate-field',
    at,
    detail: {
      zh: '同一对象中该字段出现多次，无法判断以哪个为准',
      en: 'the field occurs more than once in the same object, so it is not clear which value counts',
    },
  };
}

function lossyNumber(at: string): Rejection {
  return {
    code: 'lossy-number',
    at,
    detail: {
      zh: '该数字位数过多，按数值传输会丢失位数；请以字符串报送（证件号、编码等应加引号）',
      en: 'the number has too many digits and would lose some: send it as a string (identity numbers and codes belong in quotes)',
    },
  };
}
