import type { Json, JsonObject } from '@exchange/contracts';
import { openSource, whyNoLatest, type Source } from '@exchange/sources';
import { sourceMemory, withSource, type Print, type SourceCommandParts } from './command-parts.ts';

/** A look at a whole table or list of changes. */
const LOOK_MS_MAX = 600_000;

/**
 * Where the live readers of a system have to begin to read what comes from now on; what is there already is left to back-fills.
 * Stored together with the connection, since a gateway reads from that moment. Null, with the reason printed, when a source
 * could not be asked.
 */
export async function placesOfNow(
  parts: SourceCommandParts,
  system: string,
  connection: JsonObject,
): Promise<ReadonlyMap<string, Json> | null> {
  const { catalog, store, print } = parts;
  const checkpoints = new Map<string, Json>();
  for (const [stream, entry] of catalog.systems.get(system)?.streams ?? []) {
    const refusal = whyNoLatest(entry.source);
    if (refusal) {
      print(`${stream}: ${refusal.zh} / ${refusal.en}`);
      continue;
    }
    const source = openSource({ system, stream, entry, connection, memory: sourceMemory(store) });
    const looked = await withSource(source, placeOfNow, (failure) => print(`${stream}: ${failure}`));
    if (!looked) return null;
    if (looked.place !== undefined) checkpoints.set(stream, looked.place);
  }
  return checkpoints;
}

async function placeOfNow(source: Source): Promise<{ place: Json | undefined }> {
  return { place: await source.latest?.(AbortSignal.timeout(LOOK_MS_MAX)) };
}

/** Says which streams are read from now on. */
export function tellBegun(print: Print, asked: Iterable<string>, begun: readonly string[]): void {
  for (const stream of asked)
    print(
      begun.includes(stream)
        ? `${stream}: 从现在起读取，已有数据可用 backfill 回填 / is read from now on; what is there can be filled back`
        : `${stream}: 已开始读取，读取位置不变 / has been read already and goes on where it stands`,
    );
}
