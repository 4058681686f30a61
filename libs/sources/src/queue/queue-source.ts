import { isJsonObject, type Json } from '@exchange/contracts';
import { DEFAULT_LIMITS, type Charset } from '@exchange/decoding';
import type { Chunk, ConnectionReport, Settlement, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import type { Broker, BrokerLink, Message } from './broker.ts';
import { ClaimedTail } from './claimed-tail.ts';
import { Inbox } from './inbox.ts';
import { MESSAGE_BYTES_MAX, messageTooLarge } from './message-too-large.ts';
import { chunkSize, sequenceOf } from './message-sequence.ts';

export interface QueueReading {
  readonly charset: Charset;
  /** JSON Pointer of the records in each message. */
  readonly records?: string;
  readonly prefetch: number;
  readonly batchMessages: number;
  readonly batchBytes: number;
  readonly batchWaitMs: number;
  /** Told when the link is up and nothing is waiting, and again while that lasts. */
  readonly onUpToDate?: () => void;
}

/** Where a stream of a queue stands. What is unread is the broker's to know; this tells what of it was claimed. */
interface Position {
  /** Number of the chunk. */
  readonly chunk: number;
  /** See `ClaimedTail`. */
  readonly claimed: string;
  readonly subscriptions: readonly string[];
}

interface OpenChunk {
  readonly tags: readonly number[];
  readonly mark: number;
}

/** Messages that keep coming are gathered; after so long without one a chunk is closed. */
const QUIET_MS = 10;
/** A broker sends again at once what it had sent before; who is slower than this gives some messages a second claim. */
const AGAIN_QUIET_MS = 500;
const UP_TO_DATE_MS = 30_000;
/** Chunks' worth of bytes that may wait in memory. */
const WAITING_CHUNKS_MAX = 4;

/**
 * Messages of a broker, gathered into chunks. A message is acknowledged when its chunk is settled, which is after the claim;
 * until then the broker keeps it. Each `read` has a link of its own, so what was read and not claimed simply comes again;
 * what was claimed and not acknowledged comes again too and is acknowledged and skipped (see `ClaimedTail`).
 */
export class QueueSource implements Source {
  readonly #broker: Broker;
  readonly #reading: QueueReading;
  readonly #closing = new AbortController();
  #link: BrokerLink | null = null;
  #inbox = new Inbox();
  #tail = new ClaimedTail('');
  #isPaused = false;
  #chunk = 0;
  #toldUpToDateAt = -Infinity;
  readonly #open = new Map<number, OpenChunk>();

  constructor(broker: Broker, reading: QueueReading) {
    this.#broker = broker;
    this.#reading = reading;
  }

  async *read(after: Json | null, signal: AbortSignal): AsyncGenerator<Chunk, void, void> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    if (stop.aborted) return;
    const link = await this.#connect(positionOf(after));
    await this.#skipClaimed(link, stop);
    while (!stop.aborted) {
      await this.#gather(stop);
      if (!stop.aborted) yield this.#nextChunk(link);
    }
  }

  settle(checkpoint: Json, settlement: Settlement): Promise<boolean> {
    // A message cannot be put aside without being taken from its system for good.
    if (settlement.kind === 'unreadable') return Promise.resolve(false);
    const settled = positionOf(checkpoint).chunk;
    for (const [chunk, { tags, mark }] of this.#open) {
      if (chunk > settled) break;
      this.#open.delete(chunk);
      this.#link?.acknowledge(tags);
      this.#forgetWhenConfirmed(mark);
    }
    return Promise.resolve(true);
  }

  async test(): Promise<ConnectionReport> {
    try {
      return { isOk: true, seen: await this.#broker.test() };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return { isOk: false, failed: error.failed, zh: error.zh, en: error.message };
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#disconnect();
  }

  async #connect(position: Position): Promise<BrokerLink> {
    await this.#disconnect();
    const inbox = new Inbox();
    this.#inbox = inbox;
    this.#tail = new ClaimedTail(position.claimed);
    this.#chunk = position.chunk;
    this.#isPaused = false;
    this.#toldUpToDateAt = -Infinity;
    const link = await this.#broker.connect(
      {
        onMessage: (message) => {
          if (message.body.length > MESSAGE_BYTES_MAX) return inbox.block(messageTooLarge());
          inbox.put(message);
          if (inbox === this.#inbox) this.#pauseWhenFull();
        },
        onBlocked: (error) => inbox.block(error),
        onLost: (error) => inbox.lose(error),
      },
      position.subscriptions,
    );
    this.#link = link;
    // The source may have been closed meanwhile.
    if (this.#closing.signal.aborted) await this.#disconnect();
    this.#pauseWhenFull();
    return link;
  }

  async #disconnect(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    this.#open.clear();
    await link?.close();
  }

  /** Messages that were claimed by an earlier link come first, and say that they come again. */
  async #skipClaimed(link: BrokerLink, stop: AbortSignal): Promise<void> {
    const inbox = this.#inbox;
    if (this.#tail.length === 0) return;
    await this.#untilSome(inbox, stop);
    const enough = Math.min(this.#tail.length, this.#reading.prefetch);
    while (inbox.messages.length < enough && inbox.messages.every((message) => message.isRedelivered))
      if (!(await inbox.more(stop, AGAIN_QUIET_MS))) break;
    if (stop.aborted) return;
    const fresh = inbox.messages.findIndex((message) => !message.isRedelivered);
    const again = fresh === -1 ? inbox.messages : inbox.messages.slice(0, fresh);
    const claimed = this.#tail.claimedAmong(again.map(({ digest }) => digest));
    if (claimed > 0) link.acknowledge(tagsOf(inbox.take(claimed)));
    this.#resumeWhenEmptier();
  }

  /** Waits until there is a chunk's worth of messages, or some and no more are coming. */
  async #gather(stop: AbortSignal): Promise<void> {
    const inbox = this.#inbox;
    const { batchMessages, batchBytes, batchWaitMs } = this.#reading;
    await this.#untilSome(inbox, stop);
    const end = performance.now() + batchWaitMs;
    while (inbox.messages.length < batchMessages && inbox.bytes < batchBytes && !this.#isPaused) {
      const left = Math.min(QUIET_MS, end - performance.now());
      if (left <= 0 || !(await inbox.more(stop, left))) break;
    }
  }

  /** A topic to which nobody sends is no failure, and one that is mended shows without a message. */
  async #untilSome(inbox: Inbox, stop: AbortSignal): Promise<void> {
    while (inbox.messages.length === 0 && !stop.aborted) {
      const now = performance.now();
      if (now - this.#toldUpToDateAt > UP_TO_DATE_MS / 2) {
        this.#toldUpToDateAt = now;
        this.#reading.onUpToDate?.();
      }
      await inbox.more(stop, UP_TO_DATE_MS);
    }
  }

  #nextChunk(link: BrokerLink): Chunk {
    const { charset, records, batchMessages, batchBytes } = this.#reading;
    const count = chunkSize(this.#inbox.messages, {
      messages: batchMessages,
      bytes: batchBytes,
      records: DEFAULT_LIMITS.recordsMax,
      isEnveloped: records !== undefined,
    });
    const messages = this.#inbox.take(count);
    this.#resumeWhenEmptier();
    const mark = this.#tail.append(messages.map(({ digest }) => digest));
    this.#chunk += 1;
    this.#open.set(this.#chunk, { tags: tagsOf(messages), mark });
    const position = {
      chunk: this.#chunk,
      claimed: this.#tail.encode(),
      subscriptions: [...link.subscriptions],
    };
    return {
      body: sequenceOf(messages),
      decode: {
        format: 'json-seq',
        charset,
        isolateBroken: true,
        ...(records === undefined ? {} : { records }),
      },
      operation: 'upsert',
      checkpoint: position,
    };
  }

  #forgetWhenConfirmed(mark: number): void {
    const tail = this.#tail;
    // When the link is lost the tail stays as long as it is: it is what the next link needs.
    this.#link?.confirmed().then(
      () => tail.forget(mark),
      () => undefined,
    );
  }

  #pauseWhenFull(): void {
    if (this.#isPaused || !this.#link || !this.#isFuller(1)) return;
    this.#isPaused = true;
    this.#link.pause();
  }

  #resumeWhenEmptier(): void {
    if (!this.#isPaused || this.#isFuller(2)) return;
    this.#isPaused = false;
    this.#link?.resume();
  }

  #isFuller(divisor: number): boolean {
    const { prefetch, batchBytes } = this.#reading;
    return (
      this.#inbox.messages.length > prefetch / divisor ||
      this.#inbox.bytes > (batchBytes * WAITING_CHUNKS_MAX) / divisor
    );
  }
}

function tagsOf(messages: readonly Message[]): number[] {
  return messages.map(({ tag }) => tag);
}

function positionOf(checkpoint: Json | null): Position {
  if (!isJsonObject(checkpoint)) return { chunk: 0, claimed: '', subscriptions: [] };
  const { chunk, claimed, subscriptions } = checkpoint;
  return {
    chunk: typeof chunk === 'number' ? chunk : 0,
    claimed: typeof claimed === 'string' ? claimed : '',
    subscriptions: Array.isArray(subscriptions) ? subscriptions.filter((one) => typeof one === 'string') : [],
  };
}
