import type { JsonObject } from '@exchange/contracts';
import { compileMapping, type CompiledMapping, type MappingDocument } from '@exchange/mapping';
import { unpinContext, type PinnedParts } from './pinned-context.ts';

/** A mapping version as it is kept: three texts that hold JSON. */
export interface KeptVersion {
  readonly system: string;
  readonly stream: string;
  readonly document: string;
  readonly sourceSchema: string;
  /** From `pinContext`. */
  readonly context: string;
}

/** Compiles a kept version against what it was published with. Throws when this release cannot compile it. */
export function compileVersion(
  { system, stream, document, sourceSchema, context }: KeptVersion,
  metaSchema: JsonObject,
  parts: PinnedParts,
): CompiledMapping {
  const version = { system, stream, sourceSchema: JSON.parse(sourceSchema) as JsonObject, metaSchema };
  return compileMapping(JSON.parse(document) as MappingDocument, unpinContext(context, version, parts));
}
