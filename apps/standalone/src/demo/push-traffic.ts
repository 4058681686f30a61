import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '@exchange/catalog';
import { inSendingOrder, pushBatch, readSample, type Ledger, type VendorBatch } from '@exchange/testing';
import { pushedBatch } from '../systems/pushed-batch.ts';
import type { TellingStream } from '../systems/system-stories.ts';
import type { DemoAccess } from './access.ts';
import type { StoryTime } from './story-time.ts';
import { Progress } from './terminal.ts';

export interface Traffic {
  readonly catalog: Catalog;
  readonly time: StoryTime;
  readonly access: DemoAccess;
  readonly ledger: Ledger;
  readonly gatewayUrl: string;
  readonly stop: AbortSignal;
}

const VENDORS_AT_ONCE = 6;

/** Pushes every sample of every stream that is pushed, then its part of the city's stories, as the vendors would. */
export async function pushTraffic(traffic: Traffic, streams: readonly TellingStream[]): Promise<void> {
  const pushed = streams.filter(({ kind }) => kind === 'push');
  await pushAll('推送样例 samples that are pushed', await sampleBatches(traffic.catalog), traffic);
  await pushAll('推送业务 stories that are pushed', await storyBatches(pushed, traffic.time), traffic);
}

/** Streams side by side, the batches of one stream one after the other: a vendor waits for its answer. */
async function pushAll(label: string, batches: readonly VendorBatch[], traffic: Traffic): Promise<void> {
  const { access, ledger, gatewayUrl } = traffic;
  const progress = new Progress(label);
  const lanes = [...Map.groupBy(batches, (batch) => `${batch.system}/${batch.stream}`).values()];
  let sent = 0;
  let records = 0;
  const work = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
      for (const batch of lane) {
        if (traffic.stop.aborted) return;
        const key = access.keys.get(batch.system);
        if (!key) throw new Error(`no key for ${batch.system}`);
        await pushBatch(batch, { urls: [gatewayUrl], credentials: key.credentials, ledger });
        sent += 1;
        records += batch.count;
        progress.show(`${sent}/${batches.length}`);
      }
    }
  };
  await Promise.all(Array.from({ length: VENDORS_AT_ONCE }, work));
  progress.end(`${sent} 批 batches, ${records} 条 records`);
}

async function storyBatches(streams: readonly TellingStream[], time: StoryTime): Promise<VendorBatch[]> {
  const batches: VendorBatch[] = [];
  for (const stream of streams) {
    const documents = await time.tell(stream.stories);
    for (const [number, document] of documents.entries())
      batches.push(pushedBatch(stream, document, `story-${stream.stream}-${number}`));
  }
  return batches;
}

async function sampleBatches(catalog: Catalog): Promise<VendorBatch[]> {
  const batches: VendorBatch[] = [];
  for (const [system, { adapter, streams }] of catalog.systems) {
    if (adapter.source.kind !== 'push') continue;
    for (const [stream, entry] of streams) {
      for (const sample of inSendingOrder(entry.samples)) {
        const document = {
          name: sample.name,
          body: await readFile(sample.path),
          ...(entry.source.envelope ? { document: (await readSample(sample.path, entry.source)).body } : {}),
          records: null,
        };
        const batch = pushedBatch({ system, stream, entry }, document, `sample-${stream}-${sample.name}`);
        batches.push({ ...batch, ...(await goldenOf(sample)) });
      }
    }
  }
  return batches;
}

/** How many records a sample holds and which of them bring no event, as its golden file says: not as the gateway does. */
async function goldenOf(sample: {
  name: string;
  path: string;
}): Promise<{ count: number; silent: number[] }> {
  const golden = JSON.parse(
    await readFile(join(sample.path, '../../golden', `${sample.name}.json`), 'utf8'),
  ) as unknown;
  if (!Array.isArray(golden)) return { count: 1, silent: [] };
  const records = golden as Array<{ index: number; publish?: unknown[] }>;
  const silent = records.filter(({ publish }) => publish?.length === 0).map(({ index }) => index);
  return { count: records.length, silent };
}
