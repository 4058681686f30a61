import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsOf, waitUntil } from '@exchange/testing';
import { listReaders, SourceConnections } from '@exchange/store';
import { writeLargeWorkbook, type LargeCell } from '../../../libs/sources/test/large-workbook.ts';
import { trafficOf, wireCatalog } from './faults/wires/wire-catalog.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

const ROWS = 10_000;
const PATIENCE_MS = 60_000;

const { system, stream, topic } = trafficOf('workbook');
const REMARKS = Array.from({ length: 12 }, (_, index) => `备注${index + 1}`);

let directory: string;
let files: string;
let kit: GatewayKit;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'workbooks-'));
  directory = await wireCatalog([
    {
      kind: 'workbook',
      source: {
        kind: 'file',
        format: 'xlsx',
        charset: 'utf-8',
        schedule: { everySeconds: 1 },
        file: { patterns: ['*.xlsx'], ready: { kind: 'renamed' } },
      },
      columns: Object.fromEntries(REMARKS.map((name) => [name, { type: ['string', 'null'] }])),
    },
  ]);
  kit = await gatewayKit(directory);
}, 60_000);
afterAll(async () => {
  await kit.end();
  await rm(directory, { recursive: true });
  await rm(files, { recursive: true });
});

const HEADER = [
  '工单编号',
  '来电时间',
  '诉求类型',
  '诉求分类代码',
  '标题',
  '诉求内容',
  '所属镇街',
  '工单状态',
];

/** In one row of a hundred the number of the order was taken for a number, and lost its last digits. */
function isBroken(number: number): boolean {
  return number % 100 === 50;
}

function cellsOf(number: number): LargeCell[] {
  return [
    isBroken(number) ? 20_261_124_000_000_000 : `W${number}`,
    '2026-11-24 09:00:00',
    '举报',
    '050307',
    '花园街一店使用煤气罐',
    `来电人反映 ${number} 号店内放置煤气罐`,
    '湖塘镇',
    '已派单',
    ...REMARKS.map((name) => `${name} ${number}`),
  ];
}

test(
  'a large workbook comes into the log row by row, its broken rows into quarantine with their numbers',
  async () => {
    const gateway = await kit.startGateway();
    await writeLargeWorkbook(join(files, 'a.part'), { rows: ROWS, header: [...HEADER, ...REMARKS], cellsOf });
    await rename(join(files, 'a.part'), join(files, 'a.xlsx'));
    const connection = { kind: 'folder', directory: files };
    await new SourceConnections(kit.store, kit.sealer).set(system, connection, 'test');
    const isArchived = async (): Promise<boolean> => (await readdir(files)).join() === 'archive';
    await waitUntil('the file archived', isArchived, PATIENCE_MS);
    const found = await kit.store.pool.query<{ line: string; reasons: string }>(
      'SELECT line, rejections::text AS reasons FROM exchange.quarantine ORDER BY line',
    );
    const numbers = Array.from({ length: ROWS }, (_, index) => index + 2);
    expect(found.rows.map(({ line }) => Number(line))).toEqual(numbers.filter(isBroken));
    expect(found.rows.filter(({ reasons }) => !reasons.includes('lossy-number'))).toEqual([]);
    const taken: number[] = [];
    for await (const { event } of eventsOf(kit.log, topic)) taken.push(Number(event.key.slice(1)));
    // The partitions of the topic come one after the other.
    taken.sort((one, other) => one - other);
    expect(taken).toEqual(numbers.filter((number) => !isBroken(number)));
    const [reader] = (await listReaders(kit.store.pool)).filter((one) => one.stream === stream);
    expect(reader).toMatchObject({ state: 'running', failure: null });
    await gateway.stop('test');
  },
  PATIENCE_MS + 60_000,
);
