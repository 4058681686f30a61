import type { FieldType } from './field-observer.ts';

/** How often a field came with a type. Records are those of the stream that were looked at, counted from its first one. */
export interface FieldCount {
  readonly path: string;
  readonly type: FieldType;
  /** The source schema has it. */
  readonly isKnown: boolean;
  readonly records: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** How many records of the stream had been looked at by then. */
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** When an administrator said that it is as it should be. */
  readonly acceptedAt: Date | null;
}

/**
 * `open`: to be looked at. `accepted`: by an administrator. `changed`: the former type no longer comes, so the change is over
 * and done with. `gone`: what was new no longer comes either.
 */
export type DriftState = 'open' | 'accepted' | 'changed' | 'gone';

export interface FieldDrift {
  readonly kind: 'new-field' | 'missing-field' | 'changed-type';
  readonly path: string;
  /** The new type; null for a field that is missing. */
  readonly value: FieldType | null;
  /** With the field or type; for a missing one, without it since it was last seen. */
  readonly records: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly state: DriftState;
}

/** A field is missed when so many times its usual distance has passed, and never after fewer records than this. */
const DISTANCES_WITHOUT = 20;
const RECORDS_WITHOUT_MIN = 200;
/** What comes in fewer records than one in a hundred may always stay away for long. */
const RATE_MIN = 0.01;
/** A field's rate is taken over no fewer records: one batch of a rare kind says nothing about what is usual. */
const RATE_RECORDS_MIN = 1_000;

/** How a stream's fields differ from its schema, and from what they were; `total` records of it have been looked at. */
export function judgeFields(total: number, counts: readonly FieldCount[]): FieldDrift[] {
  const fields = Map.groupBy(counts, ({ path }) => path);
  return [...fields.values()].flatMap((types) =>
    types.some(({ isKnown }) => isKnown)
      ? knownField(total, types)
      : types.map((type) => newField(total, type)),
  );
}

function knownField(total: number, types: readonly FieldCount[]): FieldDrift[] {
  const field = asOne(types);
  const missing = rateOf(field) >= RATE_MIN && isGone(field, total) ? [missingField(total, field)] : [];
  return [...missing, ...types.flatMap((type) => changedType(total, type, types))];
}

function newField(
  total: number,
  { path, type, records, firstSeen, lastSeen, ...count }: FieldCount,
): FieldDrift {
  const isOver = isGone({ records, ...count }, total);
  const state = count.acceptedAt ? 'accepted' : isOver ? 'gone' : 'open';
  return { kind: 'new-field', path, value: type, records, firstSeen, lastSeen, state };
}

function missingField(total: number, { path, lastSeen, lastSeenAt, acceptedAt }: FieldCount): FieldDrift {
  return {
    kind: 'missing-field',
    path,
    value: null,
    records: total - lastSeenAt,
    firstSeen: lastSeen,
    lastSeen,
    // One that has come again since it was given up, and is missing once more, is missed anew.
    state: acceptedAt !== null && acceptedAt >= lastSeen ? 'accepted' : 'open',
  };
}

function changedType(total: number, count: FieldCount, types: readonly FieldCount[]): FieldDrift[] {
  const { path, type, records, firstSeen, lastSeen } = count;
  if (type === 'null') return [];
  const former = types.filter((other) => other.type !== 'null' && other.firstSeen < firstSeen);
  if (former.length === 0) return [];
  const state = stateOfType(total, count, former);
  return [{ kind: 'changed-type', path, value: type, records, firstSeen, lastSeen, state }];
}

function stateOfType(total: number, count: FieldCount, former: readonly FieldCount[]): DriftState {
  if (count.acceptedAt) return 'accepted';
  if (isGone(count, total)) return 'gone';
  return former.every((other) => isGone(other, total)) ? 'changed' : 'open';
}

/** A field whatever its type. */
function asOne(types: readonly FieldCount[]): FieldCount {
  return types.reduce((left, right) => ({
    ...left,
    records: left.records + right.records,
    firstSeen: left.firstSeen < right.firstSeen ? left.firstSeen : right.firstSeen,
    lastSeen: left.lastSeen > right.lastSeen ? left.lastSeen : right.lastSeen,
    firstSeenAt: Math.min(left.firstSeenAt, right.firstSeenAt),
    lastSeenAt: Math.max(left.lastSeenAt, right.lastSeenAt),
    acceptedAt: later(left.acceptedAt, right.acceptedAt),
  }));
}

function later(left: Date | null, right: Date | null): Date | null {
  return left === null || (right !== null && right > left) ? right : left;
}

type Seen = Pick<FieldCount, 'records' | 'firstSeenAt' | 'lastSeenAt'>;

/** In how many of the records since it was first seen it came, from 0 to 1. */
function rateOf({ records, firstSeenAt, lastSeenAt }: Seen): number {
  return Math.min(1, records / Math.max(lastSeenAt - firstSeenAt, RATE_RECORDS_MIN));
}

function isGone(seen: Seen, total: number): boolean {
  return total - seen.lastSeenAt >= Math.max(RECORDS_WITHOUT_MIN, DISTANCES_WITHOUT / rateOf(seen));
}
