import { decodeBatch, DEFAULT_LIMITS } from '@exchange/decoding';
import type { Outcome, Receipt } from '@exchange/pipeline';
import { createLogger } from '@exchange/runtime';
import { listDrift } from '@exchange/store';
import { DriftWatch } from '../src/drift/drift-watch.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

let kit: GatewayKit;

beforeAll(async () => {
  kit = await gatewayKit();
}, 60_000);

afterAll(() => kit.end());

async function watch(records: object[], operation: 'upsert' | 'delete', at: string): Promise<void> {
  const drift = new DriftWatch(kit.catalog, kit.store, createLogger({ service: 'test', level: 'fatal' }));
  const body = Buffer.from(JSON.stringify(records));
  const decoded = decodeBatch(body, { format: 'json', charset: 'utf-8' }, DEFAULT_LIMITS);
  if (decoded.kind !== 'records') throw new Error(decoded.at);
  const words = { zh: '', en: '' };
  const reports = records.map((_, index) => ({
    index,
    key: null,
    rejections: [],
    warnings: [{ code: 'unknown-code-kept' as const, at, detail: words }],
  }));
  const receipt = { system: 'hotline-12345', stream: 'orders', operation } as Receipt;
  drift.observe(receipt, decoded.records, { reports } as unknown as Outcome);
  await drift.stop();
}

test('codes that nobody knows are told, numbers of persons that slipped into their field are not kept', async () => {
  const values = ['新类型', '320412100000', '13800000000', '320483198001011234', '32048319800101123X'];
  await watch(
    values.map((value) => ({ 诉求类型: value, 从未有过: 1 })),
    'upsert',
    '/诉求类型',
  );
  const drift = await listDrift(kit.store.pool);
  const codes = drift.filter(({ kind }) => kind === 'new-code').map(({ value }) => value);
  expect(codes.toSorted()).toEqual(['320412100000', '新类型'].toSorted());
  expect(drift).toContainEqual(expect.objectContaining({ kind: 'new-field', path: '/从未有过', records: 5 }));
});

test('withdrawals, which hold little more than a key, are no drift', async () => {
  const before = await listDrift(kit.store.pool);
  await watch(
    Array.from({ length: 600 }, () => ({ 只有主键: 1 })),
    'delete',
    '/x',
  );
  expect(await listDrift(kit.store.pool)).toEqual(before);
});
