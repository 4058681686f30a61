import { parseArgs } from 'node:util';
import {
  changeStage,
  closedStreams,
  endMaintenance,
  listMaintenance,
  listStages,
  openStream,
  resumeReader,
  setMaintenance,
  SYSTEM_STAGES,
  type SystemStage,
} from '@exchange/store';
import { wholeNumber, type StoreCommandParts } from './command-parts.ts';

/** The stages as they are called where systems are taken in. */
export const STAGE_WORDS: Readonly<Record<SystemStage, string>> = {
  applied: '申请 / applied',
  'joint-test': '联调测试 / joint-test',
  'trial-run': '试运行 / trial-run',
  'in-operation': '正式运行 / in-operation',
  retired: '注销 / retired',
};

const WHAT_IS_NEXT: Readonly<Record<SystemStage, string>> = {
  applied: '',
  'joint-test':
    '只接收测试密钥：issue-key <system> --trial；由网关读取的数据源用 try-source 试读 / trial keys only; try-source for what the gateway reads',
  'trial-run': '正式密钥可用，数据进入平台 / live keys are good, the data reaches the platform',
  'in-operation': '',
  retired: '不再接收、不再读取；密钥可用 revoke 吊销 / nothing is taken or read; revoke its keys',
};

export function stageOf(text: string): SystemStage | null {
  return SYSTEM_STAGES.find((known) => known === text) ?? null;
}

/** Lists the stages of all systems, or takes one system a step further. */
export async function stage(
  { store, actor, print }: StoreCommandParts,
  [system, wanted]: readonly string[],
): Promise<number> {
  if (wanted === undefined || system === undefined) {
    for (const one of await listStages(store))
      if (system === undefined || system === one.system)
        print(`${one.system}  ${STAGE_WORDS[one.stage]}  ${one.changedAt.toISOString()} ${one.changedBy}`);
    return 0;
  }
  const to = stageOf(wanted);
  if (!to) {
    print(`阶段应为 / a stage is one of: ${SYSTEM_STAGES.join(', ')}`);
    return 1;
  }
  const change = await changeStage(store, system, to, actor);
  switch (change.kind) {
    case 'changed':
      print(`${system}: ${STAGE_WORDS[change.from]} → ${STAGE_WORDS[to]}`);
      if (WHAT_IS_NEXT[to] !== '') print(`  ${WHAT_IS_NEXT[to]}`);
      return 0;
    case 'unknown':
      print(notRegistered(system));
      return 1;
    case 'refused': {
      const steps = change.steps.map((step) => STAGE_WORDS[step]).join('；');
      print(
        `${system} 处于${STAGE_WORDS[change.from]}，下一步只能是 / the only steps from there: ${steps || '—'}`,
      );
      return 1;
    }
    default:
      return change satisfies never;
  }
}

/** Begins or ends the maintenance of a system; without a system lists what is under maintenance. */
export async function maintenance(
  { store, actor, print }: StoreCommandParts,
  args: readonly string[],
  now: Date,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { until: { type: 'string' }, reason: { type: 'string' }, end: { type: 'boolean' } },
  });
  const system = positionals[0];
  if (system === undefined) {
    for (const one of await listMaintenance(store))
      print(`${one.system}  至 / until ${inBeijing(one.until)}  ${one.reason}  ${one.setBy}`);
    return 0;
  }
  if (values.end) {
    const isEnded = await endMaintenance(store, system, actor);
    print(
      isEnded ? `${system} 维护结束 / maintenance is over` : `${system} 未在维护 / is not under maintenance`,
    );
    return isEnded ? 0 : 1;
  }
  const until = momentOf(values.until ?? '', now);
  if (!until || until <= now || !values.reason) {
    print(
      '须给出将来的 --until（分钟数，或时刻，未写时区按北京时间）和 --reason，或 --end / give --until in the future (minutes, or a time, Beijing time without an offset) and --reason, or --end',
    );
    return 1;
  }
  const isSet = await setMaintenance(store, { system, until, reason: values.reason, setBy: actor });
  print(
    isSet
      ? `${system} 维护至 / under maintenance until ${inBeijing(until)}（北京时间 / Beijing time）`
      : notRegistered(system),
  );
  return isSet ? 0 : 1;
}

/** Lets a stream go on that was stopped or blocked by the failure policy, or whose reader is paused. */
export async function resume(
  { store, actor, print }: StoreCommandParts,
  [system = '', stream = '']: readonly string[],
): Promise<number> {
  const name = { system, stream };
  const isOpened = await openStream(store, name, actor);
  const isResumed = await resumeReader(store, { ...name, lane: 'live' }, actor);
  if (isOpened) print(`${system}/${stream} 恢复接收 / takes records again`);
  if (isResumed) print(`${system}/${stream} 继续读取 / goes on`);
  if (isOpened || isResumed) {
    const closed = (await closedStreams(store.pool)).find(
      (one) => one.system === system && one.stream === stream,
    );
    if (closed) print(`  但仍关闭 / but it is still closed: ${closed.closure.because}`);
    return 0;
  }
  print(`${system}/${stream} 并未停止或暂停 / is neither stopped nor paused`);
  return 1;
}

function notRegistered(system: string): string {
  return `系统 ${system} 未登记 / the system ${system} is not registered`;
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?(Z|[+-]\d\d:\d\d)?$/u;

/** So many minutes from now, or a moment; null when the text is neither. */
function momentOf(text: string, now: Date): Date | null {
  const minutes = wholeNumber(text, 6);
  if (minutes !== null) return new Date(now.getTime() + minutes * 60_000);
  const match = MOMENT.exec(text);
  if (!match) return null;
  const moment = new Date(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? '+08:00'}`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

function inBeijing(moment: Date): string {
  return moment.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });
}
