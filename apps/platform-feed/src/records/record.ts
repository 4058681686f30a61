import type { JsonObject, Operation } from '@exchange/contracts';
import type { RecordState } from '../feeding/batch-plan.ts';

/** A record as it is read from the tables. */
export interface StoredRecord {
  readonly id: string;
  readonly system: string;
  readonly stream: string;
  readonly topic: string;
  readonly key: string;
  readonly subject: string;
  readonly module: string;
  readonly chain: string;
  readonly department: string;
  readonly jurisdiction: string | null;
  readonly place: string | null;
  readonly state: RecordState;
  readonly eventId: string;
  readonly revision: string;
  readonly operation: Operation;
  readonly time: Date;
  readonly receivedTime: Date;
  readonly receipt: string;
  readonly mappingVersion: number;
  readonly historical: boolean;
  /** Codes, comma-separated. */
  readonly warnings: string | null;
  readonly identities: readonly string[];
  /** Null for a record of which only the withdrawal was ever seen. */
  readonly data: JsonObject | null;
  readonly withdrawal: JsonObject | null;
  readonly withdrawnTime: Date | null;
}

/** One event of a record. */
export interface HistoryEntry {
  /** Order in which the events of the exchange took their place in the history. */
  readonly number: number;
  readonly eventId: string;
  readonly effect: 'applied' | 'history-only' | 'unchanged';
  readonly operation: Operation;
  readonly revision: string;
  readonly department: string;
  readonly jurisdiction: string | null;
  readonly time: Date;
  readonly receivedTime: Date;
  readonly receipt: string;
  readonly mappingVersion: number;
  readonly historical: boolean;
  readonly recordedAt: Date;
  /** Null when the event was `unchanged`: it said what stood already, which the newest `applied` entry before it has. */
  readonly data: JsonObject | null;
}

/** Columns of `RECORD_SOURCE` as a `StoredRecord`. */
export const RECORD_SELECTION = `r.id, r.system, r.stream, r.topic, r.key, r.subject, s.module, s.chain, r.department,
  r.jurisdiction, r.place, r.state, r.event_id AS "eventId", r.revision, r.operation, r.time,
  r.received_time AS "receivedTime", r.receipt, r.mapping_version AS "mappingVersion", r.historical, r.warnings,
  r.identities, r.data, r.withdrawal, r.withdrawn_time AS "withdrawnTime"`;

/** Records with what their subject belongs to. */
export const RECORD_SOURCE = 'platform.record r JOIN platform.subject s ON s.topic = r.topic';
