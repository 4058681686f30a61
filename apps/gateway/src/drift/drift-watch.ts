import { findStream, type Catalog } from '@exchange/catalog';
import { valueAt, type Json, type Rejection, type Warning } from '@exchange/contracts';
import type { DecodedRecord } from '@exchange/decoding';
import { schemaFields, type Outcome, type Receipt } from '@exchange/pipeline';
import { Periodic, type Logger } from '@exchange/runtime';
import { recordSightings, type Store, type StreamSightings } from '@exchange/store';
import { SightingLedger } from './sighting-ledger.ts';

/** How soon something new is in the tables. */
const LOOK_MS = 5_000;
/** How often what was seen before is counted up there. */
const COUNT_UP_MS = 300_000;
/** In a large batch every so manieth record is looked at: a batch comes from one release of its system. */
const LOOK_AT_EVERY = 10;
const LARGE_BATCH_RECORDS = 100;
/** A code is short; free text in a code field is not kept. */
const CODE = /^[\p{L}\p{N}_.:-]{1,40}$/u;
/** A telephone, identity or account number that slipped into the field, as when columns have moved. Divisions have 12 digits. */
const PERSONAL = /^(?:1\d{10}|\d{13,}|\d{17}[\dXx])$/u;

const CODE_FINDINGS: ReadonlySet<string> = new Set([
  'bad-code',
  'unknown-code-kept',
  'unknown-code-dropped',
  'default-code-used',
]);

/**
 * Notices in passing how what the sources send differs from what their schemas say: new and missing fields, changed types,
 * new codes. Nothing waits for it, and losing some minutes of counts in a crash does no harm.
 */
export class DriftWatch {
  readonly #catalog: Catalog;
  readonly #store: Store;
  readonly #streams = new Map<string, SightingLedger>();
  readonly #writing: Periodic;
  #countedUpAt = performance.now();

  constructor(catalog: Catalog, store: Store, log: Logger) {
    this.#catalog = catalog;
    this.#store = store;
    this.#writing = new Periodic(LOOK_MS, () => this.#look(), {
      onError: (error) => log.debug('drift.write_failed', {}, error),
    });
  }

  observe({ system, stream, operation }: Receipt, records: readonly DecodedRecord[], outcome: Outcome): void {
    // A withdrawal need not hold more than the key: that is no drift.
    if (operation === 'delete') return;
    const ledger = this.#ledgerOf(system, stream);
    const step = records.length > LARGE_BATCH_RECORDS ? LOOK_AT_EVERY : 1;
    for (let place = 0; place < records.length; place += step) {
      const record = records[place]!;
      if ('value' in record) ledger.observer.observe(record.value);
    }
    for (const { index, rejections, warnings } of outcome.reports) {
      const record = records[index];
      if (record && 'value' in record) noteCodes(record.value, [...rejections, ...warnings], ledger);
    }
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    await this.#writing.stop();
    await this.#write(true).catch(() => undefined);
  }

  #ledgerOf(system: string, stream: string): SightingLedger {
    const name = `${system}/${stream}`;
    const known = this.#streams.get(name);
    if (known) return known;
    const schema = findStream(this.#catalog, system, stream)?.sourceSchema ?? {};
    const ledger = new SightingLedger({ system, stream }, schemaFields(schema));
    this.#streams.set(name, ledger);
    return ledger;
  }

  async #look(): Promise<void> {
    const now = performance.now();
    const isTime = now - this.#countedUpAt >= COUNT_UP_MS;
    await this.#write(isTime);
    if (isTime) this.#countedUpAt = now;
  }

  async #write(all: boolean): Promise<void> {
    const due: Array<readonly [SightingLedger, StreamSightings]> = [];
    for (const ledger of this.#streams.values()) {
      const sighting = ledger.due(all);
      if (sighting) due.push([ledger, sighting]);
    }
    if (due.length === 0) return;
    await recordSightings(
      this.#store.pool,
      due.map(([, sighting]) => sighting),
    );
    for (const [ledger, sighting] of due) ledger.wrote(sighting);
  }
}

function noteCodes(value: Json, findings: ReadonlyArray<Rejection | Warning>, ledger: SightingLedger): void {
  for (const { code, at } of findings) {
    if (!CODE_FINDINGS.has(code)) continue;
    const found = valueAt(value, at);
    if (typeof found !== 'string' && typeof found !== 'number') continue;
    if (!CODE.test(String(found)) || PERSONAL.test(String(found))) continue;
    // Where in a list it stood does not matter.
    ledger.noteCode(at.replaceAll(/\/\d+(?=\/|$)/gu, '/-'), String(found));
  }
}
