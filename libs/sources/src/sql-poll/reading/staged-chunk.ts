import { randomUUID } from 'node:crypto';
import type { Json, Operation } from '@exchange/contracts';
import type { Chunk } from '../../port.ts';
import type { RowDigests, StagedRow, StreamName } from '../row-digests.ts';
import { CHUNK_CHARACTERS_MAX, rowChunk } from './row-chunk.ts';

export interface StagedReading {
  readonly name: StreamName;
  readonly digests: RowDigests;
  readonly chunkRowsMax: number;
}

/** Rows of the next chunk, and what the exchange is to remember of them once it is settled. */
export class StagedChunk {
  readonly #reading: StagedReading;
  readonly #operation: Operation;
  #lines: string[] = [];
  #staged: StagedRow[] = [];
  #characters = 0;

  constructor(reading: StagedReading, operation: Operation) {
    this.#reading = reading;
    this.#operation = operation;
  }

  get rows(): number {
    return this.#lines.length;
  }

  get isFull(): boolean {
    return this.#lines.length >= this.#reading.chunkRowsMax || this.#characters > CHUNK_CHARACTERS_MAX;
  }

  add(line: string, row: StagedRow): void {
    this.#lines.push(line);
    this.#staged.push(row);
    this.#characters += line.length;
  }

  /** Its checkpoint holds the token under which the rows are staged; `numbers` are those of the rows. */
  async take(
    more: { readonly [name: string]: Json } = {},
  ): Promise<{ chunk: Chunk; numbers: readonly number[] }> {
    const token = randomUUID();
    const { digests, name } = this.#reading;
    const numbers = await digests.stage(name, token, this.#staged);
    const chunk = rowChunk(this.#lines, { ...more, token }, this.#operation);
    this.#lines = [];
    this.#staged = [];
    this.#characters = 0;
    return { chunk, numbers };
  }
}
