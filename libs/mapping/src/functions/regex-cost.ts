import { intersect, NOTHING, unionOf, type CharacterSet } from './character-set.ts';
import { canBeEmpty, type RegexBranches, type RegexPart } from './regex-shape.ts';

/** A bound on the steps of a backtracking engine over a text of n characters: `factor` times n to the power of `degree`. */
export interface RegexCost {
  readonly factor: number;
  readonly degree: number;
}

/**
 * Counts the ways that a backtracking engine may have to go. Where the next character tells which way is the right one, all
 * others end at once and cost nothing. Where it does not, a repetition may end after any of its characters and a choice
 * may be made for any of its branches, and each of these ways may have to be gone to its end. A pattern that is not tied to
 * the start of the text is tried at each of its characters.
 */
export function regexCost(branches: RegexBranches): RegexCost {
  const ways = waysOf(branches, NOTHING);
  const length = Math.max(...branches.map(longest));
  const isTied = branches.every(([first]) => first?.kind === 'start');
  return {
    factor: ways.factor * (length === Infinity ? 1 : length + 1),
    degree: ways.degree + (length === Infinity ? 1 : 0) + (isTied ? 0 : 1),
  };
}

/** What the parts before have to know: what may come next, and how many ways there are from here. */
interface Ways extends RegexCost {
  readonly first: CharacterSet;
}

/** `next`: the characters that may follow. After the end of the pattern there are none, because then it has matched. */
function waysOf(branches: RegexBranches, next: CharacterSet): Ways {
  const ways = branches.map((parts) => parts.reduceRight(before, { first: next, factor: 1, degree: 0 }));
  const firsts = ways.map(({ first }) => first);
  const factors = ways.map(({ factor }) => factor);
  return {
    first: unionOf(firsts),
    factor: isClear(branches, firsts)
      ? Math.max(...factors)
      : factors.reduce((sum, factor) => sum + factor, 0),
    degree: Math.max(...ways.map(({ degree }) => degree)),
  };
}

/** Whether the next character tells the branch. */
function isClear(branches: RegexBranches, firsts: readonly CharacterSet[]): boolean {
  if (branches.filter(canBeEmpty).length > 1) return false;
  return firsts.every((first, index) => firsts.slice(index + 1).every((other) => !intersect(first, other)));
}

function before(after: Ways, part: RegexPart): Ways {
  const { factor, degree } = after;
  switch (part.kind) {
    case 'start':
      return after;
    case 'end':
      return { ...after, first: NOTHING };
    case 'group': {
      const inner = waysOf(part.branches, after.first);
      const isOpen = part.isOptional && intersect(inner.first, after.first);
      return {
        first: part.isOptional ? unionOf([inner.first, after.first]) : inner.first,
        factor: factor * inner.factor * (isOpen ? 2 : 1),
        degree: degree + inner.degree,
      };
    }
    case 'characters': {
      const first = part.min === 0 ? unionOf([part.set, after.first]) : part.set;
      if (part.min === part.max || !intersect(part.set, after.first)) return { first, factor, degree };
      return part.max === Infinity
        ? { first, factor, degree: degree + 1 }
        : { first, factor: factor * (part.max - part.min + 1), degree };
    }
  }
}

function longest(parts: readonly RegexPart[]): number {
  return parts.reduce((sum, part) => {
    if (part.kind === 'characters') return sum + part.max;
    return part.kind === 'group' ? sum + Math.max(...part.branches.map(longest)) : sum;
  }, 0);
}
