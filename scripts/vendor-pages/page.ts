import { REJECTION_ADVICE, WARNING_MEANINGS } from '../../libs/contracts/src/finding-advice.ts';
import type { StreamPage, SystemPage } from './adapter-files.ts';
import { fieldTable } from './field-table.ts';
import { isSoap, pushExamples } from './push-examples.ts';
import { connecting } from './connecting.ts';

const SAMPLE_CHARACTERS_MAX = 6_000;
const LIMITS_NOTE = `> 每批至多 10,000 条、16 MB（解压后）；超时、断线或 5xx 后用同一 Idempotency-Key 原样重试，不会重复生效。加 \`?dryRun=true\` 只校验不保存，加 \`?operation=delete\` 撤回所列主键的记录。
> At most 10,000 records and 16 MB (inflated) a batch; after a time-out, a broken connection or a 5xx repeat the same body under the same Idempotency-Key, it never takes effect twice. \`?dryRun=true\` checks and keeps nothing, \`?operation=delete\` withdraws the records whose keys are given.`;

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
