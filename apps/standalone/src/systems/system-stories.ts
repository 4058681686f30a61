import type { Catalog, SourceKind } from '@exchange/catalog';
import { castOf, StreamStories, type PlayedStream } from '@exchange/testing';

/** A stream that has stories to tell. */
export interface TellingStream extends PlayedStream {
  readonly kind: SourceKind;
  readonly stories: StreamStories;
}

/** Every stream of the systems with its part of the city's stories, which begin behind `first`. */
export async function systemStories(
  catalog: Catalog,
  systems: readonly string[],
  first: number,
): Promise<TellingStream[]> {
  const cast = await castOf(catalog);
  const found: TellingStream[] = [];
  for (const system of systems) {
    const entries = catalog.systems.get(system)?.streams ?? new Map();
    for (const [stream, entry] of entries) {
      const stories = await StreamStories.of(entry, cast, first);
      if (stories) found.push({ system, stream, entry, kind: entry.source.kind, stories });
    }
  }
  return found;
}
