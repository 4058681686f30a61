import { LEFT_OUT_REASONS, type LeftOutReason } from '@exchange/testing';
import type { DemoAccess } from './access.ts';
import type { DemoApps } from './apps.ts';
import type { Collected } from './collect-summary.ts';
import type { Infrastructure } from './infrastructure.ts';
import { say } from './terminal.ts';

const MODULES: Readonly<Record<string, string>> = {
  'approval-window': '审批服务一窗口',
  'enforcement-team': '综合执法一队伍',
  'governance-grid': '基层治理一网格',
  'command-centre': '指挥调度一中心',
};
const STAGES: Readonly<Record<string, string>> = {
  approval: '审批',
  supervision: '监管',
  enforcement: '执法',
  governance: '治理',
  dispatch: '调度',
  registry: '登记',
  credit: '信用',
};
const CHAIN_LINES_MAX = 16;
const NAME_COLUMNS = 56;
const JURISDICTIONS_MAX = 8;

export function printSummary(collected: Collected): void {
  printSystems(collected);
  printWires(collected);
  printTopics(collected);
  printModules(collected);
  printChain(collected);
  printLedger(collected);
}

function printSystems({ systems, catalog }: Collected): void {
  say('\n各系统', 'per system');
  for (const { system, accepted, quarantined, blocked, wire, reasons, played } of systems) {
    const name = catalog.systems.get(system)?.adapter.name.zh ?? '';
    const insteadOf = played?.by.insteadOf ? `（代替 for ${played.by.insteadOf}）` : '';
    const aside = quarantined > 0 ? `, 隔离 quarantined ${quarantined}` : '';
    const refused = blocked > 0 ? `, 涉密拒收 blocked ${blocked}` : '';
    line(`${name} ${system}`, `接收 accepted ${accepted}${aside}${refused}`);
    detail(`${wire}${insteadOf}`);
    if (reasons !== '') detail(`隔离原因 quarantined for: ${reasons}`);
    const leftOut = [...(played?.leftOut ?? [])].map(([reason, count]) => `${LEFT_OUT[reason]} ${count}`);
    if (leftOut.length > 0) detail(`样例中未放入 samples left out: ${leftOut.join('; ')}`);
  }
}

const LEFT_OUT: Readonly<Record<LeftOutReason | 'marked', string>> = {
  marked: '涉密样例（会使该数据流暂停） marked samples, which would pause the stream',
  ...(Object.fromEntries(
    Object.entries(LEFT_OUT_REASONS).map(([reason, { zh, en }]) => [reason, `${zh} ${en}`]),
  ) as Record<LeftOutReason, string>),
};

function printWires({ figures, systems }: Collected): void {
  say('\n各接入方式', 'per wire');
  for (const [kind, accepted] of Object.entries(figures.wires)) {
    const ofKind = systems.filter((system) => system.kind === kind).length;
    line(`${WIRES[kind] ?? ''} ${kind}`, `${ofKind} 个系统 systems, 接收 accepted ${accepted}`);
  }
  const standIns = Map.groupBy(Object.entries(figures.standIns), ([, standIn]) => standIn);
  if (standIns.size === 0) return;
  say('\n本机没有的产品由谁代替', 'what stands in for products that are not on this machine');
  for (const [standIn, of] of standIns) line(standIn, of.map(([system]) => system).join(', '));
}

const WIRES: Readonly<Record<string, string>> = {
  push: '推送',
  poll: '接口',
  sql: '数据库',
  file: '文件',
  queue: '消息队列',
};

function printTopics({ figures }: Collected): void {
  say('\n各主题', 'per topic');
  for (const [topic, events] of Object.entries(figures.topics)) line(topic, String(events));
}

function printModules({ figures, jurisdictions, catalog }: Collected): void {
  const names = new Map(catalog.codes.get('jurisdictions')?.entries.map(({ code, zh }) => [code, zh]));
  say('\n“1+4”各模块、各属地', 'per module and jurisdiction');
  for (const [module, records] of Object.entries(figures.modules)) {
    line(`${module} ${MODULES[module] ?? ''}`, String(records));
    const places = jurisdictions.filter((row) => row.module === module).slice(0, JURISDICTIONS_MAX);
    const texts = places.map((row) => `${names.get(row.jurisdiction) ?? '未知 unknown'} ${row.records}`);
    detail(texts.join(', '));
  }
}

function printChain({ chain }: Collected): void {
  if (!chain) return;
  say(`\n一个主体的全链条（${chain.uscc}）`, 'the full chain of one party');
  for (const { time, stage, title, key } of chain.entries.slice(0, CHAIN_LINES_MAX)) {
    process.stdout.write(`  ${time.slice(0, 10)}  ${STAGES[stage] ?? stage}  ${title}  ${key}\n`);
  }
}

function printLedger({ figures, report }: Collected): void {
  say('\n账目', 'ledger');
  line('接收 accepted', String(figures.accepted));
  line('隔离 quarantined', String(figures.quarantined));
  line('涉密拒收 blocked', `${figures.blocked} (留痕 traces ${figures.markedTextFound})`);
  line('不可读拒收 refused', String(figures.refused));
  line('信用记录 credit notices', String(figures.creditNotices));
  line('丢失 lost / 重复 doubled', `${figures.lost} / ${figures.doubled}`);
  for (const { kind, at } of [...report.lost, ...report.doubled].slice(0, 20)) detail(`${kind} ${at}`);
}

/** Addresses, keys, and a line to push one's own record. */
export function printWelcome(apps: DemoApps, access: DemoAccess, infrastructure: Infrastructure): void {
  say('\n地址与密钥', 'addresses and keys');
  line('推送接口 push API', `${apps.gateway.url}/docs`);
  line('平台查询 platform', `${apps.platformFeed.url}/docs`);
  line('信用联动 credit', `${apps.creditLinkage.url}/docs`);
  line('指挥中心 command centre', `${apps.commandCentre.url}/docs`);
  line('运行日志 log of the apps', infrastructure.logFile);
  line('区级令牌 district token', access.districtToken);
  line('湖塘镇令牌 Hutang token', access.townToken);
  say('\n推送一条自己的记录', 'push a record of your own');
  process.stdout.write(
    `curl -X POST '${apps.gateway.url}/v1/systems/${access.example.system}/streams/orders/records' \\\n` +
      `  -H 'Authorization: Bearer ${access.example.key}' -H 'Content-Type: application/json; charset=utf-8' \\\n` +
      `  -H "Idempotency-Key: $(date +%s%N)" \\\n` +
      `  --data '{"工单编号":"DH20261124000001","来电时间":"2026-11-24 09:00:00","诉求类型":"举报","标题":"试一下","所属镇街":"湖塘镇","工单状态":"已派单"}'\n`,
  );
  say('\n让全部系统继续产生数据（另开一个终端）', 'let all systems go on (in another terminal)');
  process.stdout.write('npm run simulate -- --rate 20 --minutes 2\n');
  say('\n订阅', 'subscribe');
  process.stdout.write(
    `curl -N '${apps.commandCentre.url}/v1/topics/wujin.work-order.v1/events' -H 'Authorization: Bearer ${access.districtToken}'\n\n`,
  );
}

function line(name: string, value: string): void {
  process.stdout.write(`  ${name}${' '.repeat(Math.max(1, NAME_COLUMNS - columnsOf(name)))}${value}\n`);
}

function detail(text: string): void {
  process.stdout.write(`      ${text}\n`);
}

const WIDE = /[\p{Script=Han}\u3000-\u303F\uFF01-\uFF5E“”]/gu;

/** As a terminal shows it. */
function columnsOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
