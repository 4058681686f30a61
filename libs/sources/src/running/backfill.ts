import type { Json } from '@exchange/contracts';
import type { HeldAmount } from '@exchange/store';
import type { Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { TokenBucket } from './token-bucket.ts';
import { wait } from './wait.ts';

/** What live records leave to a back-fill: `nothing` while the log is away, a little while they are slow. */
export type LiveRoom = 'plenty' | 'little' | 'nothing';

export interface BackfillPorts {
  /** Records a second, at most. */
  readonly rateMax: number;
  /** What the source's amounts are counted in; null where it cannot tell. */
  readonly unit: HeldAmount['unit'] | null;
  /** The rate that is allowed now. Rejects with `lease-lost` when the back-fill was paused or cancelled. */
  readonly rate: () => Promise<number>;
  readonly room: () => Promise<LiveRoom>;
  /** Keeps how far it has come; resolves with the rate that is allowed from now on. */
  readonly tell: (progress: { ahead: number | null; pace: number }) => Promise<number>;
  /** Keeps that the source was read to its end, behind so many claims. */
  readonly finish: (sequence: number) => Promise<void>;
}

const LOOK_AGAIN_MS = 100;
/** A back-fill beside live records that are slow for other reasons crawls rather than stands still: a chunk in so long. */
const LITTLE_MS_MAX = 10_000;
/** What somebody changes is noticed so soon. */
const TELL_MS = 2_000;
/** After each chunk it rests so many times as long as the chunk took; longer and longer where live records have suffered. */
const REST_MIN = 1;
const REST_MAX = 8;
const REST_DECAY = 0.9;

/** The pace of a back-fill: no faster than it may be, behind the live records, and with its progress kept. One run of a reader. */
export class Backfill {
  readonly #ports: BackfillPorts;
  readonly #bucket: TokenBucket;
  #records = 0;
  #toldAt: number;
  #askedAt: number;
  #begunAt: number | null = null;
  #rest = REST_MIN;
  #restUntil = 0;

  constructor(ports: BackfillPorts) {
    this.#ports = ports;
    this.#toldAt = performance.now();
    this.#askedAt = this.#toldAt;
    this.#bucket = new TokenBucket(ports.rateMax, this.#toldAt);
  }

  /** Resolves when the next chunk may be taken, or the signal aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    await this.#untilPaid(signal);
    const since = performance.now();
    let hadRoom = true;
    while (!signal.aborted) {
      const room = await this.#ports.room();
      if (room === 'plenty' || (room === 'little' && performance.now() - since > LITTLE_MS_MAX)) break;
      hadRoom = false;
      await wait(LOOK_AGAIN_MS, signal);
      await this.#askRate(signal);
    }
    this.#rest = hadRoom ? Math.max(this.#rest * REST_DECAY, REST_MIN) : Math.min(this.#rest * 2, REST_MAX);
    this.#begunAt = performance.now();
  }

  /** A chunk of so many records that ends at the checkpoint is done with. */
  async passed(source: Source, checkpoint: Json, records: number): Promise<void> {
    const now = performance.now();
    if (this.#begunAt !== null) this.#restUntil = now + (now - this.#begunAt) * this.#rest;
    this.#begunAt = null;
    this.#bucket.take(records, now);
    this.#records += records;
    if (now - this.#toldAt >= TELL_MS) await this.#tell(source, checkpoint, now);
  }

  async finish(sequence: number): Promise<void> {
    await this.#ports.finish(sequence);
  }

  /** A debt may be of minutes where the rate is low: it is waited for in slices. */
  async #untilPaid(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const now = performance.now();
      const leftMs = Math.max(this.#bucket.waitMs(now), this.#restUntil - now);
      if (leftMs <= 0) return;
      await wait(Math.min(leftMs, TELL_MS), signal);
      await this.#askRate(signal);
    }
  }

  async #askRate(signal: AbortSignal): Promise<void> {
    // A timer may go off a little early.
    if (signal.aborted || performance.now() - this.#askedAt < TELL_MS - 10) return;
    this.#bucket.setRate(await this.#ports.rate());
    this.#askedAt = performance.now();
  }

  async #tell(source: Source, checkpoint: Json, now: number): Promise<void> {
    const pace = this.#records / ((now - this.#toldAt) / 1_000);
    this.#records = 0;
    this.#toldAt = now;
    const ahead = await this.#aheadOf(source, checkpoint);
    this.#bucket.setRate(await this.#ports.tell({ ahead, pace }));
    this.#askedAt = performance.now();
  }

  /** Where records are counted, what was read tells what is left: counting a table again and again is too dear. */
  async #aheadOf(source: Source, checkpoint: Json): Promise<number | null> {
    if (this.#ports.unit === null || this.#ports.unit === 'records') return null;
    try {
      const held = await source.held?.(checkpoint, AbortSignal.timeout(TELL_MS));
      return held?.unit === this.#ports.unit ? held.amount : null;
    } catch (error) {
      // The reading itself will meet it, if it lasts.
      if (error instanceof SourceError) return null;
      throw error;
    }
  }
}
