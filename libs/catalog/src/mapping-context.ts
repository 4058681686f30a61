import type { CodeTable, JsonObject, SubjectSchema } from '@exchange/contracts';
import type { Catalog, StreamEntry } from './catalog.ts';

/** What a mapping of one stream is checked and compiled against; `compileMapping` takes it as it is. */
export interface StreamMappingContext {
  readonly system: string;
  readonly stream: string;
  readonly department: string;
  readonly sourceSchema: JsonObject;
  readonly subjects: ReadonlyMap<string, SubjectSchema>;
  readonly codes: ReadonlyMap<string, CodeTable>;
  readonly metaSchema: JsonObject;
}

/** Undefined when the catalogue has no such stream. */
export function findStream(catalog: Catalog, system: string, stream: string): StreamEntry | undefined {
  return catalog.systems.get(system)?.streams.get(stream);
}

/** The subjects that streams publish to: all but those that the exchange itself writes. */
export function publishedByStreams(
  subjects: ReadonlyMap<string, SubjectSchema>,
): ReadonlyMap<string, SubjectSchema> {
  return new Map([...subjects].filter(([, { publisher }]) => publisher === 'systems'));
}

/** Undefined when the catalogue has no such stream. */
export function mappingContext(
  catalog: Catalog,
  system: string,
  stream: string,
): StreamMappingContext | undefined {
  const adapter = catalog.systems.get(system)?.adapter;
  const entry = findStream(catalog, system, stream);
  if (!adapter || !entry) return undefined;
  return {
    system,
    stream,
    department: adapter.department,
    sourceSchema: entry.sourceSchema,
    subjects: publishedByStreams(catalog.subjects),
    codes: catalog.codes,
    metaSchema: catalog.mappingMetaSchema,
  };
}

/** The first valid example of a subject, for documents and first tries. Undefined when there is no such subject. */
export function exampleOf(catalog: Catalog, subject: string, major = 1): JsonObject | undefined {
  return catalog.examples.get(`${subject}.v${major}`)?.valid[0];
}
