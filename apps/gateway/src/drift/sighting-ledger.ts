import { FieldObserver, type FieldSighting } from '@exchange/pipeline';
import type { StreamSightings } from '@exchange/store';
import { Tally } from './tally.ts';

/**
 * What was seen of one stream and is not written yet. What nobody has been told of goes out at once; that known fields came
 * again is added up and told at long intervals, because nothing depends on when.
 */
export class SightingLedger {
  readonly observer = new FieldObserver();
  readonly #name: Pick<StreamSightings, 'system' | 'stream'>;
  readonly #known: ReadonlySet<string>;
  readonly #fields = new Tally();
  readonly #codes = new Tally();
  #records = 0;

  /** @param known paths that the source schema has */
  constructor(name: Pick<StreamSightings, 'system' | 'stream'>, known: ReadonlySet<string>) {
    this.#name = name;
    this.#known = known;
  }

  /** A value that no code table knows. */
  noteCode(path: string, value: string): void {
    this.#codes.add(nameOf(path, value), 1);
  }

  /** What is to be written now: with `all` everything, else what is new. Null: nothing. It stays until `wrote` is called. */
  due(all: boolean): StreamSightings | null {
    const { records, fields } = this.observer.take();
    this.#records += records;
    for (const { path, type, records: seen } of fields) this.#fields.add(nameOf(path, type), seen);
    const sighting: StreamSightings = {
      ...this.#name,
      records: all ? this.#records : 0,
      fields: this.#fields.due(all).map(([name, seen]) => {
        const [path, type] = partsOf(name) as [string, FieldSighting['type']];
        return { path, type, records: seen, isKnown: this.#known.has(path) };
      }),
      codes: this.#codes.due(all).map(([name, seen]) => {
        const [path, value] = partsOf(name);
        return { path, value, records: seen };
      }),
    };
    const isEmpty = sighting.records + sighting.fields.length + sighting.codes.length === 0;
    return isEmpty ? null : sighting;
  }

  /** That a sighting is in the tables: it is not told again. */
  wrote({ records, fields, codes }: StreamSightings): void {
    this.#records -= records;
    for (const { path, type, records: seen } of fields) this.#fields.wrote(nameOf(path, type), seen);
    for (const { path, value, records: seen } of codes) this.#codes.wrote(nameOf(path, value), seen);
  }
}

function nameOf(path: string, what: string): string {
  return JSON.stringify([path, what]);
}

function partsOf(name: string): [path: string, what: string] {
  return JSON.parse(name) as [string, string];
}
