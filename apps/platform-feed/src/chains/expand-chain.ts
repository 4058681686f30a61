import { IDENTITY_KINDS } from '../feeding/identity-kinds.ts';
import { splitIdentity } from '../feeding/extract-identities.ts';
import type { StoredRecord } from '../records/record.ts';
import type { Identity } from './chains.store.ts';

type Linked = Pick<StoredRecord, 'id' | 'identities'>;

export interface ChainPorts<R extends Linked> {
  /** Records that bear any of these identities, newest first, at most `recordsMax`. */
  readonly find: (identities: readonly Identity[], recordsMax: number) => Promise<readonly R[]>;
  /** Those of the identities that too many records bear to be one matter. */
  readonly crowded: (identities: readonly Identity[]) => Promise<readonly Identity[]>;
}

export interface ChainLimits {
  /** How many times the records found are asked for further ones. */
  readonly depthMax: number;
  readonly recordsMax: number;
}

export interface ExpandedChain<R extends Linked> {
  /** Each record with the identity by which it was found. */
  readonly links: ReadonlyMap<string, { readonly record: R; readonly via: Identity }>;
  readonly truncated: boolean;
}

/**
 * The records of one party, and what belongs to the same matters (the licence, the inspection, the case…), found over shared
 * strong identities. A record that names another party is left out even where a number is shared: two systems may give out
 * the same number, and one document may go to several parties. Things (a plate, a machine) join nothing: they change hands.
 *
 * @param party identities of the party; empty when only a matter is known, whose number is in `start`
 */
export async function expandChain<R extends Linked>(
  party: readonly Identity[],
  start: readonly Identity[],
  ports: ChainPorts<R>,
  limits: ChainLimits,
): Promise<ExpandedChain<R>> {
  const links = new Map<string, { record: R; via: Identity }>();
  const asked = new Set(start.map(nameOf));
  let wanted = start;
  let truncated = false;
  for (let depth = 0; depth <= limits.depthMax && wanted.length > 0; depth += 1) {
    const room = limits.recordsMax - links.size;
    // Records that are linked already come again, hence not `room`.
    const found = await ports.find(wanted, limits.recordsMax + 1);
    const fresh = found.filter((record) => !links.has(record.id) && !namesAnother(record, party));
    truncated ||= fresh.length > room;
    for (const record of fresh.slice(0, room)) links.set(record.id, { record, via: linkOf(record, wanted) });
    if (truncated) break;
    const next = unasked(fresh, asked);
    for (const identity of next) asked.add(nameOf(identity));
    const crowded = new Set((await ports.crowded(next)).map(nameOf));
    wanted = next.filter((identity) => !crowded.has(nameOf(identity)));
  }
  return { links, truncated };
}

function unasked(records: readonly Linked[], asked: ReadonlySet<string>): Identity[] {
  const names = new Set<string>();
  for (const { identities } of records)
    for (const name of identities)
      if (!asked.has(name) && IDENTITY_KINDS[splitIdentity(name).kind] === 'matter') names.add(name);
  return [...names].map(splitIdentity);
}

/** A record that names parties, and not this one. */
export function namesAnother(record: Linked, party: readonly Identity[]): boolean {
  if (party.length === 0) return false;
  const named = partiesOf([record]);
  return named.length > 0 && !named.some((theirs) => party.some((own) => nameOf(own) === nameOf(theirs)));
}

function linkOf({ identities }: Linked, wanted: readonly Identity[]): Identity {
  const link = wanted.find((identity) => identities.includes(nameOf(identity)));
  return link ?? { kind: 'unknown', value: '' };
}

export function nameOf({ kind, value }: Identity): string {
  return `${kind}:${value}`;
}

/** The parties that records name, each once. */
export function partiesOf(records: readonly Linked[]): Identity[] {
  const names = new Set(
    records
      .flatMap(({ identities }) => identities)
      .filter((name) => IDENTITY_KINDS[splitIdentity(name).kind] === 'party'),
  );
  return [...names].map(splitIdentity);
}
