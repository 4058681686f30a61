/** Code points as ranges (both ends belong to them), sorted and apart from one another. */
export type CharacterSet = ReadonlyArray<readonly [number, number]>;

const LAST = 0x10ffff;

export const NOTHING: CharacterSet = [];

export function unionOf(sets: readonly CharacterSet[]): CharacterSet {
  const ranges = sets.flat().toSorted(([a], [b]) => a - b);
  const joined: Array<[number, number]> = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

export function complementOf(set: CharacterSet): CharacterSet {
  const gaps: Array<[number, number]> = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) gaps.push([next, LAST]);
  return gaps;
}

export function intersect(left: CharacterSet, right: CharacterSet): boolean {
  return left.some(([from, to]) => right.some(([otherFrom, otherTo]) => from <= otherTo && otherFrom <= to));
}

/** The set as a class of a native pattern with the `u` flag. */
export function classText(set: CharacterSet): string {
  return `[${set.map(([from, to]) => (from === to ? escaped(from) : `${escaped(from)}-${escaped(to)}`)).join('')}]`;
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
