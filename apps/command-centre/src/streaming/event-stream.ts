import { setTimeout as pause } from 'node:timers/promises';
import { gapKind, type EventLog, type Gap, type LoggedEvent, type ReadResult } from '@exchange/event-log';
import { orAborted } from '../or-aborted.ts';
import type { EventNote } from '../scopes/record-scope.ts';
import type { ScopeMemory } from '../scopes/scope-memory.ts';
import { endMessage, eventMessage, gapMessage, idLine, leftScopeMessage } from './message.ts';
import { encodeVector, type PositionVector } from './position-vector.ts';
import type { ReaderView } from './reader-view.ts';
import type { SseConnection } from './sse-connection.ts';
import type { Admits } from './stream-filter.ts';
import type { FeedEntry, TopicFeed } from './topic-feed.ts';

export interface EventStreamOptions {
  readonly topic: string;
  readonly log: Pick<EventLog, 'read'>;
  readonly feed: TopicFeed;
  readonly connection: SseConnection;
  readonly admits: Admits;
  readonly scopes: Pick<ScopeMemory, 'notesOf' | 'forgetProgress'>;
  readonly view: ReaderView;
  readonly heartbeatMs: number;
  /** Runs a read of the log when it is its turn: readers share few connections. */
  readonly inTurn: <T>(read: () => Promise<T>) => Promise<T>;
  readonly onSent: (events: number) => void;
  /** The reader was too slow for the window, or has just come back: it reads from the log. */
  readonly onReadFromLog: () => void;
  /** An event was left out because nobody can read it. */
  readonly onUnreadable: (logged: LoggedEvent) => void;
}

const READ_EVENTS_MAX = 250;
/** Pause after a read that found nothing although the feed is ahead: the log is about to show it. */
const NOTHING_READ_MS = 20;

/**
 * One reader's walk through a topic: along the shared feed while it keeps up, out of the log while it does not. It holds no
 * events of its own, only its place; so nothing is lost, doubled or piled up, however slow the reader is.
 */
export class EventStream {
  private readonly options: EventStreamOptions;
  private readonly positions: number[];
  private readonly over = new AbortController();
  private isOnFeed = false;
  private sentId = '';
  private wake: () => void = () => {};

  constructor(options: EventStreamOptions, start: PositionVector) {
    this.options = options;
    this.positions = [...start];
  }

  /**
   * Streams until `stop` is called. `mustRead`: the start is a place that the reader named, so the log has to say whether it
   * is still there. Rejects when the log cannot be read.
   */
  async run(mustRead: boolean): Promise<void> {
    const { feed, heartbeatMs } = this.options;
    const heartbeat = setInterval(() => void this.beat(), heartbeatMs);
    const stopListening = feed.onPush(() => this.wake());
    try {
      // Whatever the walk waits for, a log that does not answer or a reader that takes nothing, must not hold up the end.
      await orAborted(this.walk(mustRead), this.over.signal);
    } finally {
      clearInterval(heartbeat);
      stopListening();
      this.stop();
    }
  }

  /** Ends the stream at once; with a reason the reader is told. */
  stop(reason?: { readonly code: string; readonly zh: string; readonly en: string }): void {
    if (this.isOver) return;
    if (reason) this.options.connection.add(endMessage(reason.code, reason.zh, reason.en));
    this.over.abort();
    this.wake();
  }

  private get isOver(): boolean {
    return this.over.signal.aborted;
  }

  private async walk(mustRead: boolean): Promise<void> {
    const { feed } = this.options;
    await this.tellPlace();
    if (mustRead) await this.readOn();
    while (!this.isOver && !feed.wasReset) {
      const sequence = feed.join(this.positions);
      if (sequence === null) await this.readOn();
      else await this.follow(sequence);
    }
  }

  private async follow(start: number): Promise<void> {
    const { feed, connection } = this.options;
    this.isOnFeed = false;
    for (let sequence = start; !this.isOver && !feed.wasReset;) {
      const entry = feed.at(sequence);
      if (entry === null) return;
      if (entry) {
        sequence += 1;
        if (!this.takeFromFeed(entry)) await connection.flush();
      } else if (connection.isIdle) await this.sleep();
      else await connection.flush();
    }
  }

  // Once a reader has seen exactly what the feed has, the feed's own frame with the feed's id serves it too.
  private takeFromFeed(entry: FeedEntry): boolean {
    const { view, connection } = this.options;
    const { partition, position } = entry.logged;
    if (position < (this.positions[partition] ?? 0)) return true;
    const isShared = this.isOnFeed && entry.note === null && this.options.admits(entry.logged.event);
    const frame = isShared ? entry.frame(view) : null;
    if (frame === null) {
      const goesOn = this.take(entry.logged, entry.note);
      this.isOnFeed ||= entry.after.every((next, index) => next === this.positions[index]);
      return goesOn;
    }
    this.positions[partition] = position + 1;
    this.options.onSent(1);
    this.sentId = '';
    return connection.add(frame);
  }

  private take(logged: LoggedEvent, note: EventNote | null): boolean {
    const { admits, view, onSent, onUnreadable } = this.options;
    const { partition, position, event } = logged;
    this.positions[partition] = position + 1;
    if (note?.isHistory) return true;
    const isHere = admits(event);
    const wasHere = note?.before ? admits({ topic: event.topic, ...note.before }) : false;
    if (!isHere && !wasHere) return true;
    // A withdrawal is told as it is also to those who had the record when it was somewhere else.
    const message =
      isHere || event.operation === 'delete' ? eventMessage(logged, view) : leftScopeMessage(event);
    if (message === null) {
      onUnreadable(logged);
      return true;
    }
    onSent(1);
    return this.send(message);
  }

  private async readOn(): Promise<void> {
    const { log, topic, inTurn, connection, scopes, onReadFromLog } = this.options;
    onReadFromLog();
    const positions = new Map(this.positions.entries());
    const result = await inTurn(() => log.read({ topic, positions, limit: READ_EVENTS_MAX }));
    if (result.gaps.some((gap) => gapKind(gap) === 'made-anew')) scopes.forgetProgress(topic);
    for (const gap of result.gaps) this.tellGap(gap);
    if (result.gaps.length > 0) await connection.flush();
    const notes =
      result.events.length > 0 ? await scopes.notesOf(topic, result.events, this.over.signal) : null;
    for (const logged of result.events) {
      if (this.isOver) return;
      if (!this.take(logged, notes?.get(logged) ?? null)) await connection.flush();
    }
    await connection.flush();
    if (!this.moveTo(result)) await pause(NOTHING_READ_MS);
  }

  private tellGap(gap: Gap): void {
    this.positions[gap.partition] = gap.earliest;
    this.send(gapMessage(gap));
  }

  // The log also says where to read on behind holes.
  private moveTo({ events, gaps, positions }: ReadResult): boolean {
    let hasMoved = events.length > 0 || gaps.length > 0;
    for (const [partition, next] of positions) {
      hasMoved ||= next !== this.positions[partition];
      this.positions[partition] = next;
    }
    return hasMoved;
  }

  private send(message: string): boolean {
    this.sentId = encodeVector(this.options.topic, this.positions);
    return this.options.connection.add(idLine(this.sentId) + message);
  }

  // From the first moment a reader has a place to come back to, also where nothing happens for hours.
  private async tellPlace(): Promise<void> {
    this.send('\n');
    await this.options.connection.flush();
  }

  // Events that the filter kept back move the reader's place too: it need not read them again after a break.
  private async beat(): Promise<void> {
    const { connection, topic } = this.options;
    if (!connection.isIdle || this.isOver) return;
    const id = encodeVector(topic, this.positions);
    connection.add(id === this.sentId ? ':\n\n' : `:\n${idLine(id)}\n`);
    this.sentId = id;
    await connection.flush();
  }

  private async sleep(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = () => {};
  }
}
