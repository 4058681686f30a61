import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalog } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { RefusedRequest, readOptions, type ScaffoldOptions } from './scaffold/options.ts';
import { scaffoldStream } from './scaffold/scaffold-stream.ts';

const repository = new URL('..', import.meta.url).pathname;
const EXAMPLE = join(repository, 'docs/examples/park-permits.csv');

let root: string;
let parks: ScaffoldOptions;
const text = (path: string): Promise<string> => readFile(join(root, 'adapters', path), 'utf8');
const json = async (path: string): Promise<JsonObject> => JSON.parse(await text(path)) as JsonObject;

// oxlint-disable-next-line unicorn/no-thenable -- a keyword of the mapping language, not a promise
const through = (from: string, ...steps: unknown[]): unknown => ({ from, then: steps });
const edit = async (path: string, ...changes: Array<[find: string, put: string]>): Promise<void> => {
  const before = await text(path);
  const after = changes.reduce((content, [find, put]) => content.replaceAll(find, put), before);
  await writeFile(join(root, 'adapters', path), after);
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'scaffold-'));
  await cp(join(repository, 'schemas'), join(root, 'schemas'), { recursive: true });
  parks = {
    root,
    system: 'parks',
    name: { zh: '公园管理系统', en: 'Park management' },
    department: 'urban-management',
    stream: 'permits',
    streamName: { zh: '公园活动许可', en: 'Park event permits' },
    subject: 'license-decision',
    sample: EXAMPLE,
    kind: 'file',
    key: '许可编号',
  };
});
afterEach(() => rm(root, { recursive: true }));

test('makes a stream from a CSV file in GBK, and names what only people can know', async () => {
  const { errors } = await scaffoldStream(parks);
  const adapter = await json('parks/adapter.json');
  expect(adapter).toMatchObject({
    source: { kind: 'file', format: 'csv', charset: 'gbk', csv: { header: ['许可编号'] } },
    streams: [{ id: 'permits', subjects: ['license-decision'] }],
  });
  const { properties, required } = (await json('parks/permits/source.schema.json')) as Record<
    string,
    JsonObject
  >;
  expect(Object.keys(properties!)).toHaveLength(16);
  expect(required).toEqual(['许可编号']);
  expect(properties!['状态']).toMatchObject({ type: 'string', 'x-values': ['有效', '注销', '暂停'] });
  expect(properties!['法定代表人']).not.toHaveProperty('x-values');
  const { data } = ((await json('parks/permits/mapping.json'))['outputs'] as JsonObject[])[0] as {
    data: JsonObject;
  };
  expect(data).toMatchObject({
    decisionDate: through('/许可日期', 'time.date'),
    status: through('/状态', 'text.trim', { 'code.map': { table: 'status' } }),
    party: { fields: { uscc: through('/统一社会信用代码', 'identity.uscc') } },
    jurisdiction: { use: 'jurisdiction' },
  });
  expect(errors.map((line) => line.split(':')[0])).toEqual([
    'adapters/parks/adapter.json /secrecyReview/unit',
    'adapters/parks/adapter.json /secrecyReview/document',
    'adapters/parks/adapter.json /secrecyReview/date',
    'adapters/parks/permits/mapping.json /outputs/0/data/party/fields/kind/then/1/code.map',
    'adapters/parks/permits/mapping.json /outputs/0/data',
    'adapters/parks/permits/samples',
  ]);
});

test('the catalogue refuses what was not filled in; once it is, every owed case is there', async () => {
  await scaffoldStream(parks);
  await expect(loadCatalog(root)).rejects.toThrow('/secrecyReview/unit 仍待填写 / is still to be filled in');
  const review = '{ "unit": "区城管局", "document": "〔2026〕1号", "date": "2026-11-20" }';
  const open = JSON.stringify((await json('parks/adapter.json'))['secrecyReview']);
  const manifest = JSON.stringify(await json('parks/adapter.json')).replace(open, review);
  await writeFile(join(root, 'adapters/parks/adapter.json'), manifest);
  await edit(
    'parks/permits/mapping.json',
    ['"个人": "natural-person"', '"个人": "natural-person", "个体户": "individual-business"'],
    ['"documentNo":', '"authority": { "fields": { "name": { "const": "区城管局" } } }, "documentNo":'],
  );
  const edited = await text('parks/permits/mapping.json');
  const again = await scaffoldStream(parks);
  expect(again).toMatchObject({ written: [], errors: [] });
  expect(await text('parks/permits/mapping.json')).toBe(edited);
  expect((await loadCatalog(root)).systems.get('parks')?.streams.size).toBe(1);
});

test('adds a stream from a JSON sample with an envelope and names in pinyin to a system that is there', async () => {
  await scaffoldStream({ ...parks, kind: 'push' });
  const sample = join(root, 'sample.json');
  const row = (number: number): JsonObject => ({
    xkzh: `武园许〔2026〕${number}号`,
    sqdw: { companyName: '常州拾光文化传播有限公司', creditCode: '91320412MA7QH05P2B' },
    xkrq: '20260302',
    zt: '有效',
    area: number,
    photos: [{ url: 'https://parks.example/1.jpg' }],
    updateTime: '2026-03-02 10:00:00',
  });
  await writeFile(sample, JSON.stringify({ code: 0, data: { rows: [row(1), row(2), row(3)] } }));
  const streamName = { zh: '公园摊位许可', en: 'Park stall permits' };
  const { name: _name, department: _department, key: _key, ...known } = parks;
  await scaffoldStream({ ...known, kind: 'push', stream: 'stalls', streamName, sample });
  const { streams } = (await json('parks/adapter.json')) as unknown as { streams: JsonObject[] };
  expect(streams.map(({ id }) => id)).toEqual(['permits', 'stalls']);
  expect(streams[1]!['source']).toEqual({ format: 'json', charset: 'utf-8', records: '/data/rows' });
  expect(await json('parks/stalls/mapping.json')).toMatchObject({
    key: { from: '/xkzh' },
    revision: through('/updateTime', 'time.instant'),
    outputs: [{ data: { party: { fields: { name: { from: '/sqdw/companyName' } } } } }],
  });
  expect(await json('parks/stalls/source.schema.json')).toMatchObject({
    properties: {
      area: { type: 'integer' },
      photos: { type: 'array', items: { properties: { url: { type: 'string' } } } },
    },
  });
  expect(await readdir(join(root, 'adapters/parks/stalls/samples'))).toContain('hostile.json');
  expect(await json('parks/stalls/samples/normal.json')).toEqual({
    data: { rows: [row(1), row(2), row(3)] },
  });
});

test('says what cannot be done as it was asked, and writes nothing', async () => {
  const refused: Array<[Partial<ScaffoldOptions>, string]> = [
    [{ subject: 'park' }, '--subject park'],
    [{ department: 'parks' }, '--department parks'],
    [{ key: '编号' }, '编号'],
    [{ sample: join(root, 'none.csv') }, 'none.csv'],
    [{ charset: 'utf-8' }, 'park-permits.csv'],
  ];
  for (const [change, message] of refused) {
    const attempt = scaffoldStream({ ...parks, ...change });
    await expect(attempt).rejects.toThrow(RefusedRequest);
    await expect(attempt).rejects.toThrow(message);
  }
  expect(await readdir(root)).not.toContain('adapters');
  expect(() =>
    readOptions(['--system', '../x', '--stream', 'a', '--subject', 'b', '--sample', 'c'], root),
  ).toThrow(RefusedRequest);
});
