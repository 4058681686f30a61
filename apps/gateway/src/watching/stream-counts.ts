import { isHistorical, type Acceptance, type Batch } from '@exchange/pipeline';
import { Periodic, type Logger } from '@exchange/runtime';
import { addStreamCounts, type Store, type StreamCount } from '@exchange/store';

const WRITE_MS = 1_000;

type Counts = { -readonly [Name in keyof StreamCount]: StreamCount[Name] };

/**
 * Counts by stream what the failure policy looks at. Nothing waits for it; what was counted is written every second, or with the
 * next second's where that fails, and losing a second of it in a crash does no harm. What is sent on trial, or is history, does not count.
 */
export class StreamCounts {
  readonly #store: Store;
  readonly #counted = new Map<string, Counts>();
  readonly #writing: Periodic;

  constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#writing = new Periodic(WRITE_MS, () => this.#write(), {
      onError: (error) => log.debug('counts.write_failed', {}, error),
    });
  }

  count(batch: Batch, acceptance: Acceptance): void {
    if (batch.trial || isHistorical(batch)) return;
    if (acceptance.kind === 'blocked') {
      this.#of(batch).blocked += 1;
      return;
    }
    // A repeated request was counted when it came first.
    if (acceptance.kind !== 'accepted' || acceptance.repeated) return;
    const { records, accepted, quarantined } = acceptance.outcome;
    add(this.#of(batch), { records, accepted, quarantined, blocked: 0 });
  }

  async stop(): Promise<void> {
    await this.#writing.stop();
    await this.#write().catch(() => undefined);
  }

  #of({ system, stream }: Pick<StreamCount, 'system' | 'stream'>): Counts {
    const name = `${system}/${stream}`;
    const known = this.#counted.get(name);
    if (known) return known;
    const counts = { system, stream, records: 0, accepted: 0, quarantined: 0, blocked: 0 };
    this.#counted.set(name, counts);
    return counts;
  }

  async #write(): Promise<void> {
    if (this.#counted.size === 0) return;
    const counted = [...this.#counted.values()];
    this.#counted.clear();
    try {
      await addStreamCounts(this.#store.pool, counted);
    } catch (error) {
      for (const count of counted) add(this.#of(count), count);
      throw error;
    }
  }
}

function add(counts: Counts, more: Omit<StreamCount, 'system' | 'stream'>): void {
  counts.records += more.records;
  counts.accepted += more.accepted;
  counts.quarantined += more.quarantined;
  counts.blocked += more.blocked;
}
