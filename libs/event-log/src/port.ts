import type { ExchangeEvent } from '@exchange/contracts';

/**
 * A place in one partition of a topic: the position of the next event to be read. Positions only grow; they are not
 * dense (Kafka leaves holes). 2^53 events in a partition are out of reach, so a number is exact.
 */
export type Position = number;

/** Partition number → position of the next event. */
export type Positions = ReadonlyMap<number, Position>;

export interface LoggedEvent {
  readonly topic: string;
  readonly partition: number;
  readonly position: Position;
  readonly event: ExchangeEvent;
}

/** Events of one partition in log order. `next` is the position after the last, also when holes follow it. */
export interface EventBatch {
  readonly topic: string;
  readonly partition: number;
  readonly events: readonly LoggedEvent[];
  /** Position that the reader was at before this batch: what its position row must still say. */
  readonly from: Position;
  readonly next: Position;
}

/**
 * A position is not in the log. Either retention has passed it, and the events between `expected` and `earliest` are gone;
 * or it lies beyond the end, because the log was made anew (`gapKind` tells which). Never a silent reset.
 */
export interface Gap {
  readonly topic: string;
  readonly partition: number;
  readonly expected: Position;
  readonly earliest: Position;
}

export interface TopicSettings {
  readonly topic: string;
  readonly partitions: number;
  readonly retentionDays: number;
}

export interface Subscription {
  /** Each partition goes to one live member of the group. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Called whenever a partition is assigned: where this group stands (its own position row), null = from the earliest. */
  readonly from: (topic: string, partition: number) => Promise<Position | null>;
  /**
   * Called with one partition's batch at a time, different partitions may run side by side. Resolving means that the batch
   * has taken effect *and* the position row has moved; the driver keeps no progress of its own. An
   * `ExchangeError('position-moved')` makes the driver read the position row again; any other error is retried for ever
   * with back-off, from the position row.
   */
  readonly onBatch: (batch: EventBatch) => Promise<void>;
  /**
   * The group's position is not in the log; `earliest` may lie before it. The driver goes on from `earliest` after this resolves: by then the position
   * row must say `earliest`, because the next batch begins there. Not called for a group without a row.
   */
  readonly onGap: (gap: Gap) => Promise<void>;
  /** Told of every failure that is being retried, for logs, metrics and alarms. */
  readonly onError?: (error: unknown, at: { topic: string; partition: number }) => void;
  readonly batchEventsMax?: number;
}

export interface RunningSubscription {
  /** Finishes the batch at hand, gives the partitions back, resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

export interface ReadRequest {
  readonly topic: string;
  /** Partitions that are not named are read from their earliest event. */
  readonly positions: Positions;
  readonly limit: number;
}

export interface ReadResult {
  /** In order within each partition. */
  readonly events: readonly LoggedEvent[];
  /** Where to read on, for every partition of the topic. */
  readonly positions: Positions;
  /** Non-empty when a requested position is not in the log; reading went on from the earliest. */
  readonly gaps: readonly Gap[];
}

/** The event log. One conformance suite (`libs/testing`) says in tests what these sentences promise. */
export interface EventLog {
  /** Creates missing topics; refuses (`log-rejected`, not retryable) when an existing one has another partition count. */
  ensureTopics(topics: readonly TopicSettings[]): Promise<void>;
  /**
   * Resolves when all events are durable (all replicas). Rejects with a retryable `ExchangeError` (`log-unavailable`,
   * `log-timeout`) when that is not known at the deadline: the events may or may not be in the log, appending them again
   * is safe because readers know them by their ids. Events of one key keep the order in which they were given, also over
   * calls of one process; appends that wait behind one that failed fail with it, lest they overtake. A topic that is not
   * there counts as a log that cannot be reached yet. `log-rejected`, not retryable, means that these very events will never
   * be taken.
   */
  append(events: readonly ExchangeEvent[], options: { deadlineMs: number }): Promise<void>;
  subscribe(subscription: Subscription): Promise<RunningSubscription>;
  /** Reads without a group and without waiting: may return no events. */
  read(request: ReadRequest): Promise<ReadResult>;
  /**
   * One shared tail per topic and process: `onEvents` is called with what was appended after the call resolved, in order
   * within each partition. Many readers cost one. Returns the positions from which the tail starts. While the log cannot be
   * read the tail waits and then goes on without loss.
   */
  tail(
    topic: string,
    onEvents: (events: readonly LoggedEvent[]) => void,
  ): Promise<{ from: Positions; stop: () => void }>;
  /** First and next position of each partition. */
  bounds(topic: string): Promise<ReadonlyMap<number, { earliest: Position; next: Position }>>;
  /** Rejects when the log cannot be reached now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
