import { BackOff } from '../back-off.ts';
import { connect, type Connection } from './connection.ts';

/** What a hint is about: topics that have new events, or a group whose members changed. */
export type Hint = { readonly topicIds: readonly number[] } | { readonly group: string };

const channel = 'event_log';
/** Appends within this time share a hint. */
const hintIntervalMs = 15;
const queryMsMax = 2000;

/**
 * LISTEN and NOTIFY as hints: they make waiting short, and nothing depends on them. While the session is down hints are
 * lost and pollers find out by themselves. NOTIFY is never part of an append: it would serialise the commits of all.
 */
export class HintChannel {
  readonly #url: string;
  readonly #listeners = new Set<(hint: Hint) => void>();
  readonly #controller = new AbortController();
  #connection: Connection | null = null;
  #running: Promise<void> | null = null;
  #sending: Promise<void> = Promise.resolve();
  #wakeUp: () => void = () => undefined;
  #topicIds = new Set<number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls the listener for hints of this process at once and of the others when they arrive. */
  listen(listener: (hint: Hint) => void): () => void {
    this.#listeners.add(listener);
    this.#open();
    return () => this.#listeners.delete(listener);
  }

  /** Tells everybody that topics have new events. The first is told at once, then one hint per interval. */
  appended(topicIds: Iterable<number>): void {
    for (const topicId of topicIds) this.#topicIds.add(topicId);
    this.#open();
    if (this.#timer || this.#controller.signal.aborted) return;
    this.#sendTopics();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#topicIds.size > 0) this.appended([]);
    }, hintIntervalMs);
  }

  groupChanged(group: string): void {
    this.#tell({ group });
    this.#notify(`g${group}`);
  }

  async close(): Promise<void> {
    this.#controller.abort();
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#topicIds.size > 0) this.#sendTopics();
    await this.#sending;
    await this.#connection?.end();
    this.#wakeUp();
    await this.#running;
  }

  #sendTopics(): void {
    const topicIds = [...this.#topicIds];
    this.#topicIds = new Set();
    this.#tell({ topicIds });
    this.#notify(`t${topicIds.join(',')}`);
  }

  #tell(hint: Hint): void {
    for (const listener of this.#listeners) listener(hint);
  }

  /** One after the other: a session does one thing at a time. */
  #notify(payload: string): void {
    this.#sending = this.#sending.then(async () => {
      const connection = this.#connection;
      if (!connection || connection.isBroken()) return;
      await connection.client.query('SELECT pg_notify($1, $2)', [channel, payload]).catch(connection.destroy);
    });
  }

  #open(): void {
    if (!this.#controller.signal.aborted) this.#running ??= this.#stayConnected();
  }

  async #stayConnected(): Promise<void> {
    const { signal } = this.#controller;
    const backOff = new BackOff(100, 5000);
    while (!signal.aborted) {
      try {
        await this.#listenOnce();
        backOff.reset();
      } catch {
        // Polling goes on without hints, and whoever polls reports what is wrong.
      }
      await backOff.wait(signal);
    }
  }

  /** Resolves when the session has ended. */
  async #listenOnce(): Promise<void> {
    const ended = new Promise<void>((resolve) => (this.#wakeUp = resolve));
    const connection = await connect(this.#url, { name: 'event-log hints', queryMsMax, onEnd: this.#wakeUp });
    try {
      const ownSession = await connection.client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const pid = ownSession.rows[0]?.pid;
      connection.client.on('notification', ({ processId, payload }) => {
        // Our own hints were told before they were sent.
        if (processId !== pid && payload) this.#tell(decodeHint(payload));
      });
      // A lost hint is no loss, so its commit need not wait for the disk.
      await connection.client.query('SET synchronous_commit = off');
      await connection.client.query(`LISTEN ${channel}`);
      this.#connection = connection;
      // What was appended while nobody listened is found by looking once.
      this.#tell({ topicIds: [] });
      if (!this.#controller.signal.aborted) await ended;
    } finally {
      this.#connection = null;
      connection.destroy();
    }
  }
}

function decodeHint(payload: string): Hint {
  if (payload.startsWith('g')) return { group: payload.slice(1) };
  return { topicIds: payload.slice(1).split(',').map(Number) };
}
