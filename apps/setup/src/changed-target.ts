import type { SourceKind } from '@exchange/catalog';
import { ExchangeError, type JsonObject } from '@exchange/contracts';
import { leadsElsewhere } from '@exchange/sources';
import {
  listBegunReaders,
  resetReader,
  SourceConnections,
  type BegunReader,
  type ReaderName,
} from '@exchange/store';
import type { SourceCommandParts } from './command-parts.ts';

/**
 * Readers that stand at a place in another database, folder or interface than the one that a new connection leads to: none when it
 * is the same one, or nothing was read yet. A connection that cannot be opened any more counts as another one.
 */
export async function readersElsewhere(
  { store, sealer }: SourceCommandParts,
  system: string,
  kind: Exclude<SourceKind, 'push'>,
  connection: JsonObject,
): Promise<readonly BegunReader[]> {
  const begun = await listBegunReaders(store.pool, system);
  if (begun.length === 0) return [];
  const before = await connectionBefore(new SourceConnections(store, sealer), system);
  const isSame = before === null || (before !== 'sealed' && !leadsElsewhere(kind, before, connection));
  return isSame ? [] : begun;
}

async function connectionBefore(
  connections: SourceConnections,
  system: string,
): Promise<JsonObject | 'sealed' | null> {
  try {
    return (await connections.find(system))?.connection ?? null;
  } catch (error) {
    if (error instanceof ExchangeError && error.retryable) throw error;
    return 'sealed';
  }
}

/** Says what has to be decided before the connection can be stored. */
export function askForChoice(
  { print }: SourceCommandParts,
  system: string,
  readers: readonly ReaderName[],
): void {
  const names = readers.map(({ stream, lane }) => `${stream} (${lane})`).join(', ');
  print(
    `${system} 的连接指向另一处，而 ${names} 已读到原处的某个位置；请选择 / the connection leads elsewhere, and ${names} stand at a place of where it led before; choose:
  --keep-checkpoint  新处是原处的搬迁或恢复，游标延续 / it is the same data moved or restored, and its cursors go on
  --from-beginning   新处从头读取；内容未变的记录不会再次生效 / read from the beginning; records that have not changed take no effect`,
  );
}

/** Lets readers begin again; to be done once the new connection is stored, so that none begins again where it was. */
export async function beginAgain(
  { store, actor, print }: SourceCommandParts,
  readers: readonly ReaderName[],
): Promise<void> {
  for (const reader of readers) {
    await resetReader(store, reader, actor);
    print(`${reader.stream} (${reader.lane}): 从头读取 / is read from its beginning`);
  }
}
