/** What happens on a fresh connection, in order. */
export type Step =
  | { readonly write: Buffer | string }
  | { readonly waitMs: number }
  /** From here on nothing is read until everything is written: how most old HTTP clients work. */
  | { readonly deaf: true }
  /** Closes the sending side; what is answered is still read. */
  | { readonly finish: true }
  /** Tears the connection down at once, without waiting for an answer. */
  | { readonly reset: true };

/** What cases need of the gateway that they are sent to. */
export interface Access {
  readonly host: string;
  /** An API key of a system. */
  keyOf(system: string): string;
  /** Other credentials by name, prepared by the world. */
  readonly credentials: Credentials;
}

export interface Credentials {
  readonly expired: string;
  readonly revoked: string;
  readonly reader: string;
  readonly sha256: SigningKey;
  readonly sm3: SigningKey;
}

export interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** What one answer must be. */
export interface Expectation {
  /** One of these: several where the standard leaves the choice, or where the moment decides. */
  readonly status: readonly number[];
  /** Code of the problem document. */
  readonly code?: string;
  /** Code of a rejection that one of the quarantined records must have. */
  readonly rejection?: string;
}

export interface HostileCase {
  readonly name: string;
  readonly steps: (access: Access) => readonly Step[];
  /** The answers on the connection, in order. Empty: the sender goes away without one. */
  readonly answers: readonly Expectation[];
  /** The connection may also end without (all of) these answers, because its own end is what goes wrong. */
  readonly mayEndEarly?: boolean;
  /** So many connections at once, each doing the same. */
  readonly crowd?: number;
  /** Of the crowd's answers these statuses must all occur. */
  readonly eachOf?: readonly number[];
  /** Answers have no body: the request was HEAD. */
  readonly isHead?: boolean;
}

export interface CaseGroup {
  readonly kind: string;
  readonly cases: readonly HostileCase[];
  /** `tight`: small limits and short time-outs, so that they are reached in a moment. */
  readonly gateway?: 'tight';
  /** Cases that mostly wait are run all at once. */
  readonly isSideBySide?: boolean;
}

export function refused(status: number | readonly number[], code?: string): Expectation {
  return { status: [status].flat(), ...(code === undefined ? {} : { code }) };
}

export const accepted: Expectation = { status: [200] };
export const unreadable = refused(400, 'unreadable-body');
export const blocked = refused(422, 'secrecy-marking');
export const tooLarge = refused(413, 'body-too-large');
export const wrongType = refused(415, 'unsupported-media-type');
/** Nothing in it that could be refused or quarantined, or something: both are clear answers to doubtful data. */
export const acceptedOrQuarantined: Expectation = { status: [200, 207, 422] };

/** All records quarantined, one of them for this reason. */
export function quarantined(rejection: string): Expectation {
  return { status: [422], rejection };
}

/** Some records accepted, another one quarantined for this reason. */
export function partly(rejection: string): Expectation {
  return { status: [207], rejection };
}
