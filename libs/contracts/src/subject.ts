import type { JsonObject } from './json.ts';
import { compileSchema, type CompiledSchema } from './schema.ts';

export type Chain =
  'approval' | 'supervision' | 'enforcement' | 'governance' | 'dispatch' | 'registry' | 'credit';
export type PlatformModule = 'approval-window' | 'enforcement-team' | 'governance-grid' | 'command-centre';
/** 无条件 / 有条件 / 不予 共享. */
export type Sharing = 'unconditional' | 'conditional' | 'not-shared';

/** A kind of canonical record: its schema (codes expanded, so it stands on its own) and what its annotations say. */
export interface SubjectSchema {
  /** e.g. `enforcement-case`. */
  readonly subject: string;
  readonly major: number;
  /** `wujin.<subject>.v<major>`. */
  readonly topic: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly chain: Chain;
  readonly module: PlatformModule;
  readonly sharing: Sharing;
  /** exchange: written by the exchange itself, so no stream of a system may publish to it. */
  readonly publisher: 'systems' | 'exchange';
  readonly partitions: number;
  readonly retentionDays: number;
  readonly schema: JsonObject;
  readonly compiled: CompiledSchema;
  /** Paths (`/party/idNumber`, `*` for each item) of properties with `x-sensitivity`, and the kind. */
  readonly sensitive: ReadonlyArray<{ readonly path: readonly string[]; readonly kind: string }>;
  /** Paths of properties with `x-identity`, and the kind. */
  readonly identities: ReadonlyArray<{ readonly path: readonly string[]; readonly kind: string }>;
}

/**
 * Reads the annotations of a subject's schema. `schema` is already expanded by `expandCodes`. Throws with the file's name
 * when an annotation is missing: schemas are our own, so this is a start-up failure.
 */
export function readSubjectSchema(subject: string, major: number, schema: JsonObject): SubjectSchema {
  const annotation = (name: string): JsonObject[string] => {
    const value = schema[name];
    if (value === undefined) throw new Error(`schemas/${subject}/v${major}.schema.json lacks "${name}"`);
    return value;
  };
  const topic = annotation('x-topic') as JsonObject;
  // Compiled when it is first used: many processes only read what others have checked.
  let compiled: CompiledSchema | null = null;
  const sensitive: Array<{ path: string[]; kind: string }> = [];
  const identities: Array<{ path: string[]; kind: string }> = [];
  collect(schema, schema, [], 'x-sensitivity', sensitive);
  collect(schema, schema, [], 'x-identity', identities);
  return {
    subject,
    major,
    topic: `wujin.${subject}.v${major}`,
    title: annotation('x-title') as { zh: string; en: string } & JsonObject,
    chain: annotation('x-chain') as Chain,
    module: annotation('x-module') as PlatformModule,
    sharing: annotation('x-sharing') as Sharing,
    publisher: schema['x-publisher'] === 'exchange' ? 'exchange' : 'systems',
    partitions: topic['partitions'] as number,
    retentionDays: topic['retentionDays'] as number,
    schema,
    get compiled() {
      return (compiled ??= compileSchema(schema));
    },
    sensitive,
    identities,
  };
}

function collect(
  root: JsonObject,
  node: JsonObject,
  path: string[],
  keyword: string,
  found: Array<{ path: string[]; kind: string }>,
): void {
  const reference = node['$ref'];
  if (typeof reference === 'string' && reference.startsWith('#/$defs/')) {
    const target = (root['$defs'] as JsonObject)[reference.slice('#/$defs/'.length)];
    collect(root, target as JsonObject, path, keyword, found);
  }
  const kind = node[keyword];
  if (typeof kind === 'string') found.push({ path, kind });
  const properties = node['properties'] as Record<string, JsonObject> | undefined;
  for (const [name, property] of Object.entries(properties ?? {}))
    collect(root, property, [...path, name], keyword, found);
  const items = node['items'] as JsonObject | undefined;
  if (items) collect(root, items, [...path, '*'], keyword, found);
}
