/** The closed list of reasons why a record is not published. Adding one is a change of the public contract. */
export const REJECTION_CODES = [
  'unreadable-record',
  'duplicate-field',
  'lossy-number',
  'source-schema',
  'missing-required',
  'bad-date',
  'bad-number',
  'bad-code',
  'bad-identity',
  'bad-text',
  'bad-coordinates',
  'bad-type',
  'no-output',
  'key-too-long',
  'duplicate-output',
  'target-schema',
  'record-too-large',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** The closed list of doubts that travel with an accepted record. */
export const WARNING_CODES = [
  'uscc-check-digit',
  'id-number-check-digit',
  'organisation-code-check-digit',
  'masked-identity',
  'placeholder-identity',
  'placeholder-coordinates',
  'implausible-time',
  'unknown-code-kept',
  'unknown-code-dropped',
  'default-code-used',
  'text-repaired',
  'secrecy-word',
  'unpaired-list',
  'too-few-items',
  'unknown-field',
  'derived-suggestion',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** A sentence for vendors and duty officers: Chinese first, English beside it. */
export interface Detail {
  readonly zh: string;
  readonly en: string;
}

/** Which part of the source or target a finding is about, and what the sender can do about it. */
export interface Finding<Code extends string> {
  readonly code: Code;
  /** JSON Pointer into the source record; for `target-schema` into the target (then `output` names the subject). */
  readonly at: string;
  readonly detail: Detail;
  /** Subject of the output that was being built, when the finding belongs to one. */
  readonly output?: string;
  /** Path in the target that was being filled. */
  readonly target?: string;
}

/** Why a record is wrong: a value, never an exception. */
export type Rejection = Finding<RejectionCode>;
/** What is doubtful about a record that is published all the same. */
export type Warning = Finding<WarningCode>;
