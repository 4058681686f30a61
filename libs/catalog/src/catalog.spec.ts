import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ExchangeError, type JsonObject } from '@exchange/contracts';
import {
  exampleOf,
  findStream,
  loadCatalog,
  mappingContext,
  PLACEHOLDER,
  publishedByStreams,
} from './index.ts';

const root = new URL('../../..', import.meta.url).pathname;
const bilingual = { zh: '一', en: 'one' };
const adapter = {
  $schema: '../../schemas/meta/adapter.schema.json',
  id: 'gas',
  name: bilingual,
  department: 'housing-construction',
  hosting: 'district',
  network: 'government-extranet',
  secrecyReview: { unit: '区住建局', document: '武建保〔2026〕1号', date: '2026-01-05' },
  verified: false,
  source: { kind: 'push', format: 'json', charset: 'utf-8', records: '/data/rows' },
  streams: [
    {
      id: 'checks',
      name: bilingual,
      sharing: { type: 'unconditional' },
      updateCycle: 'realtime',
      subjects: ['hidden-hazard'],
    },
    {
      id: 'lists',
      name: bilingual,
      sharing: { type: 'conditional', condition: bilingual },
      updateCycle: 'daily',
      source: { format: 'csv', charset: 'gbk', csv: { separator: '\t' } },
      subjects: ['hidden-hazard'],
    },
  ],
};

let directory: string;
const write = async (path: string, content: unknown): Promise<void> => {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
};
const change = async (path: string, edit: (json: JsonObject) => unknown): Promise<void> =>
  write(path, edit(JSON.parse(await readFile(join(directory, path), 'utf8'))));
const problemsOf = async (): Promise<string[]> => {
  const error = await loadCatalog(directory).catch((thrown: unknown) => thrown);
  if (!(error instanceof ExchangeError)) throw new Error('the catalogue was accepted');
  expect(error).toMatchObject({ code: 'catalog-invalid', retryable: false });
  const [head, ...problems] = error.message.split('\n');
  expect(head).toContain(`${problems.length} problem`);
  return problems;
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'catalog-'));
  await cp(join(root, 'schemas'), join(directory, 'schemas'), { recursive: true });
  await write('schemas/meta/mapping.schema.json', { type: 'object' });
  await write('adapters/gas/adapter.json', adapter);
  for (const stream of ['checks', 'lists']) {
    await write(`adapters/gas/${stream}/source.schema.json`, { type: 'object' });
    await write(`adapters/gas/${stream}/mapping.json`, '{ "key": {"from": "/id"} }\n');
  }
  await write('adapters/gas/checks/samples/normal.json', '{}');
  await write('adapters/gas/checks/samples/hostile.ndjson', '{}');
});
afterEach(() => rm(directory, { recursive: true }));

test('reads subjects, codes, systems, streams and samples', async () => {
  const catalog = await loadCatalog(directory);
  expect(catalog.subjects.get('hidden-hazard.v1')).toMatchObject({
    topic: 'wujin.hidden-hazard.v1',
    partitions: 6,
  });
  expect(catalog.codes.get('departments')?.entries.length).toBeGreaterThan(9);
  const checks = findStream(catalog, 'gas', 'checks');
  expect(checks?.mappingText).toBe('{ "key": {"from": "/id"} }\n');
  expect(checks?.mapping).toEqual({ key: { from: '/id' } });
  expect(checks?.samples).toEqual([
    { name: 'hostile', path: join(directory, 'adapters/gas/checks/samples/hostile.ndjson') },
    { name: 'normal', path: join(directory, 'adapters/gas/checks/samples/normal.json') },
  ]);
  expect(findStream(catalog, 'gas', 'lists')?.samples).toEqual([]);
});

test('a stream with its own format takes no record path from its system', async () => {
  const catalog = await loadCatalog(directory);
  expect(findStream(catalog, 'gas', 'checks')?.source).toEqual({ ...adapter.source, replyCharset: 'utf-8' });
  expect(findStream(catalog, 'gas', 'lists')?.source).toEqual({
    kind: 'push',
    format: 'csv',
    charset: 'gbk',
    replyCharset: 'utf-8',
    csv: { separator: '\t' },
  });
});

test('gives the context of a mapping, and nothing for what it does not know', async () => {
  const catalog = await loadCatalog(directory);
  expect(mappingContext(catalog, 'gas', 'checks')).toEqual({
    system: 'gas',
    stream: 'checks',
    department: 'housing-construction',
    sourceSchema: { type: 'object' },
    subjects: publishedByStreams(catalog.subjects),
    codes: catalog.codes,
    metaSchema: { type: 'object' },
  });
  expect(catalog.subjects.has('exchange-alarm.v1')).toBe(true);
  expect(mappingContext(catalog, 'gas', 'checks')?.subjects.has('exchange-alarm.v1')).toBe(false);
  expect(mappingContext(catalog, 'gas', 'none')).toBeUndefined();
  expect(mappingContext(catalog, 'none', 'checks')).toBeUndefined();
  const example = exampleOf(catalog, 'hidden-hazard');
  expect(catalog.subjects.get('hidden-hazard.v1')?.compiled.check(example)).toEqual([]);
  expect(exampleOf(catalog, 'hidden-hazard', 2)).toBeUndefined();
});

test('the digest follows what decides behaviour, and not the samples', async () => {
  const { digest } = await loadCatalog(directory);
  await write('adapters/gas/checks/samples/more.json', '{}');
  expect((await loadCatalog(directory)).digest).toBe(digest);
  await write('adapters/gas/checks/mapping.json', '{ "key": {"from": "/no"} }\n');
  expect((await loadCatalog(directory)).digest).not.toBe(digest);
});

test('lists every problem of every file at once', async () => {
  await change('adapters/gas/adapter.json', (json) => ({
    ...json,
    id: 'oil',
    verified: 'no',
    department: 'gas-board',
  }));
  await write('adapters/second/adapter.json', {
    ...adapter,
    id: 'other',
    streams: [
      { ...adapter.streams[0], subjects: ['no-such', 'exchange-alarm'] },
      { ...adapter.streams[1], source: { format: 'ndjson', csv: {} } },
    ],
  });
  await write('adapters/second/checks/mapping.json', '{ not json');
  await write('adapters/second/lists/source.schema.json', { type: 'object', requird: ['a'] });
  await write('adapters/second/lists/mapping.json', '[]');
  await write('adapters/second/lists/samples/normal.json', '{}');
  await write('adapters/second/lists/samples/normal.xml', '<a/>');
  await write('adapters/second/spare/note.txt', '');
  await write('adapters/third/readme.md', '');
  expect(await problemsOf()).toEqual([
    expect.stringMatching(
      /^adapters\/gas\/adapter\.json: \/department must be equal to one of the allowed values \(.*water/,
    ),
    'adapters/gas/adapter.json: /verified must be boolean',
    `adapters/second/adapter.json: /id is "other", its folder is "second"`,
    `adapters/second/adapter.json: stream "checks" publishes the unknown subject "no-such"`,
    `adapters/second/adapter.json: stream "checks" publishes "exchange-alarm", which the exchange itself writes`,
    'adapters/second/checks/source.schema.json: is missing',
    expect.stringMatching(/^adapters\/second\/checks\/mapping\.json: .*JSON/),
    'adapters/second/adapter.json: stream "lists" has csv settings, but its format is ndjson',
    expect.stringMatching(
      /^adapters\/second\/lists\/source\.schema\.json: strict mode: unknown keyword: "requird"/,
    ),
    'adapters/second/lists/mapping.json: is not a JSON object',
    'adapters/second/lists/samples: holds two samples named "normal"',
    'adapters/second/spare: is no stream of adapter.json',
    'adapters/third/adapter.json: is missing',
  ]);
});

test('demands the condition of a conditional resource and the legal basis of one that is not shared', async () => {
  const streams = ['conditional', 'not-shared'].map((type, index) => ({
    ...adapter.streams[index],
    sharing: { type },
  }));
  await change('adapters/gas/adapter.json', (json) => ({ ...json, streams }));
  expect((await problemsOf()).filter((problem) => problem.includes('required'))).toEqual([
    expect.stringContaining("/streams/0/sharing/condition must have required property 'condition'"),
    expect.stringContaining("/streams/1/sharing/legalBasis must have required property 'legalBasis'"),
  ]);
});

test('a code list that contradicts itself is named with its contradictions', async () => {
  const entry = {
    zh: '甲',
    en: 'A',
    validFrom: '2026-01-01',
    validUntil: '2025-01-01',
    replacedBy: 'gone',
    parent: 'none',
  };
  await change('schemas/codes/day-kinds.json', (json) => ({
    ...json,
    name: 'days',
    entries: [
      { ...entry, code: 'calendar' },
      { code: 'working', zh: '乙', en: 'B', validFrom: null, validUntil: null, aliases: ['甲'] },
    ],
  }));
  expect((await problemsOf()).filter((problem) => problem.startsWith('schemas/codes'))).toEqual([
    'schemas/codes/day-kinds.json: is named "days"',
    'schemas/codes/day-kinds.json: "calendar" is replaced by the unknown "gone"',
    'schemas/codes/day-kinds.json: "calendar" is under the unknown "none"',
    'schemas/codes/day-kinds.json: "calendar" ends before it begins',
    'schemas/codes/day-kinds.json: "甲" means both "calendar" and "working"',
  ]);
});

test('a subject with a property in one language, an unknown list or no examples is refused', async () => {
  await change('schemas/grid/v1.schema.json', (json) => ({
    ...json,
    properties: {
      ...(json['properties'] as JsonObject),
      extra: { 'x-title': { zh: '附加' }, type: 'boolean' },
    },
  }));
  await change('schemas/work-order/v1.schema.json', (json) => ({
    ...json,
    properties: {
      ...(json['properties'] as JsonObject),
      kind: { 'x-title': bilingual, type: 'string', 'x-code': 'no-list' },
    },
  }));
  await rm(join(directory, 'schemas/certificate/v1.examples.json'));
  const problems = await problemsOf();
  expect(problems).toContain(
    "schemas/grid/v1.schema.json: /properties/extra/x-title/en must have required property 'en'",
  );
  expect(problems).toContain('schemas/work-order/v1.schema.json: unknown code table "no-list" in x-code');
  expect(problems).toContain('schemas/certificate/v1.examples.json: is missing');
});

test('without a usable meta-schema it says so instead of checking nothing', async () => {
  await rm(join(directory, 'schemas/meta/subject.schema.json'));
  expect(await problemsOf()).toEqual(['schemas/meta/subject.schema.json: is missing']);
  await write('schemas/meta/subject.schema.json', { type: 'objekt' });
  expect(await problemsOf()).toEqual([
    expect.stringMatching(/^schemas\/meta\/subject\.schema\.json: schema is invalid/),
  ]);
});

test('a folder without a catalogue is no catalogue', async () => {
  await rm(join(directory, 'schemas'), { recursive: true });
  expect(await problemsOf()).toEqual(['schemas/meta/code-table.schema.json: is missing']);
});

test('refuses what a scaffold left to be filled in, place by place, and says nothing else about it', async () => {
  const review = { unit: '区住建局', document: PLACEHOLDER, date: PLACEHOLDER };
  await change('adapters/gas/adapter.json', (json) => ({ ...json, secrecyReview: review }));
  expect(await problemsOf()).toEqual(
    ['document', 'date'].map(
      (name) => `adapters/gas/adapter.json: /secrecyReview/${name} 仍待填写 / is still to be filled in`,
    ),
  );
});
