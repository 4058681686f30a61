import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadCatalog, mappingContext, type StreamEntry } from '@exchange/catalog';
import { compileMapping, type MappingDocument } from '@exchange/mapping';
import { readSample } from '../read-sample.ts';
import { runSample, type SampleRecord } from '../run-sample.ts';
import type { SystemDocument } from '../simulators/simulator.ts';
import { castOf } from './cast.ts';
import { seededRandom } from './random.ts';
import { StreamStories } from './stream-stories.ts';

const catalog = await loadCatalog(fileURLToPath(new URL('../../../..', import.meta.url)));
const cast = await castOf(catalog);
const STREAMS = [...catalog.systems].flatMap(([system, { streams }]) =>
  [...streams].map(([stream, entry]) => ({ name: `${system}/${stream}`, system, stream, entry })),
);
const STORIES = 6;
const NOW = Date.parse('2026-11-24T03:00:00Z');

async function tell(entry: StreamEntry, dirtyShare: number, first = 0): Promise<SystemDocument[]> {
  const stories = (await StreamStories.of(entry, cast, first))!;
  const random = seededRandom(1);
  const documents: SystemDocument[] = [];
  for (let number = 0; number < STORIES * 2; number += 1)
    documents.push(await stories.next({ random, dirtyShare, now: new Date(NOW + number * 1_000) }));
  return documents;
}

const MAPPINGS = new Map(
  STREAMS.map(({ name, system, stream, entry }) => [
    name,
    compileMapping(entry.mapping as unknown as MappingDocument, mappingContext(catalog, system, stream)!),
  ]),
);

/** What the gateway makes of a document. */
async function run(stream: (typeof STREAMS)[number], document: SystemDocument): Promise<SampleRecord[]> {
  const { source, samples } = stream.entry;
  const { decode } = await readSample(samples.find(({ name }) => name === 'normal')!.path, source);
  const body =
    decode.format === 'ndjson' && document.name.endsWith('.xlsx')
      ? Buffer.from(document.records!.map(({ raw }) => `${raw.toString()}\n`).join(''))
      : (document.document ?? document.body);
  const result = runSample(body, decode, MAPPINGS.get(stream.name)!, '2026-12-01T00:00:00.000Z');
  if (!Array.isArray(result)) throw new Error(`${document.name}: ${JSON.stringify(result)}`);
  return result as SampleRecord[];
}

test('every stream has stories', async () => {
  const silent = [];
  for (const { name, entry } of STREAMS) if (!(await StreamStories.of(entry, cast, 0))) silent.push(name);
  expect(silent).toEqual([]);
});

test('what is told of a story is accepted, under keys of that story only', async () => {
  const problems: string[] = [];
  for (const stream of STREAMS) {
    const storyOf = new Map<string, number>();
    for (const [number, document] of (await tell(stream.entry, 0)).entries()) {
      const story = Math.floor(number / 2);
      for (const record of await run(stream, document)) {
        if ('reject' in record)
          problems.push(`${stream.name} ${document.name} ${JSON.stringify(record.reject)}`);
        else if ((storyOf.get(record.key!) ?? story) !== story) problems.push(`${stream.name} ${record.key}`);
        storyOf.set(record.key ?? '', story);
      }
    }
  }
  expect(problems).toEqual([]);
}, 120_000);

test('a story goes on with what it began with', async () => {
  const without: string[] = [];
  for (const stream of STREAMS) {
    const [beginning, sequel] = (await tell(stream.entry, 0)) as [SystemDocument, SystemDocument];
    const keys = (await run(stream, beginning)).map(({ key }) => key);
    const later = (await run(stream, sequel)).map(({ key }) => key);
    if (!later.every((key) => keys.includes(key))) without.push(stream.name);
  }
  expect(without).toEqual([]);
}, 60_000);

test('the same parties and matters are met in the streams that speak of them', async () => {
  const told = new Map<string, string>();
  for (const { name, entry } of STREAMS) {
    const [first] = await tell(entry, 0, 41);
    told.set(name, JSON.stringify(first!.records));
  }
  const licence = /92320412MA9[0-9A-Z]{7}/u.exec(told.get('approval-window/licenses')!)?.[0] ?? 'none';
  const speaking = [...told].filter(([, text]) => text.includes(licence)).map(([name]) => name);
  expect(speaking.length).toBeGreaterThan(5);
  const order = /DH\d{14}/u.exec(told.get('hotline-12345/orders')!)?.[0] ?? 'none';
  expect(order).not.toBe('DH20260302004417');
  expect([...told].filter(([, text]) => text.includes(order)).length).toBeGreaterThan(1);
}, 60_000);

test('a share of the records is spoiled', async () => {
  let rejected = 0;
  let all = 0;
  for (const stream of STREAMS.filter(({ entry }) => entry.source.kind === 'push'))
    for (const document of await tell(stream.entry, 0.5))
      for (const record of await run(stream, document)) {
        all += 1;
        if ('reject' in record) rejected += 1;
      }
  expect(rejected / all).toBeGreaterThan(0.1);
  expect(rejected / all).toBeLessThan(0.5);
}, 60_000);

test('the same seed tells the same', async () => {
  const { entry } = STREAMS.find(({ name }) => name === 'town-enforcement/cases')!;
  const [one, other] = await Promise.all([tell(entry, 0.3), tell(entry, 0.3)]);
  expect(one.map(({ body }) => body.toString())).toEqual(other.map(({ body }) => body.toString()));
  const normal = await readFile(entry.samples.find(({ name }) => name === 'normal')!.path, 'utf8');
  expect(one[0]!.body.toString()).not.toBe(normal);
});
