import type { SystemEntry } from '@exchange/catalog';
import { soapOperationOf, type PlayedBy } from '@exchange/testing';
import { keyKindOf } from './vendor-keys.ts';

/** The wire of a system in a few words, such as `sql · PostgreSQL` or `push · SOAP`. `playedBy`: null where it pushes. */
export function wireNameOf(
  system: string,
  { adapter, streams }: SystemEntry,
  playedBy: PlayedBy | null,
): string {
  const { kind } = adapter.source;
  if (playedBy) return `${kind} · ${playedBy.server}`;
  const entries = [...streams.values()];
  const isForm = entries.some(({ source }) => source.envelope?.kind === 'form');
  const isSoap = entries.some(({ source }) => soapOperationOf(source) !== null);
  const key = keyKindOf(system);
  const signature = key === 'api-key' ? '' : ` · ${key.toUpperCase()}`;
  return `${kind} · ${isSoap ? 'SOAP' : isForm ? 'HTTP form' : 'HTTP'}${signature}`;
}
