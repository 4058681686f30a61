import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Source {
  readonly kind: 'push' | 'poll' | 'sql' | 'file' | 'queue';
  readonly format: string;
  readonly charset: string;
  readonly records?: string;
  readonly envelope?: { readonly kind: string; readonly field?: string; readonly path?: string };
  readonly schedule?: { readonly everySeconds?: number; readonly cron?: string };
  readonly poll?: JsonObject;
  readonly sql?: JsonObject;
  readonly file?: JsonObject;
  readonly queue?: JsonObject;
}

export interface StreamPage {
  readonly id: string;
  readonly name: Words;
  readonly note?: Words;
  readonly sharing: { readonly type: string; readonly condition?: Words; readonly legalBasis?: Words };
  readonly updateCycle: string;
  readonly subjects: readonly string[];
  readonly source: Source;
  readonly schema: JsonObject;
  /** The `normal` sample, where it is text. */
  readonly sample: { readonly file: string; readonly text: string } | null;
}

export interface SystemPage {
  readonly id: string;
  readonly name: Words;
  readonly department: Words;
  readonly hosting: string;
  readonly network: string;
  readonly verified: boolean;
  readonly note?: Words;
  readonly streams: readonly StreamPage[];
}

interface Adapter extends Omit<SystemPage, 'department' | 'streams'> {
  readonly department: string;
  readonly source: Source;
  readonly streams: ReadonlyArray<
    Omit<StreamPage, 'source' | 'schema' | 'sample'> & { source?: Partial<Source> }
  >;
}

/** What the pages say of each system, read from `adapters/` and `schemas/codes/departments.json`. */
export async function readSystems(root: string): Promise<SystemPage[]> {
  const departments = await readJson<{ entries: Array<Words & { code: string }> }>(
    join(root, 'schemas/codes/departments.json'),
  );
  const folders = await readdir(join(root, 'adapters'), { withFileTypes: true });
  const systems = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    systems.sort().map(async (system) => {
      const folder = join(root, 'adapters', system);
      const adapter = await readJson<Adapter>(join(folder, 'adapter.json'));
      const department = departments.entries.find(({ code }) => code === adapter.department)!;
      const streams = await Promise.all(
        adapter.streams.map(async (stream) => {
          const { kind } = adapter.source;
          const ofKind =
            kind === 'push' ? {} : { [kind]: { ...adapter.source[kind], ...stream.source?.[kind] } };
          const source = { ...adapter.source, ...stream.source, ...ofKind };
          const schema = await readJson<JsonObject>(join(folder, stream.id, 'source.schema.json'));
          return {
            ...stream,
            source,
            schema,
            sample: await readSample(join(folder, stream.id), source.charset),
          };
        }),
      );
      return { ...adapter, department, streams };
    }),
  );
}

async function readSample(folder: string, charset: string): Promise<StreamPage['sample']> {
  const file = (await readdir(join(folder, 'samples'))).find((name) => name.startsWith('normal.'));
  if (file === undefined || file.endsWith('.xlsx')) return null;
  const bytes = await readFile(join(folder, 'samples', file));
  return { file, text: new TextDecoder(charset).decode(bytes) };
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}
