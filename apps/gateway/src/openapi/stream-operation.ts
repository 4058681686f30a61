import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AdapterManifest, SourceSettings, StreamEntry } from '@exchange/catalog';
import type { Detail } from '@exchange/contracts';
import type { OpenApiMedia, OpenApiOperation, OpenApiResponse } from '@exchange/runtime';
import { HISTORICAL_RECORDS_MAX, ORDERED_HISTORICAL_RECORDS_MAX } from '../backfilling/backfill-refused.ts';
import { CLOSURE_ANSWERS, type ClosureAnswer } from '../gate/closure-answers.ts';
import { PROBLEM, SECURITY, STREAM_REFUSALS } from './stream-refusals.ts';

type PushedFormat = Exclude<SourceSettings['format'], 'xlsx'>;

const MEDIA_TYPES: Readonly<Record<PushedFormat, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  xml: 'application/xml',
  csv: 'text/csv',
};

/** Samples that show how to do it; the others show what goes wrong and belong to the tests. */
const SHOWN_SAMPLES = ['normal', 'update'];

export async function streamOperation(
  adapter: AdapterManifest,
  entry: StreamEntry,
): Promise<OpenApiOperation> {
  const { manifest, source } = entry;
  const mediaType = `${MEDIA_TYPES[source.format as PushedFormat]}; charset=${source.charset}`;
  const schema = { $ref: `#/components/schemas/${adapter.id}.${manifest.id}` };
  const records =
    source.records === undefined ? '' : `记录位于 ${source.records} / Records are at ${source.records}\n\n`;
  return {
    operationId: `push-${adapter.id}-${manifest.id}`,
    tags: [adapter.id],
    summary: `推送${manifest.name.zh} / Push ${manifest.name.en}`,
    description: `${adapter.name.zh} → ${manifest.subjects.join('、')}\n\n${adapter.name.en} → ${manifest.subjects.join(', ')}`,
    security: SECURITY,
    parameters: PARAMETERS,
    requestBody: {
      required: true,
      description: `${records}也可用 JSON 或 NDJSON（UTF-8）发送同样字段的记录\n\nRecords with the same fields may also come as JSON or NDJSON in UTF-8`,
      content: { [mediaType]: { schema, ...(await examplesOf(entry)) } },
    },
    responses: RESPONSES,
  };
}

async function examplesOf(entry: StreamEntry): Promise<Pick<OpenApiMedia, 'examples'>> {
  const examples: Record<string, { summary: string; value: string }> = {};
  for (const { name, path } of entry.samples) {
    if (!SHOWN_SAMPLES.includes(name)) continue;
    examples[name] = {
      summary: basename(path),
      value: new TextDecoder(entry.source.charset).decode(await readFile(path)),
    };
  }
  return { examples };
}

const PARAMETERS: NonNullable<OpenApiOperation['parameters']> = [
  {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      '每批唯一；超时或 5xx 后用同一键原样重试不会重复生效，保留 7 天\n\nUnique for each batch; repeating the same body under the same key has no second effect, kept for 7 days',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  },
  {
    name: 'Content-Encoding',
    in: 'header',
    description: 'gzip：请求体已压缩\n\ngzip: the body is compressed',
    schema: { enum: ['gzip', 'identity'], default: 'identity' },
  },
  {
    name: 'operation',
    in: 'query',
    description: 'delete：撤回所列主键的记录\n\ndelete withdraws the records whose keys are given',
    schema: { enum: ['upsert', 'delete'], default: 'upsert' },
  },
  {
    name: 'historical',
    in: 'query',
    description: `true：补传系统已有的历史数据，每批至多 ${HISTORICAL_RECORDS_MAX} 条（一条记录可能产生多个事件的数据流为 ${ORDERED_HISTORICAL_RECORDS_MAX} 条）；不触发预警，不覆盖已实时报送的内容；实时数据繁忙时答复 429，按 Retry-After 原样重试\n\ntrue: a back-fill of what the system already holds, ${HISTORICAL_RECORDS_MAX} records a batch at most (${ORDERED_HISTORICAL_RECORDS_MAX} where a record may give several events); it raises no alert and never replaces what was sent live; answered with 429 while live records need the room: repeat as it is after Retry-After`,
    schema: { type: 'boolean', default: false },
  },
  {
    name: 'dryRun',
    in: 'query',
    description: 'true：只校验和映射，不保存\n\ntrue maps and checks and keeps nothing',
    schema: { type: 'boolean', default: false },
  },
];

const ANSWER = { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } };

const RESPONSES: Readonly<Record<string, OpenApiResponse>> = {
  '200': { description: '全部接收 / All accepted', content: ANSWER },
  '207': {
    description: '部分记录进入隔离区，无需重发 / Some records were quarantined; do not repeat them',
    content: ANSWER,
  },
  '400': {
    description: '无法读取，未保存；改正后重发 / Unreadable, nothing kept; mend and send again',
    content: PROBLEM,
  },
  ...STREAM_REFUSALS,
  '403': {
    description: `密钥不属于该系统；或${closuresOf(403).zh}\n\nThe key belongs to another system; or ${closuresOf(403).en}`,
    content: PROBLEM,
  },
  '408': { description: '接收超时 / The request took too long to arrive', content: PROBLEM },
  '409': {
    description: `同一 Idempotency-Key 仍在处理，稍后重试；或${closuresOf(409).zh}\n\nThe same Idempotency-Key is being worked on, repeat later; or ${closuresOf(409).en}`,
    content: PROBLEM,
  },
  '413': {
    description: `请求体过大，或历史数据一批超过 ${HISTORICAL_RECORDS_MAX} 条（一条记录可能产生多个事件的数据流为 ${ORDERED_HISTORICAL_RECORDS_MAX} 条），分批发送\n\nBody too large, or more than ${HISTORICAL_RECORDS_MAX} historical records (${ORDERED_HISTORICAL_RECORDS_MAX} where a record may give several events): send smaller batches`,
    content: PROBLEM,
  },
  '415': {
    description: '不支持的格式、字符集或压缩 / Format, charset or encoding not supported',
    content: PROBLEM,
  },
  '422': {
    description:
      '全部记录进入隔离区（已保存，无需重发）；或含涉密标志、Idempotency-Key 内容不符（未保存）\n\nAll records were quarantined (kept, do not repeat); or a secrecy marking, or another body under the Idempotency-Key (nothing kept)',
    content: { ...ANSWER, ...PROBLEM },
  },
  '429': {
    description:
      '请求过多，或历史数据须让路给实时数据（history-waits），按 Retry-After 原样重试\n\nToo many requests, or historical records that have to wait for live ones (history-waits): repeat as it is after Retry-After',
    content: PROBLEM,
  },
  '503': {
    description: `暂时无法保存，按 Retry-After 原样重试；或${closuresOf(503).zh}\n\nCannot store now, repeat as it is after Retry-After; or ${closuresOf(503).en}`,
    content: PROBLEM,
  },
};

/** Why a stream takes nothing, of all reasons that are answered with a status. */
function closuresOf(status: ClosureAnswer['status']): Detail {
  const answers = Object.values(CLOSURE_ANSWERS).filter((answer) => answer.status === status);
  const of = (language: keyof Detail): string[] => [
    ...new Set(answers.map(({ code, meaning }) => `${code}: ${meaning[language]}`)),
  ];
  return { zh: of('zh').join('；'), en: of('en').join('; ') };
}
