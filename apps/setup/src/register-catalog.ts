import assert from 'node:assert';
import { mappingContext, pinContext, type Catalog, type StreamMappingContext } from '@exchange/catalog';
import { ExchangeError } from '@exchange/contracts';
import { checkMapping } from '@exchange/mapping';
import { MappingVersions, Streams, type Store, type SystemStage } from '@exchange/store';

export interface Registration {
  readonly systems: number;
  readonly streams: number;
  readonly published: readonly string[];
  /** Changed files over a mapping that an administrator published: waiting for somebody to look at them. */
  readonly drafted: readonly string[];
}

/**
 * Registers the systems of `adapters/` and takes up their mapping files. All mappings are checked first: with one error
 * nothing is registered (`catalog-invalid`, with every problem). Systems that are new begin at `stage`.
 */
export async function registerCatalog(
  store: Store,
  catalog: Catalog,
  { by, stage }: { readonly by: string; readonly stage: SystemStage },
): Promise<Registration> {
  refuseBrokenMappings(catalog);
  const streams = new Streams(store);
  const versions = new MappingVersions(store);
  const published: string[] = [];
  const drafted: string[] = [];
  let count = 0;
  for (const { adapter, streams: entries } of catalog.systems.values()) {
    for (const entry of entries.values()) {
      const { id: system, department } = adapter;
      const stream = entry.manifest.id;
      const { streams: _, ...systemManifest } = adapter;
      const manifest = { ...systemManifest, stream: entry.manifest };
      await streams.register({ system, stream, department, manifest }, { stage, by });
      const taken = await versions.takeUpFile({
        system,
        stream,
        document: entry.mappingText,
        sourceSchema: JSON.stringify(entry.sourceSchema),
        context: pinContext(contextOf(catalog, system, stream), entry.manifest.subjects),
        by,
      });
      if (taken === 'published') published.push(`${system}/${stream}`);
      if (taken === 'drafted') drafted.push(`${system}/${stream}`);
      count += 1;
    }
  }
  return { systems: catalog.systems.size, streams: count, published, drafted };
}

function refuseBrokenMappings(catalog: Catalog): void {
  const problems: string[] = [];
  for (const [system, { streams }] of catalog.systems) {
    for (const [stream, { mapping }] of streams) {
      for (const problem of checkMapping(mapping, contextOf(catalog, system, stream))) {
        if (problem.severity === 'error')
          problems.push(`${system}/${stream}${problem.path}: ${problem.detail.en}`);
      }
    }
  }
  if (problems.length > 0)
    throw new ExchangeError('catalog-invalid', problems.join('\n'), { retryable: false });
}

function contextOf(catalog: Catalog, system: string, stream: string): StreamMappingContext {
  const context = mappingContext(catalog, system, stream);
  assert(context, 'a stream of the catalogue has a context');
  return context;
}
