import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { StreamEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { DecodeOptions } from '@exchange/decoding';
import { readSample } from '../read-sample.ts';
import { recordsOf } from '../simulators/sample-documents.ts';

export interface SampleOutput {
  readonly topic: string;
  readonly key: string;
  readonly data: JsonObject;
}

/** A sample that tells a part of a story: all of its records are accepted and bring events. */
export interface StorySample {
  /** Of its file. */
  readonly name: string;
  readonly path: string;
  /** As the source of its stream would hand it in, and how that is decoded. */
  readonly body: Buffer;
  readonly decode: DecodeOptions;
  /** Keys of its records. */
  readonly keys: readonly string[];
  readonly outputs: readonly SampleOutput[];
  /** Its records as their system writes them. */
  readonly values: readonly JsonObject[];
}

type GoldenRecord = { readonly key: string | null; readonly publish?: readonly SampleOutput[] };

const KEPT = new WeakMap<StreamEntry, Promise<readonly StorySample[]>>();

/** The normal sample, and those that change or withdraw what it brings, as the golden files say. Empty without a normal one. */
export function storySamples(entry: StreamEntry): Promise<readonly StorySample[]> {
  const kept = KEPT.get(entry) ?? readStorySamples(entry);
  KEPT.set(entry, kept);
  return kept;
}

async function readStorySamples({ samples, source }: StreamEntry): Promise<StorySample[]> {
  const found: StorySample[] = [];
  for (const { name, path } of samples) {
    const golden = JSON.parse(await readFile(join(path, '../../golden', `${name}.json`), 'utf8')) as unknown;
    if (!Array.isArray(golden) || golden.length === 0) continue;
    const records = golden as GoldenRecord[];
    if (!records.every(({ publish }) => publish !== undefined && publish.length > 0)) continue;
    const { body, decode } = await readSample(path, source);
    const values = (recordsOf(body, decode) ?? []).flatMap((record) =>
      'value' in record ? [record.value] : [],
    );
    const keys = records.flatMap(({ key }) => (key === null ? [] : [key]));
    const outputs = records.flatMap(({ publish }) => publish ?? []);
    found.push({ name: basename(path), path, body, decode, keys, outputs, values });
  }
  const normal = found.find(({ name }) => name.startsWith('normal.'));
  if (!normal) return [];
  const known = new Set(normal.keys);
  const sequels = found.filter((sample) => sample !== normal && sample.keys.every((key) => known.has(key)));
  return [normal, ...sequels];
}
