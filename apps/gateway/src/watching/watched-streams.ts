import type { Catalog } from '@exchange/catalog';
import { DEFAULT_FAILURE_POLICY, evaluatePolicy, type FailurePolicy } from '@exchange/pipeline';
import { listReaders, listStreamHealth, minutesOf, type Store, type StreamHealth } from '@exchange/store';
import type { WatchedStream } from './conditions.ts';

/** Every stream that is registered and in the catalogue, with how it stands. */
export async function watchedStreams(catalog: Catalog, store: Store, now: Date): Promise<WatchedStream[]> {
  const streams = (await listStreamHealth(store.pool)).flatMap((health) => {
    const rhythm = catalog.systems.get(health.system)?.streams.get(health.stream)?.manifest;
    return rhythm ? [{ health, rhythm, policy: policyOf(catalog, health) }] : [];
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
  return streams.map((stream) => ({
    ...stream,
    verdict: evaluatePolicy(stream.policy, minutes.get(nameOf(stream.health)) ?? [], now),
    reader: readers.get(nameOf(stream.health)) ?? null,
  }));
}

function policyOf(catalog: Catalog, { system, stream }: StreamHealth): FailurePolicy {
  const entry = catalog.systems.get(system);
  const own = entry?.streams.get(stream)?.manifest.failurePolicy;
  return own ?? entry?.adapter.failurePolicy ?? DEFAULT_FAILURE_POLICY;
}

function nameOf({ system, stream }: { readonly system: string; readonly stream: string }): string {
  return `${system}/${stream}`;
}
