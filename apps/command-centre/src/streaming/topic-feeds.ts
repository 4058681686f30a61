import type { SubjectSchema } from '@exchange/contracts';
import type { EventLog, LoggedEvent } from '@exchange/event-log';
import { readerViews, type ReaderViews } from './reader-view.ts';
import type { ScopeMemory } from '../scopes/scope-memory.ts';
import { settleFeed } from './settle-feed.ts';
import { TopicFeed } from './topic-feed.ts';

/** Window of one topic: what a reader may lag behind before it has to read from the log. */
const WINDOW_EVENTS_MAX = 4_096;
const WINDOW_BYTES_MAX = 4_194_304;

interface OpenFeed {
  readonly feed: TopicFeed;
  readonly stop: () => void;
}

interface KeptFeed {
  readonly opening: Promise<OpenFeed>;
  holders: number;
}

/** A feed in use; `release` it once. */
export interface HeldFeed {
  readonly feed: TopicFeed;
  readonly views: ReaderViews;
  release(): void;
}

/** The feeds of a process: one per topic that somebody reads, closed when the last reader has gone. */
export class TopicFeeds {
  private readonly log: EventLog;
  private readonly onEvents: (topic: string, events: readonly LoggedEvent[]) => void;
  private readonly feeds = new Map<string, KeptFeed>();
  private readonly views = new Map<string, ReaderViews>();
  private readonly scopes: Pick<ScopeMemory, 'notesOf' | 'forgetProgress'>;

  /** `onEvents` is told of what the tails bring, for the metrics. */
  constructor(
    log: EventLog,
    scopes: Pick<ScopeMemory, 'notesOf' | 'forgetProgress'>,
    onEvents: (topic: string, events: readonly LoggedEvent[]) => void,
  ) {
    this.log = log;
    this.scopes = scopes;
    this.onEvents = onEvents;
  }

  /** Rejects with an `ExchangeError` when the log cannot be reached. */
  async hold(subject: SubjectSchema): Promise<HeldFeed> {
    const { topic } = subject;
    const kept = this.feeds.get(topic) ?? { opening: this.open(subject), holders: 0 };
    this.feeds.set(topic, kept);
    kept.holders += 1;
    const release = (): void => this.release(topic, kept);
    const { feed } = await kept.opening.catch((error: unknown) => {
      release();
      throw error;
    });
    if (feed.wasReset) {
      // Readers of before may still hold it for a moment; who comes now gets a new one.
      if (this.feeds.get(topic) === kept) this.feeds.delete(topic);
      release();
      return this.hold(subject);
    }
    return { feed, views: this.viewsOf(subject), release };
  }

  private release(topic: string, kept: KeptFeed): void {
    kept.holders -= 1;
    if (kept.holders > 0) return;
    if (this.feeds.get(topic) === kept) this.feeds.delete(topic);
    void kept.opening.then(
      ({ stop }) => stop(),
      () => undefined,
    );
  }

  private async open(subject: SubjectSchema): Promise<OpenFeed> {
    const { topic } = subject;
    let feed: TopicFeed | null = null;
    const early: LoggedEvent[] = [];
    const { from, stop } = await this.log.tail(topic, (events) => {
      // The tail may speak before its start is known here.
      if (feed) feed.push(events);
      else early.push(...events);
      this.onEvents(topic, events);
    });
    // While nobody read the topic, nobody would have seen that its log was made anew.
    this.scopes.forgetProgress(topic);
    const limits = { entriesMax: WINDOW_EVENTS_MAX, bytesMax: WINDOW_BYTES_MAX };
    feed = new TopicFeed({ topic, ...limits }, from);
    feed.push(early);
    const stopSettling = settleFeed(topic, feed, this.scopes);
    return {
      feed,
      stop: () => {
        stop();
        stopSettling();
      },
    };
  }

  private viewsOf(subject: SubjectSchema): ReaderViews {
    const views = this.views.get(subject.topic) ?? readerViews(subject);
    this.views.set(subject.topic, views);
    return views;
  }
}
