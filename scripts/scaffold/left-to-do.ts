import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { placeholdersIn, publishedByStreams, type Schemas, type SourceSettings } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { checkMapping, compileMapping, type MappingContext, type MappingDocument } from '@exchange/mapping';
import { missingCases, readSample, runSample, type SampleRun } from '@exchange/testing';
import { fieldsOf, type Field } from './fields.ts';

const RECEIVED_TIME = '2026-12-01T00:00:00.000Z';

/** What people still have to do in the folder of a stream, a line each: file, place, what is wrong there. */
export async function leftToDo(
  root: string,
  system: string,
  stream: string,
  schemas: Schemas,
): Promise<{ readonly errors: readonly string[]; readonly hints: readonly string[] }> {
  const folder = `adapters/${system}/${stream}`;
  const manifestFile = `adapters/${system}/adapter.json`;
  const read = async (path: string): Promise<JsonObject> =>
    JSON.parse(await readFile(join(root, path), 'utf8')) as JsonObject;
  const manifest = await read(manifestFile);
  const mapping = await read(`${folder}/mapping.json`);
  const context: MappingContext = {
    system,
    stream,
    department: String(manifest['department']),
    sourceSchema: await read(`${folder}/source.schema.json`),
    subjects: publishedByStreams(schemas.subjects),
    codes: schemas.codes,
    metaSchema: await read('schemas/meta/mapping.schema.json'),
  };
  const open = placeholdersIn(manifest).map((at) => `${manifestFile} ${at}: 待填写 / to be filled in`);
  const problems = checkMapping(mapping, context);
  const lines = (severity: 'error' | 'note'): string[] =>
    problems
      .filter((problem) => problem.severity === severity)
      .map(({ path, detail }) => `${folder}/mapping.json ${path || '/'}: ${detail.zh} / ${detail.en}`);
  const errors = [...open, ...lines('error')];
  const { runs, fields } = await runSamples(
    join(root, folder),
    sourceOf(manifest, stream),
    mapping,
    context,
    lines('error').length === 0,
  );
  const text = JSON.stringify(mapping);
  const unused = fields
    .filter(({ pointer }) => !text.includes(JSON.stringify(pointer)))
    .map(({ pointer }) => `${folder}/source.schema.json ${pointer}: 映射未使用 / not used by the mapping`);
  if (runs) {
    const missing = missingCases({ mapping, charset: sourceOf(manifest, stream).charset, samples: runs });
    errors.push(...missing.map((one) => `${folder}/samples ${one.case}: 缺少样例 / ${one.because}`));
  } else
    errors.push(
      `${folder}/samples: 映射无误后检查样例 / the samples are checked once the mapping has no error`,
    );
  return { errors, hints: [...lines('note'), ...unused] };
}

function sourceOf(manifest: JsonObject, stream: string): SourceSettings {
  const own = (manifest['streams'] as JsonObject[]).find(({ id }) => id === stream)?.['source'];
  return {
    ...(manifest['source'] as JsonObject),
    ...(own as JsonObject | undefined),
  } as unknown as SourceSettings;
}

async function runSamples(
  folder: string,
  source: SourceSettings,
  document: JsonObject,
  context: MappingContext,
  isSound: boolean,
): Promise<{ runs: SampleRun[] | null; fields: readonly Field[] }> {
  const properties = context.sourceSchema['properties'] as JsonObject | undefined;
  const fields = fieldsOf([Object.fromEntries(Object.keys(properties ?? {}).map((name) => [name, '']))]);
  if (!isSound) return { runs: null, fields };
  const mapping = compileMapping(document as unknown as MappingDocument, context);
  const runs: SampleRun[] = [];
  for (const file of await readdir(join(folder, 'samples'))) {
    const { body, decode } = await readSample(join(folder, 'samples', file), source);
    const text = new TextDecoder(decode.charset).decode(body);
    runs.push({ name: parse(file).name, text, result: runSample(body, decode, mapping, RECEIVED_TIME) });
  }
  return { runs, fields };
}
