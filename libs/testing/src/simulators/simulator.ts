import type { StreamEntry, SystemEntry } from '@exchange/catalog';
import type { DecodedRecord } from '@exchange/decoding';
import type { JsonObject } from '@exchange/contracts';

/** A stream of a legacy system that is played. */
export interface PlayedStream {
  readonly system: string;
  readonly stream: string;
  readonly entry: StreamEntry;
}

/** What a system hands over at once, in its stream's own format: a file, a message, some rows. */
export interface SystemDocument {
  readonly name: string;
  readonly body: Buffer;
  /** What stands within the body's envelope, where it has one. */
  readonly document?: Buffer;
  /** Null: it cannot be read as a whole. */
  readonly records: readonly DecodedRecord[] | null;
}

/** Documents that can be put into the system together; the next ones follow when these were read. */
export interface PlannedPut {
  /** Fingerprints of the records that the exchange has to read, each once. */
  readonly expected: readonly string[];
  /** Members that the fingerprints leave out. */
  readonly ignored: readonly string[];
  /** Documents that the exchange has to put aside as unreadable. */
  readonly unreadable: number;
  deliver(): Promise<void>;
}

export interface Plan {
  readonly puts: readonly PlannedPut[];
  /** Records that this kind of system cannot hold or show, by the reason. */
  readonly leftOut: ReadonlyMap<LeftOutReason, number>;
}

export const LEFT_OUT_REASONS = {
  'no-row': { zh: '不是数据库能存的行', en: 'no row that a database could hold' },
  'no-order': {
    zh: '没有修订列或主键的值，或其类型不符，游标到不了',
    en: 'without a fitting revision or key: no cursor reaches it',
  },
  'same-version': {
    zh: '与另一行的修订和主键相同',
    en: 'revision and key of another row',
  },
  'not-selected': { zh: '不满足读取条件', en: 'outside the rows that are read' },
  'not-yet': { zh: '修订时间在将来，届时才读', en: 'dated into the future: read when it has come' },
  unchanged: { zh: '内容与此前相同', en: 'the same content as before' },
  unreadable: { zh: '接口不可能给出', en: 'nothing that such an interface answers' },
  'no-name': { zh: '没有合适的文件名', en: 'no name of a file that fits' },
} as const;
export type LeftOutReason = keyof typeof LEFT_OUT_REASONS;

/** What plays a stream. */
export interface PlayedBy {
  readonly server: string;
  /** The product that the system has, where another one stands in for it; null where it is the real one. */
  readonly insteadOf: string | null;
}

/** Plays legacy systems of one kind, for real. */
export interface Simulator {
  /** Whether what is put is kept only for a reader that is there already. */
  readonly needsReader: boolean;
  /** Whether what is put may take the place of what was put before, so that this has to be read first. */
  overwrites(entry: StreamEntry): boolean;
  /** The connection that the gateway is told for the system. */
  connect(system: string, entry: SystemEntry): Promise<JsonObject>;
  plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan>;
  playedBy(entry: StreamEntry): Promise<PlayedBy>;
  stop(): Promise<void>;
}

/** Counts what is left out, by the reason. */
export class LeftOut {
  readonly counts = new Map<LeftOutReason, number>();

  add(reason: LeftOutReason, records = 1): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + records);
  }
}
