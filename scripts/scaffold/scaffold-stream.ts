import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadSchemas, publishedByStreams } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { format, resolveConfig } from 'prettier';
import { deriveSamples } from './derive-samples.ts';
import { fieldsOf } from './fields.ts';
import { guessMapping } from './guess-mapping.ts';
import { leftToDo } from './left-to-do.ts';
import { manifestWith } from './manifest.ts';
import { RefusedRequest, type ScaffoldOptions } from './options.ts';
import { readSampleFile } from './read-sample-file.ts';
import { sourceSchemaOf } from './source-schema.ts';
import { writeBody } from './write-body.ts';

export interface Scaffolded {
  /** Paths below the root. What was there already is kept. */
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly errors: readonly string[];
  readonly hints: readonly string[];
}

/** Makes the folder of a stream from a file of its system; only what is not there is written. Throws `RefusedRequest`. */
export async function scaffoldStream(options: ScaffoldOptions): Promise<Scaffolded> {
  const { root, system, stream } = options;
  const schemas = await loadSchemas(root);
  const subjects = publishedByStreams(schemas.subjects);
  const subject = subjects.get(`${options.subject}.v1`);
  if (!subject)
    throw new RefusedRequest(
      `--subject ${options.subject}：应为 / is one of: ${[...subjects.values()].map((one) => one.subject).join(', ')}`,
    );
  refuseUnknownDepartment(options, schemas.codes.get('departments')?.entries.map(({ code }) => code) ?? []);
  const { records, wire } = await readSampleFile(options);
  const fields = fieldsOf(records);
  const guess = guessMapping({ subject, codes: schemas.codes, records, fields, keyName: options.key });
  if (options.key !== undefined && !guess.key)
    throw new RefusedRequest(`--key ${options.key}：样本没有这个字段 / no such field in the sample`);
  const sourceSchema = sourceSchemaOf(records, {
    title: options.streamName,
    fields,
    key: guess.key,
    coded: new Set(guess.uses.flatMap((use) => (use.family === 'code' ? [use.field.pointer] : []))),
    english: new Map(
      guess.uses.map(({ field, schema }) => [field.pointer, (schema['x-title'] as { en: string }).en]),
    ),
  });
  const samples = deriveSamples(records, fields, guess, wire.charset);
  const folder = `adapters/${system}/${stream}`;
  const writer = new MissingFiles(root);
  await writer.putManifest(`adapters/${system}/adapter.json`, (existing) =>
    manifestWith(existing, options, wire, subject),
  );
  await writer.putJson(`${folder}/source.schema.json`, sourceSchema);
  await writer.putJson(`${folder}/mapping.json`, guess.mapping);
  for (const [name, sample] of samples)
    await writer.put(
      `${folder}/samples/${name}.${wire.format}`,
      writeBody(sample.records, { ...wire, charset: sample.charset }),
    );
  return { ...writer, ...(await leftToDo(root, system, stream, schemas)) };
}

function refuseUnknownDepartment({ department }: ScaffoldOptions, known: readonly string[]): void {
  if (department !== undefined && !known.includes(department))
    throw new RefusedRequest(`--department ${department}：应为 / is one of: ${known.join(', ')}`);
}

/** Writes files that are not there. */
class MissingFiles {
  readonly written: string[] = [];
  readonly kept: string[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async put(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.#root, path);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) this.kept.push(path);
    else await this.#write(path, content);
  }

  async putJson(path: string, value: JsonObject): Promise<void> {
    await this.put(path, await this.#formatted(path, value));
  }

  /** A manifest that is there gets the stream that it lacks; nothing else of it changes. */
  async putManifest(path: string, change: (existing: JsonObject | undefined) => JsonObject): Promise<void> {
    const text = await readFile(join(this.#root, path), 'utf8').catch(() => undefined);
    const existing = text === undefined ? undefined : (JSON.parse(text) as JsonObject);
    const changed = change(existing);
    if (changed === existing) this.kept.push(path);
    else await this.#write(path, await this.#formatted(path, changed));
  }

  async #write(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.#root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    this.written.push(path);
  }

  async #formatted(path: string, value: JsonObject): Promise<string> {
    const filepath = join(this.#root, path);
    return format(JSON.stringify(value), {
      ...(await resolveConfig(filepath)),
      parser: 'json',
      objectWrap: 'collapse',
    });
  }
}
