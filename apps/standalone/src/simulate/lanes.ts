import { randomUUID } from 'node:crypto';
import {
  pushBatch,
  type Ledger,
  type Random,
  type SimulatedSystems,
  type SystemDocument,
} from '@exchange/testing';
import { pushedBatch } from '../systems/pushed-batch.ts';
import type { TellingStream } from '../systems/system-stories.ts';
import type { VendorKey } from '../systems/vendor-keys.ts';

export interface LaneParts {
  readonly ledger: Ledger;
  readonly systems: SimulatedSystems;
  readonly keys: ReadonlyMap<string, VendorKey>;
  readonly gatewayUrl: string;
  readonly random: Random;
  readonly dirtyShare: number;
  /** Records that the gateway has read of a stream. */
  readonly recordsRead: (stream: TellingStream) => number;
}

/** One stream that goes on telling: the next document when the last one is handed over. */
export class Lane {
  readonly stream: TellingStream;
  readonly #parts: LaneParts;
  readonly #run = randomUUID().slice(0, 8);
  #underWay: Promise<void> | null = null;
  #documents = 0;
  #put = 0;
  #failure: unknown = null;

  constructor(stream: TellingStream, parts: LaneParts) {
    this.stream = stream;
    this.#parts = parts;
  }

  /** What stopped it; null while it goes on. */
  get failure(): unknown {
    return this.#failure;
  }

  get isFree(): boolean {
    if (this.#underWay || this.#failure !== null) return false;
    const { systems, recordsRead } = this.#parts;
    const overwrites = this.stream.kind !== 'push' && systems.overwrites(this.stream);
    return !overwrites || recordsRead(this.stream) >= this.#put;
  }

  /** Begins to hand over the next document; resolves with its number of records before it is there. */
  async goOn(): Promise<number> {
    const { random, dirtyShare } = this.#parts;
    const document = await this.stream.stories.next({ random, dirtyShare, now: new Date() });
    this.#documents += 1;
    this.#underWay = this.#handOver(document)
      .catch((error: unknown) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#underWay = null;
      });
    return document.records?.length ?? 1;
  }

  async end(): Promise<void> {
    await this.#underWay;
  }

  async #handOver(document: SystemDocument): Promise<void> {
    const { ledger, systems, keys, gatewayUrl } = this.#parts;
    const { system, stream, kind } = this.stream;
    if (kind === 'push') {
      const key = keys.get(system);
      if (!key) throw new Error(`no key for ${system}`);
      const batch = pushedBatch(this.stream, document, `simulate-${stream}-${this.#run}-${this.#documents}`);
      await pushBatch(batch, { urls: [gatewayUrl], credentials: key.credentials, ledger });
      return;
    }
    const { puts } = await systems.plan(this.stream, [document]);
    for (const { expected, ignored, unreadable, deliver } of puts) {
      ledger.writePut({ system, stream, expected, ignored, unreadable });
      this.#put += expected.length;
      await deliver();
    }
  }
}
