import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@exchange/contracts';
import { valueFingerprint, fingerprintOf, seededRandom } from '@exchange/testing';
import type { Traffic } from '../workload.ts';
import type { Wire, WireRow, WireWorld } from './wire.ts';

const PATTERN = 'hotline-12345';
const KEYS = 300;
/** What a hand-over table has beside the order. */
export const IGNORED = ['cd_operation'];

/** The stream of a wire: the hotline's orders without revisions, so that order depends on the exchange alone. */
export function trafficOf(kind: string): Traffic {
  return {
    system: `hotline-${kind}`,
    stream: 'orders',
    topic: 'wujin.work-order.v1',
    member: 'content',
  };
}

/**
 * A catalogue in which the hotline is read by these wires, a system for each. Returns its folder.
 *
 * @param revision `own`: the orders have a revision; unless given they have none, so that order depends on the exchange alone
 */
export async function wireCatalog(
  wires: ReadonlyArray<Pick<Wire, 'kind' | 'source' | 'columns'> & { readonly revision?: 'own' }>,
): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'wire-catalog-'));
  await cp('schemas', join(made, 'schemas'), { recursive: true });
  for (const { kind, source, columns = {}, revision } of wires) {
    const { system } = trafficOf(kind);
    const folder = join(made, 'adapters', system);
    await cp(join('adapters', PATTERN), folder, { recursive: true });
    await change(join(folder, 'adapter.json'), (adapter) => ({ ...adapter, id: system, source }));
    await change(join(folder, 'orders/source.schema.json'), (schema) => ({
      ...schema,
      properties: { ...(schema['properties'] as JsonObject), ...columns },
    }));
    if (revision !== 'own')
      await change(join(folder, 'orders/mapping.json'), ({ revision: _revision, ...mapping }) => mapping);
  }
  return made;
}

async function change(path: string, to: (document: JsonObject) => JsonObject): Promise<void> {
  await writeFile(path, JSON.stringify(to(JSON.parse(await readFile(path, 'utf8')) as JsonObject)));
}

/** Changes of a few hundred orders, one after the other, some of them broken. See `changeOf` for what tells them apart. */
export function wireRows(seed: number, count: number, hasUnreadable: boolean): WireRow[] {
  const random = seededRandom(seed);
  const changes = new Map<string, number>();
  return Array.from({ length: count }, () => {
    const key = `F${seed}L0N${random.below(KEYS)}`;
    const number = (changes.get(key) ?? 0) + 1;
    changes.set(key, number);
    const isUnreadable = hasUnreadable && number % 17 === 3;
    return { value: orderOf(key, number), isUnreadable, isBroken: isBroken(number) };
  });
}

/** What the ledger expects to find of a row in the receipts. */
export function fingerprintOfRow(row: WireRow, wire: WireWorld): string {
  if (!row.isUnreadable) return valueFingerprint(row.value, IGNORED);
  const rejection = { code: 'unreadable-record', at: '', detail: { zh: '', en: '' } } as const;
  return fingerprintOf({ index: 0, raw: wire.bytesOf(row), rejection }, IGNORED);
}

function isBroken(number: number): boolean {
  return number % 7 === 5;
}

function orderOf(key: string, number: number): Record<string, string> {
  return {
    工单编号: key,
    来电时间: isBroken(number) ? '2026-02-30 09:00:00' : '2026-11-24 09:00:00',
    诉求类型: '举报',
    诉求分类代码: '050307',
    标题: '花园街一店使用煤气罐',
    诉求内容: `${key}/${number}`,
    所属镇街: '湖塘镇',
    工单状态: '已派单',
  };
}
