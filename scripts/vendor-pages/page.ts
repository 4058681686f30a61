import { REJECTION_ADVICE, WARNING_MEANINGS } from '../../libs/contracts/src/finding-advice.ts';
import { CLOSURE_ANSWERS } from '../../apps/gateway/src/gate/closure-answers.ts';
import type { StreamPage, SystemPage } from './adapter-files.ts';
import { fieldTable } from './field-table.ts';
import { isSoap, pushExamples } from './push-examples.ts';
import { connecting } from './connecting.ts';
import { dailyCounts } from './daily-counts.ts';

const SAMPLE_CHARACTERS_MAX = 6_000;
const LIMITS_NOTE = `> 每批至多 10,000 条、16 MB（解压后）；超时、断线或 5xx 后用同一 Idempotency-Key 原样重试，不会重复生效。加 \`?dryRun=true\` 只校验不保存，加 \`?operation=delete\` 撤回所列主键的记录。补传系统已有的历史数据请加 \`?historical=true\`，每批至多 1,000 条（一条记录可能产生多个事件的数据流为 100 条）：不触发预警，不覆盖已实时报送的内容；实时数据繁忙时答复 429（\`history-waits\`），按 Retry-After 原样重试。
> At most 10,000 records and 16 MB (inflated) a batch; after a time-out, a broken connection or a 5xx repeat the same body under the same Idempotency-Key, it never takes effect twice. \`?dryRun=true\` checks and keeps nothing, \`?operation=delete\` withdraws the records whose keys are given. Push what the system already holds with \`?historical=true\`, 1,000 records a batch at most (100 where a record may give several events): it raises no alert and never replaces what was sent live; while live records need the room the answer is 429 (\`history-waits\`): repeat it as it is after Retry-After.`;

/** The page of one system for its vendor: Chinese first, English beside it. */
export function vendorPage(system: SystemPage): string {
  const { name, department, id, note } = system;
  const parts = [
    `# ${name.zh} ${name.en}`,
    `系统编号 System id: \`${id}\` · 主管部门 Department: ${department.zh} ${department.en}`,
    system.verified
      ? ''
      : '> 本页的字段与取值为代表性设计，尚未与实际系统核对。\n> Fields and values of this page are representative; they have not been checked with the real system yet.',
    note ? `${note.zh}\n\n${note.en}` : '',
    ...system.streams.map((stream) => streamPart(system, stream)),
    errorsPart(),
    system.streams.some(({ source }) => source.kind === 'push') ? closuresPart() : '',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function streamPart(system: SystemPage, stream: StreamPage): string {
  const { name, note, id, subjects, sharing, schema, sample, source } = stream;
  const limit = sharing.condition ?? sharing.legalBasis;
  const isPush = source.kind === 'push';
  return [
    `## ${name.zh} ${name.en}`,
    `数据流 Stream: \`${id}\` → ${subjects.map((subject) => `\`wujin.${subject}.v1\``).join(', ')} · 共享 Sharing: ${sharing.type}${limit ? `（${limit.zh} / ${limit.en}）` : ''} · 更新 Update: ${stream.updateCycle}`,
    note ? `${note.zh}\n\n${note.en}` : '',
    `### 接入方式 How to connect`,
    connecting(system, stream),
    isPush ? pushExamples(system, stream) : '',
    isPush && !isSoap(stream) ? LIMITS_NOTE : '',
    isPush ? dailyCounts(system, stream) : '',
    sample && sample.text.length <= SAMPLE_CHARACTERS_MAX
      ? `### 样例 Example (\`${sample.file}\`)\n\n\`\`\`\`${sample.file.split('.').at(-1)}\n${sample.text.trim()}\n\`\`\`\``
      : '',
    `### 字段 Fields`,
    fieldTable(schema),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function errorsPart(): string {
  const rejections = Object.entries(REJECTION_ADVICE).map(
    ([code, { meaning, remedy }]) =>
      `| \`${code}\` | ${meaning.zh}<br>${meaning.en} | ${remedy.zh}<br>${remedy.en} |`,
  );
  const warnings = Object.entries(WARNING_MEANINGS).map(
    ([code, { zh, en }]) => `| \`${code}\` | ${zh}<br>${en} |`,
  );
  return [
    '## 错误与处理 Errors and what to do',
    '未通过的记录原样存入隔离区，逐条告知序号、主键、字段位置与原因；改正后以相同主键重新报送即可。\n\nRecords that do not pass are kept in quarantine as they came, each reported with index, key, field and reason; mend them and send them again under the same key.',
    ['| 代码 Code | 含义 Meaning | 处理 Remedy |', '|---|---|---|', ...rejections].join('\n'),
    '下列提示不影响接收。\n\nThese doubts do not keep a record from being accepted.',
    ['| 代码 Code | 含义 Meaning |', '|---|---|', ...warnings].join('\n'),
  ].join('\n\n');
}

function closuresPart(): string {
  const rows = Object.values(CLOSURE_ANSWERS).map(
    ({ status, code, meaning, remedy }) =>
      `| ${status} \`${code}\` | ${meaning.zh}<br>${meaning.en} | ${remedy.zh}<br>${remedy.en} |`,
  );
  return [
    '## 暂不接收时 When nothing is taken',
    '系统依次经过申请、联调测试、试运行、正式运行。联调测试用测试密钥，处理与正式报送相同，回执中 `"trial": true`，数据不进入平台；试运行起改用正式密钥。下列答复表示本次请求未保存任何内容，SOAP 以同一代码的 fault 答复。\n\nA system applies, is tested jointly, runs on trial and goes into operation. The joint test uses a trial key: everything is done as it will be later, the receipt says `"trial": true`, and nothing reaches the platform; from the trial run on the live key is used. With these answers nothing of the request was kept; by SOAP they come as faults with the same codes.',
    ['| 状态与代码 Status and code | 含义 Meaning | 处理 Remedy |', '|---|---|---|', ...new Set(rows)].join(
      '\n',
    ),
  ].join('\n\n');
}
