import type { Json, JsonObject } from '@exchange/contracts';
import type { Chunk, Source } from '@exchange/sources';
import type { Random } from '@exchange/testing';
import type { ComparisonResult, ComparisonWish } from '../../src/comparison.ts';
import { allAccepted, rowsOf } from './legacy-table.ts';

/**
 * What the gateway's live reader does with a source that is reconciled: a look, then a slice of the comparison, and so on. Its
 * process may die at any claim; the next one knows checkpoint and last chunk. What it takes goes into `held`, as consumers
 * would hold it.
 */
export class ReconcilingReader {
  readonly held = new Map<string, JsonObject>();
  deaths = 0;
  readonly #open: () => Source;
  readonly #keyOf: (row: JsonObject) => string;
  readonly #random: Random | null;
  #source: Source | null = null;
  #checkpoint: Json = null;
  #unsettled: Chunk | null = null;

  constructor(open: () => Source, keyOf: (row: JsonObject) => string, random: Random | null = null) {
    this.#open = open;
    this.#keyOf = keyOf;
    this.#random = random;
  }

  /** Reads to the present end. False when it died. */
  async look(): Promise<boolean> {
    const source = (this.#source ??= this.#open());
    if (this.#unsettled) await source.settle(this.#checkpoint, allAccepted(this.#unsettled));
    this.#unsettled = null;
    for await (const chunk of source.read(this.#checkpoint, AbortSignal.timeout(30_000)))
      if (!(await this.#take(source, chunk))) return false;
    return true;
  }

  /**
   * Compares to the end, looking in between; begins anew after each death.
   *
   * @param onChunk done, with a look after it, before the comparison goes on behind a chunk
   */
  async reconcile(
    wish: ComparisonWish,
    { between, onChunk }: { between?: () => Promise<void>; onChunk?: () => Promise<void> } = {},
  ): Promise<ComparisonResult> {
    const signal = AbortSignal.timeout(60_000);
    for (;;) {
      if (!(await this.look())) continue;
      const source = this.#source!;
      const comparison = await source.compare!(this.#checkpoint, wish, signal);
      if (!comparison) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
      let isAlive = true;
      while (isAlive && !comparison.result) {
        for await (const chunk of comparison.slice(signal)) {
          isAlive = await this.#take(source, chunk);
          if (!isAlive) break;
          await onChunk?.();
          if (onChunk) await this.look();
        }
        await between?.();
        isAlive &&= await this.look();
      }
      if (isAlive) return comparison.result!;
    }
  }

  /** Another one goes on where this one stands, as after a restart with other settings. */
  async handOver(to: ReconcilingReader): Promise<void> {
    to.#checkpoint = this.#checkpoint;
    for (const [key, row] of this.held) to.held.set(key, row);
    await this.close();
  }

  async close(): Promise<void> {
    await this.#source?.close();
    this.#source = null;
  }

  async #take(source: Source, chunk: Chunk): Promise<boolean> {
    const moment = this.#random?.below(10) ?? 9;
    if (moment === 0) return this.#die();
    for (const row of rowsOf(chunk))
      if (chunk.operation === 'delete') this.held.delete(this.#keyOf(row));
      else this.held.set(this.#keyOf(row), row);
    this.#checkpoint = JSON.parse(JSON.stringify(chunk.checkpoint)) as Json;
    this.#unsettled = chunk;
    if (moment === 1) return this.#die();
    await source.settle(this.#checkpoint, allAccepted(chunk));
    this.#unsettled = null;
    if (moment === 2) return this.#die();
    return true;
  }

  async #die(): Promise<false> {
    this.deaths += 1;
    await this.close();
    return false;
  }
}
