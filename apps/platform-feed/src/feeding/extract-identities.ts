import type { KeyObject } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import { IDENTITY_KINDS } from './identity-kinds.ts';
import { normaliseIdentity } from './normalise-identity.ts';

/** A property that identifies something; `*` in the path stands for each item of a list. */
export interface IdentityPath {
  readonly path: readonly string[];
  readonly kind: string;
}

/**
 * The paths of a subject that are worth keeping. Only a person who is a party is `person-id`: the one who called, reported
 * or acted as agent is somebody else than the record is about, hence `contact-id`.
 */
export function matchingPaths(paths: readonly IdentityPath[]): IdentityPath[] {
  return paths
    .map(({ path, kind }) =>
      kind === 'person-id' && !isParty(path) ? { path, kind: 'contact-id' } : { path, kind },
    )
    .filter(({ kind }) => kind in IDENTITY_KINDS);
}

/** Where schemas put those whom a record is about; everybody else stands under a property of another name. */
const PARTY_PROPERTIES: ReadonlySet<string> = new Set([
  'party',
  'parties',
  'participants',
  'producer',
  'thirdParties',
]);

function isParty([property = '']: readonly string[]): boolean {
  return PARTY_PROPERTIES.has(property);
}

/** Identities of a record as `kind:value`, each once, sorted. */
export function extractIdentities(
  data: JsonObject,
  paths: readonly IdentityPath[],
  personKey: KeyObject,
): string[] {
  const found = new Set<string>();
  for (const { path, kind } of paths) {
    visit(data, path, 0, (text) => {
      const value = normaliseIdentity(kind, text, personKey);
      if (value !== null) found.add(`${kind}:${value}`);
    });
  }
  return found.size < 2 ? [...found] : [...found].sort();
}

/** Splits what `extractIdentities` joined; kinds hold no colon. */
export function splitIdentity(identity: string): { kind: string; value: string } {
  const colon = identity.indexOf(':');
  return { kind: identity.slice(0, colon), value: identity.slice(colon + 1) };
}

function visit(
  node: Json | undefined,
  path: readonly string[],
  depth: number,
  onText: (text: string) => void,
): void {
  const step = path[depth];
  if (step === undefined) {
    if (typeof node === 'string') onText(node);
  } else if (step === '*') {
    if (Array.isArray(node)) for (const item of node) visit(item, path, depth + 1, onText);
  } else if (isJsonObject(node)) {
    visit(node[step], path, depth + 1, onText);
  }
}
