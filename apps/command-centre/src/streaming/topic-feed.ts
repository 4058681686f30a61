import type { LoggedEvent, Positions } from '@exchange/event-log';
import type { EventNote } from '../scopes/record-scope.ts';
import type { EventNotes } from '../scopes/scope-memory.store.ts';
import { encodeVector, type PositionVector } from './position-vector.ts';
import { eventMessage, idLine } from './message.ts';
import type { ReaderView } from './reader-view.ts';

/** One event in the window of a feed. What is made of it for the wire is made once, for all readers. */
export interface FeedEntry {
  readonly logged: LoggedEvent;
  /** Where a reader stands that has seen the feed up to and with this event. */
  readonly after: PositionVector;
  /** What readers have to know of the event, for most events nothing; known once the entry is settled. */
  readonly note: EventNote | null;
  /** The whole message with the id of `after`; null when the event cannot be read. */
  frame(view: ReaderView): Buffer | null;
}

interface WindowEntry extends FeedEntry {
  note: EventNote | null;
}

export interface TopicFeedOptions {
  readonly topic: string;
  readonly entriesMax: number;
  readonly bytesMax: number;
}

/**
 * The newest events of a topic, kept in a window of bounded size that any number of readers walk through at their own pace.
 * Fed by the one tail of the process. A reader whose place has left the window goes back to reading from the log.
 */
export class TopicFeed {
  private readonly options: TopicFeedOptions;
  private readonly listeners = new Set<() => void>();
  private readonly end: number[];
  private entries: WindowEntry[] = [];
  /** Sequence number of `entries[0]`. */
  private firstSequence = 0;
  /** Sequence number of the first entry that is not settled. */
  private settledTo = 0;
  private windowStart: PositionVector;
  private bytes = 0;
  private isReset = false;

  constructor(options: TopicFeedOptions, from: Positions) {
    this.options = options;
    this.end = [...from].sort(([left], [right]) => left - right).map(([, position]) => position);
    this.windowStart = [...this.end];
  }

  /** True once positions went back: the log was made anew, and whoever follows has to begin again by reading it. */
  get wasReset(): boolean {
    return this.isReset;
  }

  /** Where a reader stands that has seen everything so far. */
  get positions(): PositionVector {
    return [...this.end];
  }

  /** Events of the tail, in the order of each partition. */
  push(events: readonly LoggedEvent[]): void {
    for (const logged of events) {
      this.isReset ||= logged.position < (this.end[logged.partition] ?? 0);
      this.end[logged.partition] = logged.position + 1;
      this.entries.push(entryOf(this.options.topic, logged, [...this.end]));
      this.bytes += logged.event.value.length;
    }
    this.shrink();
    this.tell();
  }

  /** Called after each push and when entries are settled. Gives what ends it. */
  onPush(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Sequence number from which a reader at these positions can follow; null when it is behind the window. */
  join(positions: PositionVector): number | null {
    return this.windowStart.every((start, partition) => (positions[partition] ?? 0) >= start)
      ? this.firstSequence
      : null;
  }

  /** The entry of a sequence number: undefined when it is yet to come or to be settled, null when it has left the window. */
  at(sequence: number): FeedEntry | undefined | null {
    if (sequence < this.firstSequence) return null;
    if (sequence >= this.settledTo) return undefined;
    return this.entries[sequence - this.firstSequence];
  }

  /** The oldest entries that are not settled. */
  unsettled(max: number): readonly FeedEntry[] {
    const start = this.settledTo - this.firstSequence;
    return this.entries.slice(start, start + max);
  }

  /** Adds to entries that `unsettled` gave what readers have to know of them. */
  settle(entries: readonly FeedEntry[], notes: EventNotes): void {
    for (const entry of entries) (entry as WindowEntry).note = notes.get(entry.logged) ?? null;
    const newest = entries.at(-1);
    const index = this.entries.findLastIndex((entry) => entry === newest);
    // When the newest has left the window meanwhile, so have the others.
    if (index < 0) return;
    this.settledTo = this.firstSequence + index + 1;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  // Half of the window goes at once: removing one by one from the front would copy the rest each time.
  private shrink(): void {
    const { entriesMax, bytesMax } = this.options;
    if (this.entries.length <= entriesMax && this.bytes <= bytesMax) return;
    let dropped = 0;
    while (
      dropped < this.entries.length &&
      (this.entries.length - dropped > entriesMax / 2 || this.bytes > bytesMax / 2)
    ) {
      this.bytes -= this.entries[dropped]?.logged.event.value.length ?? 0;
      dropped += 1;
    }
    this.windowStart = this.entries[dropped - 1]?.after ?? this.windowStart;
    this.entries = this.entries.slice(dropped);
    this.firstSequence += dropped;
    this.settledTo = Math.max(this.settledTo, this.firstSequence);
  }
}

function entryOf(topic: string, logged: LoggedEvent, after: PositionVector): WindowEntry {
  const frames = new Map<ReaderView, Buffer | null>();
  return {
    logged,
    after,
    note: null,
    frame: (view) => {
      const made = frames.get(view);
      if (made !== undefined) return made;
      const message = eventMessage(logged, view);
      const frame = message === null ? null : Buffer.from(idLine(encodeVector(topic, after)) + message);
      frames.set(view, frame);
      return frame;
    },
  };
}
