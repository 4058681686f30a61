import { Problem } from '@exchange/runtime';

/** Encodes where a page ended; callers hand it back as it is. */
export function encodeCursor(parts: ReadonlyArray<string | number>): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The parts of a cursor, each matching its pattern. Throws a 400 problem for what is none of ours: it must never reach a
 * statement's cast.
 */
export function decodeCursor(cursor: string, patterns: readonly RegExp[]): string[] {
  const parts = parse(cursor);
  const isOurs =
    Array.isArray(parts) &&
    parts.length === patterns.length &&
    patterns.every((pattern, at) => pattern.test(String(parts[at])));
  if (isOurs) return parts.map(String);
  throw new Problem({
    status: 400,
    code: 'invalid-cursor',
    detail: {
      zh: 'cursor 不是本接口给出的值，请从第一页重新查询',
      en: 'this cursor was not given by this interface; start again from the first page',
    },
  });
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
export const NUMBER = /^\d{1,15}$/u;
