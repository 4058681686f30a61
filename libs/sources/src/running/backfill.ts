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
  readonly room: () => Promise<LiveRoom>;
  /** Keeps how far it has come; resolves with the rate that is allowed from now on. */
  readonly tell: (progress: { ahead: number | null; pace: number }) => Promise<number>;
  /** Keeps that the source was read to its end. */
  readonly finish: () => Promise<void>;
}

const LOOK_AGAIN_MS = 100;
/** A back-fill beside live records that are slow for other reasons crawls rather than stands still: a chunk in so long. */
const LITTLE_MS_MAX = 10_000;
const TELL_MS = 2_000;

/** The pace of a back-fill: no faster than it may be, behind the live records, and with its progress kept. One run of a reader. */
export class Backfill {
  readonly #ports: BackfillPorts;
  readonly #bucket: TokenBucket;
  #records = 0;
  #toldAt: number;

  constructor(ports: BackfillPorts) {
    this.#ports = ports;
    this.#toldAt = performance.now();
    this.#bucket = new TokenBucket(ports.rateMax, this.#toldAt);
  }

  /** Resolves when the next chunk may be taken, or the signal aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    await wait(this.#bucket.waitMs(performance.now()), signal);
    const since = performance.now();
    while (!signal.aborted) {
      const room = await this.#ports.room();
      if (room === 'plenty') return;
      if (room === 'little' && performance.now() - since > LITTLE_MS_MAX) return;
      await wait(LOOK_AGAIN_MS, signal);
    }
  }

  /** A chunk of so many records that ends at the checkpoint is done with. */
  async passed(source: Source, checkpoint: Json, records: number): Promise<void> {
    const now = performance.now();
    this.#bucket.take(records, now);
    this.#records += records;
    if (now - this.#toldAt >= TELL_MS) await this.#tell(source, checkpoint, now);
  }

  async finish(): Promise<void> {
    await this.#ports.finish();
  }

  async #tell(source: Source, checkpoint: Json, now: number): Promise<void> {
    const pace = this.#records / ((now - this.#toldAt) / 1_000);
    this.#records = 0;
    this.#toldAt = now;
    const ahead = await this.#aheadOf(source, checkpoint);
    this.#bucket.setRate(await this.#ports.tell({ ahead, pace }));
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
