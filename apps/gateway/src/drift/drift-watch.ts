import { findStream, type Catalog } from '@exchange/catalog';
import { valueAt, type Json, type Rejection, type Warning } from '@exchange/contracts';
import type { DecodedRecord } from '@exchange/decoding';
import { FieldObserver, schemaFields, type Outcome, type Receipt } from '@exchange/pipeline';
import { Periodic, type Logger } from '@exchange/runtime';
import { recordSightings, type Store, type StreamSightings } from '@exchange/store';

const WRITE_MS = 5_000;
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

interface Watched {
  readonly observer: FieldObserver;
  readonly known: ReadonlySet<string>;
  readonly codes: Map<string, number>;
}

/**
 * Notices in passing how what the sources send differs from what their schemas say: new and missing fields, changed types,
 * new codes. Nothing waits for it; what was seen is written every few seconds, and losing it in a crash does no harm.
 */
export class DriftWatch {
  readonly #catalog: Catalog;
  readonly #store: Store;
  readonly #watched = new Map<string, Watched>();
  readonly #writing: Periodic;

  constructor(catalog: Catalog, store: Store, log: Logger) {
    this.#catalog = catalog;
    this.#store = store;
    this.#writing = new Periodic(WRITE_MS, () => this.#write(), {
      onError: (error) => log.debug('drift.write_failed', {}, error),
    });
  }

  observe({ system, stream, operation }: Receipt, records: readonly DecodedRecord[], outcome: Outcome): void {
    // A withdrawal need not hold more than the key: that is no drift.
    if (operation === 'delete') return;
    const watched = this.#watchedOf(system, stream);
    const step = records.length > LARGE_BATCH_RECORDS ? LOOK_AT_EVERY : 1;
    for (let place = 0; place < records.length; place += step) {
      const record = records[place]!;
      if ('value' in record) watched.observer.observe(record.value);
    }
    for (const { index, rejections, warnings } of outcome.reports) {
      const record = records[index];
      if (record && 'value' in record) noteCodes(record.value, [...rejections, ...warnings], watched.codes);
    }
  }

  async stop(): Promise<void> {
    await this.#writing.stop();
    await this.#write().catch(() => undefined);
  }

  #watchedOf(system: string, stream: string): Watched {
    const name = `${system}/${stream}`;
    const known = this.#watched.get(name);
    if (known) return known;
    const schema = findStream(this.#catalog, system, stream)?.sourceSchema ?? {};
    const watched = { observer: new FieldObserver(), known: schemaFields(schema), codes: new Map() };
    this.#watched.set(name, watched);
    return watched;
  }

  async #write(): Promise<void> {
    const sightings: StreamSightings[] = [];
    for (const [name, { observer, known, codes }] of this.#watched) {
      const { records, fields } = observer.take();
      if (records === 0) continue;
      const [system = '', stream = ''] = name.split('/');
      sightings.push({
        system,
        stream,
        records,
        fields: fields.map((field) => ({ ...field, isKnown: known.has(field.path) })),
        codes: [...codes].map(([code, count]) => {
          const [path, value] = JSON.parse(code) as [string, string];
          return { path, value, records: count };
        }),
      });
      codes.clear();
    }
    if (sightings.length > 0) await recordSightings(this.#store.pool, sightings);
  }
}

function noteCodes(
  value: Json,
  findings: ReadonlyArray<Rejection | Warning>,
  codes: Map<string, number>,
): void {
  for (const { code, at } of findings) {
    if (!CODE_FINDINGS.has(code)) continue;
    const found = valueAt(value, at);
    if (typeof found !== 'string' && typeof found !== 'number') continue;
    if (!CODE.test(String(found)) || PERSONAL.test(String(found))) continue;
    // Where in a list it stood does not matter.
    const key = JSON.stringify([at.replaceAll(/\/\d+(?=\/|$)/gu, '/-'), String(found)]);
    codes.set(key, (codes.get(key) ?? 0) + 1);
  }
}
