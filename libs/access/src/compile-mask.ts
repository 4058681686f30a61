import { isJsonObject, type Json, type JsonObject, type SubjectSchema } from '@exchange/contracts';
import { coarseLocation, MASKED, maskText } from './mask-value.ts';

export type Mask = (data: JsonObject) => JsonObject;

/** What a masked value is replaced by; undefined leaves the property out. */
type Replace = (value: Json, parent: JsonObject | null) => Json | undefined;

/** Paths with a common beginning share its node; `*` stands for each item of a list. */
interface Node {
  isSensitive: boolean;
  /** Null where the reader sees the value as it is. */
  replace: Replace | null;
  readonly children: Map<string, Node>;
}

/**
 * Compiles the masking of a subject from its `x-sensitivity` annotations. The mask copies what it changes and shares the
 * rest; what it gives is for reading and need not be valid against the schema. A reader who may see personal data gets all but
 * what is internal, and who asked for confidentiality: below an object that says `confidential: true` (`defs/contact`)
 * what is sensitive is left out for everybody.
 */
export function compileMask(
  subject: Pick<SubjectSchema, 'sensitive'>,
  reader: { unmasked: boolean } = { unmasked: false },
): Mask {
  const root = emptyNode();
  for (const { path, kind } of subject.sensitive) {
    let node = root;
    for (const name of path) {
      const child = node.children.get(name) ?? emptyNode();
      node.children.set(name, child);
      node = child;
    }
    node.isSensitive = true;
    // What is for the gateway only is for no reader at all.
    if (!reader.unmasked || kind === 'internal') node.replace = replacementFor(kind);
  }
  return (data) => maskMembers(data, root, false);
}

function emptyNode(): Node {
  return { isSensitive: false, replace: null, children: new Map() };
}

function maskMembers(data: JsonObject, node: Node, isBelowConfidential: boolean): JsonObject {
  const isConfidential = isBelowConfidential || data['confidential'] === true;
  let masked: JsonObject | null = null;
  for (const [name, child] of node.children) {
    if (!Object.hasOwn(data, name)) continue;
    const before = data[name]!;
    const after = maskNode(before, child, data, isConfidential);
    if (after === before) continue;
    masked ??= { ...data };
    if (after === undefined) delete masked[name];
    else masked[name] = after;
  }
  return masked ?? data;
}

function maskNode(
  value: Json,
  node: Node,
  parent: JsonObject | null,
  isConfidential: boolean,
): Json | undefined {
  if (node.isSensitive && isConfidential) return undefined;
  if (node.replace) return value === null ? null : node.replace(value, parent);
  if (Array.isArray(value)) return maskItems(value, node, isConfidential);
  return isJsonObject(value) ? maskMembers(value, node, isConfidential) : value;
}

/** The same list when no item of it changes. */
function maskItems(list: Json[], node: Node, isConfidential: boolean): Json[] {
  const item = node.children.get('*');
  if (!item) return list;
  const masked = list.map((each) => maskNode(each, item, null, isConfidential));
  return masked.some((each, at) => each !== list[at]) ? masked.filter((each) => each !== undefined) : list;
}

function replacementFor(kind: string): Replace {
  switch (kind) {
    case 'internal':
      return () => undefined;
    case 'location':
      return (value) => maskLocation(value);
    case 'party-name':
      // The name of a company is public, that of a person is not: the party says which it is.
      return (value, parent) => (isOrganisation(parent) ? value : maskAny('person-name', value));
    default:
      return (value) => maskAny(kind, value);
  }
}

function maskLocation(value: Json): Json {
  if (!isJsonObject(value)) return coarseLocation(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      typeof part === 'number' ? coarseLocation(part) : part,
    ]),
  );
}

function maskAny(kind: string, value: Json): Json {
  if (typeof value === 'string') return maskText(kind, value);
  if (Array.isArray(value)) return value.map((item) => maskAny(kind, item));
  return MASKED;
}

/** The party says of itself what it is: by `kind`, or in the words of the credit database's layout. */
function isOrganisation(party: JsonObject | null): boolean {
  if (party === null) return false;
  const kind = party['kind'] ?? party['CF_XDR_LB'] ?? party['XK_XDR_LB'];
  return kind !== undefined && kind !== 'natural-person' && kind !== '自然人';
}

/** The body of a withdrawal for a reader without the right to personal data: its reason is somebody's free text. */
export function maskWithdrawal(data: JsonObject): JsonObject {
  return typeof data['reason'] === 'string' ? { ...data, reason: MASKED } : data;
}
