import type { Json, JsonObject } from '@exchange/contracts';
import type { Chunk, Source } from '@exchange/sources';
import type { Random } from '@exchange/testing';
import { readAhead } from '../../src/running/read-ahead.ts';
import { allAccepted, rowsOf } from './legacy-table.ts';

/**
 * Readers of one stream, one after the other, which ask for a chunk ahead as the gateway's does. Each may die before a claim,
 * behind it, or when the source was told; the next one knows only what was claimed: checkpoint and chunk.
 */
export class DyingReader {
  readonly rows: JsonObject[] = [];
  deaths = 0;
  readonly #open: () => Source;
  readonly #random: Random;
  #source: Source | null = null;
  #checkpoint: Json = null;
  #unsettled: Chunk | null = null;

  constructor(open: () => Source, random: Random) {
    this.#open = open;
    this.#random = random;
  }

  /** Looks once, until the source has no more at present or the reader dies. */
  async look(): Promise<void> {
    const source = (this.#source ??= this.#open());
    if (this.#unsettled) await source.settle(this.#checkpoint, allAccepted(this.#unsettled));
    this.#unsettled = null;
    const after = this.#checkpoint;
    const chunks = readAhead(
      (left) => source.read(after, left),
      AbortSignal.timeout(20_000),
      () => source.close(),
    );
    for await (const chunk of chunks) {
      const moment = this.#random.below(12);
      if (moment === 0) return this.#die();
      this.rows.push(...rowsOf(chunk));
      this.#checkpoint = JSON.parse(JSON.stringify(chunk.checkpoint)) as Json;
      this.#unsettled = chunk;
      if (moment === 1) return this.#die();
      await source.settle(this.#checkpoint, allAccepted(chunk));
      this.#unsettled = null;
      if (moment === 2) return this.#die();
    }
  }

  async close(): Promise<void> {
    await this.#source?.close();
    this.#source = null;
  }

  async #die(): Promise<void> {
    this.deaths += 1;
    await this.close();
  }
}
