export type {
  AdapterManifest,
  Bilingual,
  Catalog,
  SourceCharset,
  SourceFormat,
  SourceKind,
  SourceSettings,
  StreamEntry,
  StreamManifest,
  SubjectExamples,
  SystemEntry,
} from './catalog.ts';
export { compileVersion, type KeptVersion } from './compile-version.ts';
export { loadCatalog } from './load-catalog.ts';
export { loadSchemas, type Schemas } from './load-schemas.ts';
export {
  exampleOf,
  findStream,
  mappingContext,
  publishedByStreams,
  type StreamMappingContext,
} from './mapping-context.ts';
export { PinnedParts, pinContext } from './pinned-context.ts';
export { PLACEHOLDER, placeholdersIn } from './placeholders.ts';
