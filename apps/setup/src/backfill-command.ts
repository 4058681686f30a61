import { parseArgs } from 'node:util';
import { findStream } from '@exchange/catalog';
import { openSource, whyNoHistory, type Source } from '@exchange/sources';
import {
  cancelBackfill,
  listBackfills,
  pauseReader,
  resumeReader,
  SourceConnections,
  startBackfill,
  type BackfillView,
  type HeldAmount,
} from '@exchange/store';
import {
  sourceMemory,
  wholeNumber,
  withSource,
  type Print,
  type SourceCommandParts,
} from './command-parts.ts';

/** Only for looking: nothing is read here. */
const CHUNK_RECORDS_MAX = 500;
const COUNT_MS_MAX = 60_000;

const USAGE = `用法 / Usage: setup backfill [<system> <stream> start [--rate 500] | status | pause | resume | cancel]`;

/** Fills back what a source already holds: begins it, shows it, stops it. The gateways do the reading. */
export async function backfill(parts: SourceCommandParts, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rate: { type: 'string', default: '500' } },
  });
  const [system = '', stream = '', verb = 'status'] = positionals;
  const name = { system, stream };
  const rateMax = wholeNumber(values.rate, 6);
  if (rateMax === null) {
    parts.print('--rate: 1 … 999999');
    return 1;
  }
  const history = { ...name, lane: 'history' } as const;
  const { store, actor } = parts;
  switch (verb) {
    case 'status':
      return status(parts, system === '' ? () => true : isOf(name));
    case 'start':
      return start(parts, name, rateMax);
    case 'pause':
      return told(parts, name, await pauseReader(store.pool, history, { rule: 'administrator', by: actor }));
    case 'resume':
      return told(parts, name, await resumeReader(store, history, actor));
    case 'cancel':
      return told(parts, name, await cancelBackfill(store, name, actor));
    default:
      parts.print(USAGE);
      return 1;
  }
}

interface Name {
  readonly system: string;
  readonly stream: string;
}

async function start(parts: SourceCommandParts, name: Name, rateMax: number): Promise<number> {
  const { catalog, store, sealer, actor, print } = parts;
  const { system, stream } = name;
  const entry = findStream(catalog, system, stream);
  const refusal = entry && whyNoHistory(entry.source);
  const found = entry && !refusal ? await new SourceConnections(store, sealer).find(system) : null;
  if (!entry || refusal || !found) {
    if (!entry) print(`没有数据流 ${system}/${stream} / no such stream`);
    else if (refusal) print(`${refusal.zh} / ${refusal.en}`);
    else print(`系统 ${system} 尚未设置连接 / the system ${system} has no connection yet`);
    return 1;
  }
  const history = { chunkRecordsMax: CHUNK_RECORDS_MAX };
  const source = openSource({
    ...name,
    entry,
    connection: found.connection,
    memory: sourceMemory(store),
    history,
  });
  const looked = await withSource(source, () => lookAt(source, print), print);
  if (!looked) return 1;
  const begun = await startBackfill(store, name, { rateMax, held: looked.held }, actor);
  print(
    begun === 'begun'
      ? `${system}/${stream} 开始回填 / is being filled back`
      : `${system}/${stream} 的回填尚未结束，仅更新速率 / is being filled back already; only the rate is changed`,
  );
  return status(parts, isOf(name));
}

/** How much there is; null, with the reason printed, when the source cannot be read. */
async function lookAt(source: Source, print: Print): Promise<{ held: HeldAmount | null } | null> {
  const report = await source.test();
  if (report.isOk) return { held: (await source.held?.(null, AbortSignal.timeout(COUNT_MS_MAX))) ?? null };
  print(`${report.failed}: ${report.zh} / ${report.en}`);
  return null;
}

async function status(
  { store, print }: SourceCommandParts,
  isWanted: (one: BackfillView) => boolean,
): Promise<number> {
  const wanted = (await listBackfills(store.pool)).filter(isWanted);
  if (wanted.length === 0) print('没有回填 / no back-fill');
  for (const one of wanted) print(describe(one, new Date()));
  return 0;
}

/** After a change of state; `isDone` false: there was nothing to change. */
async function told(parts: SourceCommandParts, name: Name, isDone: boolean): Promise<number> {
  if (isDone) return status(parts, isOf(name));
  parts.print(
    `${name.system}/${name.stream} 没有可如此操作的回填 / has no back-fill that this can be done with`,
  );
  return 1;
}

function isOf({ system, stream }: Name): (one: BackfillView) => boolean {
  return (one) => one.system === system && one.stream === stream;
}

const STATES: Readonly<Record<BackfillView['state'], string>> = {
  running: '进行中 / going on',
  paused: '已暂停 / paused',
  done: '已完成 / done',
  cancelled: '已取消 / cancelled',
};

const UNITS: Readonly<Record<HeldAmount['unit'], string>> = {
  records: '条 / records',
  bytes: '字节 / bytes',
  seconds: '秒的数据 / seconds of data',
};

function describe(one: BackfillView, now: Date): string {
  const { system, stream, state, isRead, records, quarantined, held, ahead, pace, rateMax } = one;
  const { pausedBecause, failure, finishedAt } = one;
  const isWaiting = state === 'running' && !isRead;
  const share =
    held && ahead !== null && held.amount > 0
      ? ` ${((1 - ahead / held.amount) * 100).toFixed(1)} %（共 / of ${held.amount} ${UNITS[held.unit]}）`
      : '';
  const speed =
    state === 'running'
      ? `${pace === null ? '—' : Math.round(pace)} 条每秒 / records a second（≤ ${rateMax}）`
      : '';
  const end = finishedAt ?? (state === 'running' ? expectedEnd(one, now) : null);
  return [
    `${system}/${stream} ${STATES[state]}${isWaiting ? '（尚无进程读取 / nobody reads it yet）' : ''}`,
    `${records} 条 / records${share}, ${quarantined} 隔离 / quarantined`,
    speed,
    end ? `${finishedAt ? '结束 / ended' : '预计 / expected'} ${end.toISOString()}` : '',
    pausedBecause ? pausedBecause.rule : '',
    failure ? `${failure.failed}: ${failure.zh} / ${failure.en}` : '',
  ]
    .filter(Boolean)
    .join('  ');
}

/** Null where it cannot be told. Records are taken to be as large, or as dense in time, as those before. */
function expectedEnd({ held, ahead, records, pace }: BackfillView, now: Date): Date | null {
  if (!held || ahead === null || !pace) return null;
  const done = held.amount - ahead;
  const recordsAhead = held.unit === 'records' ? ahead : done > 0 ? (ahead * records) / done : null;
  return recordsAhead === null ? null : new Date(now.getTime() + (recordsAhead / pace) * 1_000);
}
