import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalog, mappingContext, type Catalog, type StreamEntry } from '@exchange/catalog';
import { checkMapping, compileMapping, type MappingContext, type MappingDocument } from '@exchange/mapping';
import {
  missingCases,
  readSample,
  runSample,
  type SampleRecord,
  type SampleResult,
  type SampleRun,
} from '@exchange/testing';

/**
 * Holds every adapter's samples against its goldens. With UPDATE_GOLDEN=1 the goldens are written instead, for a reviewer
 * to look at in the diff; `-t "<system>"` keeps it to one system.
 */
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';

/** After every sample was written and before the next year: plausible for all their dates. */
const RECEIVED_TIME = '2026-12-01T00:00:00.000Z';

/** Cases that a stream cannot show, each with the reason. `<system>/<stream> <case>`. */
const WAIVERS: ReadonlyMap<string, string> = new Map<string, string>();

const catalog = await loadCatalog(fileURLToPath(new URL('..', import.meta.url)));

for (const [system, { streams }] of catalog.systems) {
  describe(system, () => {
    for (const [stream, entry] of streams) describe(stream, () => describeStream(system, stream, entry));
  });
}

test('a record with a secrecy marking is blocked in at least one stream', async () => {
  const results = await Promise.all(
    allStreams(catalog).map(({ system, stream, entry }) => runStream(system, stream, entry)),
  );
  expect(results.flat().some(({ result }) => 'blocked' in result)).toBe(true);
});

function describeStream(system: string, stream: string, entry: StreamEntry): void {
  test('its mapping has no errors', () => {
    const problems = checkMapping(entry.mapping, contextOf(system, stream));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('its samples show every case that it owes', async () => {
    const samples = await runStream(system, stream, entry);
    const found = missingCases({ mapping: entry.mapping, charset: entry.source.charset, samples });
    const owed = found.filter((missing) => !WAIVERS.has(`${system}/${stream} ${missing.case}`));
    expect(owed).toEqual([]);
    const prefix = `${system}/${stream} `;
    const needed = new Set(found.map((missing) => prefix + missing.case));
    expect([...WAIVERS.keys()].filter((waiver) => waiver.startsWith(prefix) && !needed.has(waiver))).toEqual(
      [],
    );
  });

  test('what it publishes is valid, of the subjects that it declares and of every one of them', async () => {
    const events = (await runStream(system, stream, entry)).flatMap(({ result }) => eventsOf(result));
    const subjects = new Map([...catalog.subjects.values()].map((subject) => [subject.topic, subject]));
    expect(events.filter(({ topic }) => !subjects.has(topic))).toEqual([]);
    const published = new Set(events.map(({ topic }) => subjects.get(topic)!.subject));
    expect([...published].sort()).toEqual([...entry.manifest.subjects].sort());
    const invalid = events
      .filter(({ operation }) => operation === 'upsert')
      .flatMap(({ topic, key, data }) =>
        subjects
          .get(topic)!
          .compiled.check(data)
          .map((problem) => ({ key, problem })),
      );
    expect(invalid).toEqual([]);
  });

  test('has a golden for each sample and a sample for each golden', async () => {
    const folder = goldenFolder(entry);
    const names = new Set(entry.samples.map(({ name }) => `${name}.json`));
    if (isUpdating) await mkdir(folder, { recursive: true });
    const goldens = await readdir(folder);
    const orphans = goldens.filter((golden) => !names.has(golden));
    if (isUpdating) await Promise.all(orphans.map((orphan) => rm(join(folder, orphan))));
    else
      expect({ orphans, missing: [...names].filter((name) => !goldens.includes(name)) }).toEqual({
        orphans: [],
        missing: [],
      });
  });

  test.each(entry.samples.map(({ name }) => name))(
    'the sample %s becomes what its golden says',
    async (name) => {
      const path = join(goldenFolder(entry), `${name}.json`);
      const { result } = (await runStream(system, stream, entry)).find((sample) => sample.name === name)!;
      if (isUpdating) await writeFile(path, `${JSON.stringify(result, null, 2)}\n`);
      else expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(await readFile(path, 'utf8')));
    },
  );
}

const runs = new Map<StreamEntry, Promise<SampleRun[]>>();

/** All samples of a stream, run once. */
function runStream(system: string, stream: string, entry: StreamEntry): Promise<SampleRun[]> {
  const known = runs.get(entry) ?? runSamples(system, stream, entry);
  runs.set(entry, known);
  return known;
}

async function runSamples(system: string, stream: string, entry: StreamEntry): Promise<SampleRun[]> {
  // What the catalogue read as JSON is a mapping once `checkMapping` has nothing against it; compileMapping makes sure.
  const mapping = compileMapping(entry.mapping as unknown as MappingDocument, contextOf(system, stream));
  return Promise.all(
    entry.samples.map(async ({ name, path }) => {
      const { body, decode } = await readSample(path, entry.source);
      const text = new TextDecoder(decode.charset).decode(body);
      return { name, text, result: runSample(body, decode, mapping, RECEIVED_TIME) };
    }),
  );
}

function contextOf(system: string, stream: string): MappingContext {
  return mappingContext(catalog, system, stream)!;
}

function allStreams({ systems }: Catalog): Array<{ system: string; stream: string; entry: StreamEntry }> {
  return [...systems].flatMap(([system, { streams }]) =>
    [...streams].map(([stream, entry]) => ({ system, stream, entry })),
  );
}

function eventsOf(result: SampleResult) {
  const records = Array.isArray(result) ? (result as readonly SampleRecord[]) : [];
  return records.flatMap((record) => ('publish' in record ? record.publish : []));
}

function goldenFolder(entry: StreamEntry): string {
  return join(dirname(dirname(entry.samples[0]!.path)), 'golden');
}
