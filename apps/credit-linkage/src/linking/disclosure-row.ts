import type { DisclosureTable } from '@exchange/credit';
import type { Detail, JsonObject } from '@exchange/contracts';
import type { Decision, RecordVersion } from '@exchange/pipeline';
import type { DecisionName } from './decision.ts';

export type DisclosureState = 'reported' | 'incomplete' | 'not-reported' | 'withdrawn';
/** insert, update, delete, as a hand-over by tables (库表交换) has them. */
export type HandOverOperation = 'i' | 'u' | 'd';
export type LayoutFields = Readonly<Record<string, string | null>>;

/** What is said about a decision at this moment. */
export interface Said {
  readonly state: DisclosureState;
  readonly documentNo: string | null;
  /** Null while nothing was ever projected: the withdrawal came before the decision. */
  readonly fields: LayoutFields | null;
  /** Codes of required fields that are missing. */
  readonly missing: readonly string[];
  readonly reason: Detail | null;
  /** `YYYY-MM-DD`: disclosed later than that, it is late. Null while the day of the decision is not known. */
  readonly dueDate: string | null;
}

/** A row of `credit.disclosure` as far as the next event depends on it. */
export interface StandingDisclosure extends Said {
  readonly id: string;
  readonly recordVersion: RecordVersion;
  /** Counts what was said, not what was heard. */
  readonly version: number;
  readonly withdrawnTime: string | null;
  /** What the credit database has; null = nothing was ever handed over. */
  readonly handedOver: LayoutFields | null;
  readonly handOverOperation: HandOverOperation | null;
  /** Body of the last event that was published about it. */
  readonly published: JsonObject | null;
  readonly department: string;
  readonly jurisdiction: string | null;
}

/** A row to be written. */
export interface DisclosureRow extends StandingDisclosure {
  readonly name: DecisionName;
  readonly table: DisclosureTable;
  readonly time: string;
  readonly receivedTime: string;
  readonly receipt: string;
  readonly mappingVersion: number;
  readonly historical: boolean;
  readonly position: number;
  /** Whether this batch hands the row over: it gets the batch's number and time then. */
  readonly isHandedOver: boolean;
}

export interface ChangeRow {
  readonly disclosureId: string;
  readonly eventId: string;
  readonly effect: 'applied' | Exclude<Decision, 'duplicate' | 'apply'>;
  readonly operation: string;
  readonly revision: string;
  readonly state: DisclosureState;
  readonly version: number;
  readonly receipt: string;
  readonly mappingVersion: number;
  readonly position: number;
}
