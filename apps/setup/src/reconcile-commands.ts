import { parseArgs } from 'node:util';
import { findStream } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { reconcileSettingsOf } from '@exchange/sources';
import {
  askReconciliation,
  listReconciliations,
  resetReader,
  type ReconciliationView,
} from '@exchange/store';
import type { SourceCommandParts, StoreCommandParts } from './command-parts.ts';

const STATE_WORDS: Readonly<Record<ReconciliationView['state'], string>> = {
  asked: '等待执行 / asked for',
  running: '进行中 / running',
  done: '完成 / done',
  failed: '失败 / failed',
};

/** Asks the reader of a stream to hold all that the source has against what was taken of it. */
export async function reconcile(
  { catalog, store, actor, print }: SourceCommandParts,
  args: readonly string[],
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      withdraw: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const [system = '', stream = ''] = positionals;
  const entry = findStream(catalog, system, stream);
  if (!entry || !reconcileSettingsOf(entry.source)) {
    print(
      entry
        ? `${system}/${stream} 的适配器未设置 sql.read.reconcile，读取时没有记下各行，无从核对 / its adapter sets no sql.read.reconcile, so its rows were not remembered`
        : `没有数据流 ${system}/${stream} / no such stream`,
    );
    return 1;
  }
  const gone = values.withdraw ? 'withdraw' : values.keep ? 'keep' : null;
  const isAsked = await askReconciliation(store, { system, stream }, { gone, by: actor });
  print(
    isAsked
      ? `${system}/${stream}: 已安排核对，结果见 reconciliations / asked for; see reconciliations for what comes of it`
      : `${system}/${stream}: 已有一次核对在等待或进行 / one is asked for or running already`,
  );
  return isAsked ? 0 : 1;
}

/** The last reconciliations of each stream and what they found. */
export async function printReconciliations({ store, print }: StoreCommandParts): Promise<number> {
  for (const run of await listReconciliations(store.pool, { perStream: 3 })) {
    const { system, stream, state, begunAt, finishedAt, result, failure } = run;
    const seconds = begunAt && finishedAt ? `${((+finishedAt - +begunAt) / 1_000).toFixed(1)} s` : '';
    const outcome = result
      ? figuresOf(result)
      : failure
        ? `${failure.failed}: ${failure.zh} / ${failure.en}`
        : '';
    const at = (finishedAt ?? begunAt ?? run.askedAt).toISOString();
    print([`${system}/${stream}  ${STATE_WORDS[state]}  ${at}`, seconds, outcome].filter(Boolean).join('  '));
    if (result) for (const line of keysOf(result)) print(`  ${line}`);
  }
  return 0;
}

function figuresOf(result: JsonObject): string {
  const figure = (zh: string, en: string, name: string): string => `${zh} ${en} ${String(result[name])}`;
  const figures = [
    figure('源库', 'source', 'source'),
    figure('交换平台', 'exchange', 'exchange'),
    figure('漏读', 'missed', 'missing'),
    figure('内容不符', 'changed', 'changed'),
    figure('源库已无', 'gone', 'gone'),
    figure('补读', 'read again', 'refetched'),
    figure('撤回', 'withdrawn', 'withdrawn'),
    figure('保留', 'kept', 'kept'),
  ];
  if (Number(result['adopted']) > 0) figures.push(figure('按现状认可', 'taken as they are', 'adopted'));
  if (result['isOverLimit'] === true) figures.push('超过上限，未处理 / over the limit, nothing was done');
  if (result['hasUnordered'] === true)
    figures.push('有修订字段为空的行，未撤回 / rows without a revision: nothing was withdrawn');
  return figures.join('，');
}

function keysOf(result: JsonObject): string[] {
  const keys = result['keys'] as unknown as Readonly<Record<string, readonly string[]>>;
  return Object.entries(keys)
    .filter(([, listed]) => listed.length > 0)
    .map(([kind, listed]) => `${kind}: ${listed.join('; ')}`);
}

/** Lets a reader begin again from the beginning of its source. */
export async function resetCheckpoint(
  { store, actor, print }: StoreCommandParts,
  args: readonly string[],
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { lane: { type: 'string', default: 'live' } },
  });
  const [system = '', stream = ''] = positionals;
  const lane = (['live', 'history'] as const).find((one) => one === values.lane);
  if (!lane) {
    print('--lane: live, history');
    return 1;
  }
  const isReset = await resetReader(store, { system, stream, lane }, actor);
  print(
    isReset
      ? `${system}/${stream} (${lane}) 将从头读取；内容未变的记录不会再次生效 / is read from its beginning again; records that have not changed take no effect`
      : `${system}/${stream} (${lane}) 没有读取程序 / has no reader`,
  );
  return isReset ? 0 : 1;
}
