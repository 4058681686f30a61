import { invalidRequest } from './invalid-request.ts';

/** Whether the text of a part is one that `encodeCursor` was given. */
export type CursorPart = (text: string) => boolean;

/** Encodes where a page ended; callers hand it back as it is. */
export function encodeCursor(parts: ReadonlyArray<string | number>): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The parts of the parameter `cursor`. Throws a 400 problem for what is none of ours: it must never reach a statement's
 * cast.
 */
export function decodeCursor(cursor: string, kinds: readonly CursorPart[]): string[] {
  const parts = parse(cursor);
  const isOurs =
    Array.isArray(parts) &&
    parts.length === kinds.length &&
    kinds.every((isOfKind, at) => isOfKind(String(parts[at])));
  if (isOurs) return parts.map(String);
  const detail = {
    zh: '不是本接口给出的值，请从第一页重新查询',
    en: 'was not given by this interface; start again from the first page',
  };
  throw invalidRequest([{ at: '/cursor', detail }], { code: 'invalid-cursor' });
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;

/** RFC 3339 UTC with milliseconds, of the years 0001 to 9999. */
export function isCursorInstant(text: string): boolean {
  if (!INSTANT.test(text) || text.startsWith('0000')) return false;
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === text;
}

export function isCursorUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text);
}

/** A number from 0 that JavaScript and a bigint hold alike. */
export function isCursorNumber(text: string): boolean {
  return /^\d{1,15}$/u.test(text);
}
