import { join } from 'node:path';
import { compileSchema, type CompiledSchema, type SubjectSchema } from '@exchange/contracts';
import type { AdapterManifest, SourceSettings, StreamEntry, StreamManifest, SystemEntry } from './catalog.ts';
import type { FileReader } from './file-reader.ts';
import { placeholdersIn } from './placeholders.ts';

export interface SystemLoading {
  readonly manifestSchema: CompiledSchema;
  readonly subjects: ReadonlyMap<string, SubjectSchema>;
  /** Whether source schemas are compiled, to see that they can be. */
  readonly compilesSources: boolean;
}

/** Reads every folder of `adapters/`. */
export async function loadSystems(
  reader: FileReader,
  loading: SystemLoading,
): Promise<Map<string, SystemEntry>> {
  const { manifestSchema, subjects, compilesSources } = loading;
  const systems = new Map<string, SystemEntry>();
  for (const system of await reader.list('adapters', 'folders')) {
    const folder = `adapters/${system}`;
    const path = `${folder}/adapter.json`;
    const adapter = await readManifest(reader, path, manifestSchema);
    if (!adapter) continue;
    if (adapter.id !== system) reader.report(path, `/id is "${adapter.id}", its folder is "${system}"`);
    const streams = new Map<string, StreamEntry>();
    for (const manifest of adapter.streams) {
      if (streams.has(manifest.id)) reader.report(path, `has the stream "${manifest.id}" twice`);
      for (const subject of manifest.subjects) {
        const publisher = subjects.get(`${subject}.v1`)?.publisher;
        if (publisher === undefined)
          reader.report(path, `stream "${manifest.id}" publishes the unknown subject "${subject}"`);
        if (publisher === 'exchange')
          reader.report(
            path,
            `stream "${manifest.id}" publishes "${subject}", which the exchange itself writes`,
          );
      }
      const entry = await loadStream(reader, { folder, adapter, manifest, compilesSources });
      if (entry) streams.set(manifest.id, entry);
    }
    const declared = new Set(adapter.streams.map((manifest) => manifest.id));
    for (const name of await reader.list(folder, 'folders'))
      if (!declared.has(name)) reader.report(`${folder}/${name}`, 'is no stream of adapter.json');
    systems.set(system, { adapter, streams });
  }
  return systems;
}

async function readManifest(
  reader: FileReader,
  path: string,
  schema: CompiledSchema,
): Promise<AdapterManifest | undefined> {
  const text = await reader.text(path);
  const manifest = text === undefined ? undefined : reader.parse(path, text);
  const open = manifest ? placeholdersIn(manifest) : [];
  for (const at of open) reader.report(path, `${at} 仍待填写 / is still to be filled in`);
  // What the schema says of a placeholder would only hide what it is.
  if (text === undefined || !manifest || open.length > 0) return undefined;
  return reader.parse(path, text, schema) as unknown as AdapterManifest | undefined;
}

interface StreamLoading {
  readonly folder: string;
  readonly adapter: AdapterManifest;
  readonly manifest: StreamManifest;
  readonly compilesSources: boolean;
}

async function loadStream(
  reader: FileReader,
  { folder, adapter, manifest, compilesSources }: StreamLoading,
): Promise<StreamEntry | undefined> {
  const path = `${folder}/${manifest.id}`;
  const source = resolveSource(adapter.source, manifest.source);
  if (source.csv && source.format !== 'csv')
    reader.report(
      `${folder}/adapter.json`,
      `stream "${manifest.id}" has csv settings, but its format is ${source.format}`,
    );
  if (source.records !== undefined && (source.format === 'csv' || source.format === 'ndjson'))
    reader.report(
      `${folder}/adapter.json`,
      `stream "${manifest.id}" has a record path, but its format is ${source.format}`,
    );
  if (source.format === 'xlsx' && source.kind !== 'file')
    reader.report(`${folder}/adapter.json`, `stream "${manifest.id}" is a workbook, but comes in no file`);
  const sourceSchema = await reader.json(`${path}/source.schema.json`);
  if (sourceSchema && compilesSources)
    reader.attempt(`${path}/source.schema.json`, () => compileSchema(sourceSchema));
  const mappingText = await reader.text(`${path}/mapping.json`);
  const mapping = mappingText === undefined ? undefined : reader.parse(`${path}/mapping.json`, mappingText);
  const samples = await listSamples(reader, path);
  if (!sourceSchema || !mapping || mappingText === undefined) return undefined;
  return { manifest, source, sourceSchema, mapping, mappingText, samples };
}

/**
 * A stream's own settings before its system's; those of its kind are merged member by member. A stream with a format of its
 * own takes neither the record path nor the CSV settings of its system.
 */
function resolveSource(
  system: AdapterManifest['source'],
  own: StreamManifest['source'] = {},
): SourceSettings {
  const { records, csv, replyCharset = 'utf-8', ...common } = system;
  const sameFormat = own.format === undefined || own.format === system.format;
  const ofFormat = sameFormat
    ? { ...(records === undefined ? {} : { records }), ...(csv ? { csv } : {}) }
    : {};
  const { kind } = system;
  const ofKind = kind === 'push' ? {} : { [kind]: { ...system[kind], ...own[kind] } };
  return { ...common, replyCharset, ...ofFormat, ...own, ...ofKind };
}

async function listSamples(reader: FileReader, path: string): Promise<StreamEntry['samples']> {
  const files = await reader.list(`${path}/samples`, 'files');
  const samples = files.map((file) => ({
    name: file.replace(/\.[^.]+$/, ''),
    path: join(reader.directory, path, 'samples', file),
  }));
  for (const [index, { name }] of samples.entries())
    if (samples.findIndex((other) => other.name === name) < index)
      reader.report(`${path}/samples`, `holds two samples named "${name}"`);
  return samples;
}
