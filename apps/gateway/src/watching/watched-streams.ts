import { findStream, type Catalog, type StreamEntry } from '@exchange/catalog';
import { DEFAULT_FAILURE_POLICY, evaluatePolicy, type FailurePolicy } from '@exchange/pipeline';
import { reconcileSettingsOf } from '@exchange/sources';
import { listReaders, listStreamHealth, minutesOf, type Store } from '@exchange/store';
import { isWatched, type WatchedStream } from './conditions.ts';

export interface WatchedStreams {
  /** Every stream that is registered and in the catalogue, with how it stands. */
  readonly streams: readonly WatchedStream[];
  /**
   * `<system>/<stream>` of those that are registered and expected to send, but not in this catalogue: a process with a newer one
   * knows how they stand.
   */
  readonly others: ReadonlySet<string>;
}

/** How everything that is registered stands. */
export async function watchedStreams(catalog: Catalog, store: Store, now: Date): Promise<WatchedStreams> {
  const others = new Set<string>();
  const streams = (await listStreamHealth(store.pool)).flatMap((health) => {
    const entry = findStream(catalog, health.system, health.stream);
    if (!entry) {
      if (isWatched(health)) others.add(nameOf(health));
      return [];
    }
    const isReconciled = reconcileSettingsOf(entry.source) !== null;
    return [
      { health, rhythm: entry.manifest, policy: policyOf(catalog, health.system, entry), isReconciled },
    ];
  });
  const readers = new Map(
    (await listReaders(store.pool))
      .filter(({ lane }) => lane === 'live')
      .map((reader) => [nameOf(reader), reader]),
  );
  const minutes = await minutesOf(
    store.pool,
    streams.map(({ health: { system, stream }, policy }) => ({
      system,
      stream,
      windowMinutes: Math.max(...policy.limits.map(({ windowMinutes }) => windowMinutes)),
    })),
  );
  const watched = streams.map((stream) => ({
    ...stream,
    verdict: evaluatePolicy(stream.policy, minutes.get(nameOf(stream.health)) ?? [], now),
    reader: readers.get(nameOf(stream.health)) ?? null,
  }));
  return { streams: watched, others };
}

function policyOf(catalog: Catalog, system: string, { manifest }: StreamEntry): FailurePolicy {
  const ofSystem = catalog.systems.get(system)?.adapter.failurePolicy;
  return manifest.failurePolicy ?? ofSystem ?? DEFAULT_FAILURE_POLICY;
}

export function nameOf({ system, stream }: { readonly system: string; readonly stream: string }): string {
  return `${system}/${stream}`;
}
