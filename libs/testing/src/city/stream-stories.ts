import type { StreamEntry } from '@exchange/catalog';
import type { Json, JsonObject } from '@exchange/contracts';
import type { SystemDocument } from '../simulators/simulator.ts';
import type { Cast } from './cast.ts';
import { fold } from './fold.ts';
import { keyFieldsOf } from './key-fields.ts';
import { newerRevision } from './newer-revision.ts';
import type { Random } from './random.ts';
import { renumbered } from './renumbered.ts';
import { storySamples, type StorySample } from './story-samples.ts';
import { toldSampleOf, type ToldSample } from './told-sample.ts';

export interface Telling {
  readonly random: Random;
  /** Share of the records in which a date does not exist. */
  readonly dirtyShare: number;
  /** What the system's clock shows. */
  readonly now: Date;
}

/** A sample, and how it is told of any story. */
interface Told {
  readonly tell: ToldSample;
  readonly sample: StorySample;
}

const DATE = /\d{4}([-/.年])\d{1,2}(?:\1|月)\d{1,2}/gu;
const NO_DATE = '2026-02-30';
/** Records of one document at most, for numbers that grow from record to record. */
const RECORDS_MAX = 100;

/**
 * What a stream has to tell: the stream's own samples, each story with other parties, other numbers of everything and newer
 * revisions, but with the same ones as the other streams have in that story. A story begins as the normal sample does, and goes
 * on as one of the samples that change or withdraw what it brought.
 */
export class StreamStories {
  readonly #entry: StreamEntry;
  readonly #beginning: Told;
  readonly #sequels: readonly Told[];
  readonly #first: number;
  /** Stories that have begun. */
  #begun: number;
  #isSequelNext = false;
  #told = 0;

  private constructor(entry: StreamEntry, first: number, beginning: Told, sequels: readonly Told[]) {
    this.#entry = entry;
    this.#first = first;
    this.#begun = first;
    this.#beginning = beginning;
    this.#sequels = sequels;
  }

  /** `first`: number of the first story. Null where the stream's documents cannot be written here. */
  static async of(entry: StreamEntry, cast: Cast, first: number): Promise<StreamStories | null> {
    const told: Told[] = [];
    for (const sample of await storySamples(entry)) {
      const tell = await toldSampleOf(sample, entry, cast);
      if (tell) told.push({ tell, sample });
    }
    const [beginning, ...sequels] = told;
    if (!beginning?.sample.name.startsWith('normal.')) return null;
    return new StreamStories(entry, first, beginning, sequels);
  }

  /** The beginning of the next story, and every second time how the last one went on. */
  async next(telling: Telling): Promise<SystemDocument> {
    const isSequel = this.#isSequelNext && this.#sequels.length > 0;
    this.#isSequelNext = !isSequel;
    if (!isSequel) this.#begun += 1;
    const story = this.#begun;
    const { tell, sample } = isSequel ? this.#sequels[story % this.#sequels.length]! : this.#beginning;
    this.#told += 1;
    const isDirty =
      telling.random.below(10_000) < Math.min(telling.dirtyShare * sample.keys.length, 1) * 10_000;
    return tell(story, (text) =>
      this.#written(isDirty ? withoutDate(text, telling.random) : text, sample, story, telling.now),
    );
  }

  /** What it is like, told of a story that is never told. */
  async examples(now: Date): Promise<SystemDocument[]> {
    const documents: SystemDocument[] = [];
    for (const { tell, sample } of [this.#beginning, ...this.#sequels])
      documents.push(await tell(this.#first, (text) => this.#written(text, sample, this.#first, now)));
    return documents;
  }

  /** Rows of a table have keys of their own and a revision that is newer than all before. */
  #written(text: string, { values }: StorySample, story: number, now: Date): string {
    if (this.#entry.source.kind !== 'sql') return text;
    const { keys, revision } = keyFieldsOf(this.#entry);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines
      .map((line, index) => {
        const row = JSON.parse(line) as JsonObject;
        for (const name of keys) {
          const key = row[name];
          if (key !== undefined && key === values[index]?.[name]) row[name] = otherKey(key, story);
        }
        const usual = revision === null ? undefined : row[revision];
        if (revision !== null && usual !== undefined)
          row[revision] = newerRevision(usual, this.#told * RECORDS_MAX + index, now);
        return `${JSON.stringify(row)}\n`;
      })
      .join('');
  }
}

/** Of a key that is too short to be found in a text. */
function otherKey(key: Json, story: number): Json {
  if (typeof key === 'number') return key + story * 1_000;
  return typeof key === 'string' ? renumbered(key, fold(key), story) : key;
}

function withoutDate(text: string, random: Random): string {
  const dates = [...text.matchAll(DATE)];
  if (dates.length === 0) return text;
  const { 0: date, index } = random.pick(dates);
  return text.slice(0, index) + NO_DATE + text.slice(index + date.length);
}
