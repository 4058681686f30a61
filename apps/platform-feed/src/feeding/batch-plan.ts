import type { Operation } from '@exchange/contracts';
import type { RecordVersion, RevisionsSeen } from '@exchange/pipeline';
import type { RecordName } from './record-name.ts';

export type RecordState = 'active' | 'withdrawn';

/** A record as it stands, all that is needed to decide and to correct the counts. */
export interface StandingRecord {
  readonly id: string;
  readonly version: RecordVersion;
  readonly state: RecordState;
  readonly department: string;
  readonly jurisdiction: string | null;
  readonly place: string | null;
  /** RFC 3339 UTC with milliseconds. */
  readonly time: string;
  readonly identities: readonly string[];
}

/** What a batch was found to need: where its records stand, and which of its events they have seen already. */
export interface BatchFacts {
  /** By the record's id. */
  readonly standing: ReadonlyMap<string, StandingRecord>;
  readonly knownEvents: ReadonlySet<string>;
}

/**
 * A row of `platform.record`, new or replacing. `data` is null in withdrawn rows only: the data that are there stay, and where
 * there are none, nothing but the withdrawal was ever seen.
 */
export interface RecordRow extends StandingRecord {
  readonly name: RecordName;
  readonly receivedTime: string;
  readonly receipt: string;
  readonly mappingVersion: number;
  readonly historical: boolean;
  readonly warnings: string | null;
  readonly position: number;
  readonly data: string | null;
  readonly withdrawal: string | null;
  readonly withdrawnTime: string | null;
}

export interface HistoryRow {
  readonly recordId: string;
  readonly eventId: string;
  readonly effect: 'applied' | 'history-only' | 'unchanged';
  readonly operation: Operation;
  readonly revision: string;
  readonly department: string;
  readonly jurisdiction: string | null;
  readonly time: string;
  readonly receivedTime: string;
  readonly receipt: string;
  readonly mappingVersion: number;
  readonly historical: boolean;
  readonly position: number;
  /** Null for an unchanged event: it says what stood already, which the newest `applied` entry before it has. */
  readonly data: string | null;
}

/** An identity that a record gains or loses. */
export interface IdentityRow {
  readonly kind: string;
  readonly value: string;
  readonly recordId: string;
}

export interface CountDelta {
  readonly jurisdiction: string | null;
  readonly department: string;
  /** Business day in Shanghai, `YYYY-MM-DD`. */
  readonly day: string;
  readonly active: number;
  readonly withdrawn: number;
}

/** All that one batch changes, each list free of repetitions, so that each is written by one statement. */
export interface BatchPlan {
  readonly records: readonly RecordRow[];
  /** Records of which only the newest seen revision moves. */
  readonly revisions: ReadonlyArray<RevisionsSeen & { readonly id: string }>;
  readonly history: readonly HistoryRow[];
  readonly identitiesGained: readonly IdentityRow[];
  readonly identitiesLost: readonly IdentityRow[];
  readonly counts: readonly CountDelta[];
}
