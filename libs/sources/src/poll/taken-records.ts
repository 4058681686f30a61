import { createHash } from 'node:crypto';

/** So few that the digests of a pass are no large part of a checkpoint, which is written with every chunk. */
const RECORDS_MAX = 3_000;
/** 64 bits: a change that is taken for what was there before is lost, so it must not happen in any lifetime. */
const DIGEST_BYTES = 8;

/**
 * Digests (base64, 8 bytes each) of the records of two passes: what comes again unchanged, because windows overlap or the whole
 * list is asked for, is not taken again. Only the pass before counts, and each of its records once, so that A → B → A is three
 * changes.
 *
 * A pass with too many records is not remembered at all. Were only its end forgotten or kept, the older state of a record could
 * be taken again after its newer one was left out; taken again as a whole, in order, they end as they were.
 */
export interface TakenRecords {
  /** Of the pass before, those that have not come again so far. */
  readonly before: string;
  /** Of this pass so far; null when they are too many. */
  readonly passed: string | null;
}

export const NONE_TAKEN: TakenRecords = { before: '', passed: '' };

/** Which records of a page are new, and what is known behind the page. Only `before` and `passed` of `taken` are looked at. */
export function sift(
  taken: TakenRecords,
  records: readonly Buffer[],
): { readonly fresh: Buffer[]; readonly taken: TakenRecords } {
  const digests = records.map(digestOf);
  const left = counted(digestsIn(taken.before));
  const fresh = records.filter((_, index) => !takeOne(left, digests[index]!));
  const before = [...left].flatMap(([digest, count]) => Array.from({ length: count }, () => digest));
  const passed = taken.passed === null ? null : [...digestsIn(taken.passed), ...digests];
  return {
    fresh,
    taken: {
      before: encoded(before),
      passed: passed === null || passed.length > RECORDS_MAX ? null : encoded(passed),
    },
  };
}

/** At the end of a pass, or where it is given up and begun anew: what was seen in it counts for the next one. */
export function nextPass({ passed }: TakenRecords): TakenRecords {
  return { before: passed ?? '', passed: '' };
}

function digestOf(record: Buffer): string {
  return createHash('sha256').update(record).digest().toString('latin1', 0, DIGEST_BYTES);
}

function digestsIn(text: string): string[] {
  const bytes = Buffer.from(text, 'base64').toString('latin1');
  return Array.from({ length: Math.floor(bytes.length / DIGEST_BYTES) }, (_, place) =>
    bytes.slice(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES),
  );
}

function encoded(digests: readonly string[]): string {
  return Buffer.from(digests.join(''), 'latin1').toString('base64');
}

function counted(digests: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const digest of digests) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return counts;
}

function takeOne(counts: Map<string, number>, digest: string): boolean {
  const count = counts.get(digest) ?? 0;
  if (count === 0) return false;
  if (count === 1) counts.delete(digest);
  else counts.set(digest, count - 1);
  return true;
}
