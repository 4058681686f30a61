import type { Detail, Json, JsonObject, Operation, Rejection, Warning } from '@exchange/contracts';

/** What one record became. With any rejection there are no outputs: a record is published whole or not at all. */
export interface MappingResult {
  readonly key: string | null;
  /** The source's own revision, null where it has none. */
  readonly revision: string | null;
  /** Of the record itself, as far as it could be read, also where the record is rejected; null: not known. */
  readonly jurisdiction: string | null;
  readonly outputs: readonly MappedOutput[];
  /** What was said of it when the record is withdrawn; null: it is not. Holds for outputs that only memory knows, too. */
  readonly withdrawal: Withdrawal | null;
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly Warning[];
}

/** When, why and on what ground a record is withdrawn. */
export interface Withdrawal {
  /** RFC 3339 UTC with milliseconds. */
  readonly time: string;
  readonly reason: Json;
  readonly basis: Json;
}

export interface MappedOutput {
  readonly subject: string;
  readonly major: number;
  readonly topic: string;
  readonly key: string;
  readonly operation: Operation;
  /** RFC 3339 UTC with milliseconds. */
  readonly time: string;
  readonly department: string;
  /** null: unknown, district eyes only. */
  readonly jurisdiction: string | null;
  /** The canonical record, or for a delete `{key, reason, basis}`. */
  readonly data: JsonObject;
}

export const MAPPING_PROBLEM_CODES = [
  'meta-schema',
  'too-large',
  'unknown-subject',
  'unknown-source-path',
  'unknown-target-property',
  'missing-target-property',
  'conditional-target-property',
  'type-clash',
  'type-doubt',
  'value-not-in-target',
  'table-gap',
  'codes-never-produced',
  'condition-never-true',
  'unknown-function',
  'bad-parameters',
  'bad-regex',
  'unknown-table',
  'unknown-list',
  'unknown-define',
  'recursive-define',
  'template-value',
  'item-outside-each',
  'key-not-per-item',
  'personal-key',
  'unused-table',
  'unused-define',
] as const;
export type MappingProblemCode = (typeof MAPPING_PROBLEM_CODES)[number];

/** What `checkMapping` found. Errors keep a mapping from being compiled; notes are for its author to think about. */
export interface MappingProblem {
  readonly severity: 'error' | 'note';
  readonly code: MappingProblemCode;
  /** JSON Pointer into the mapping document. */
  readonly path: string;
  readonly detail: Detail;
}
