import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AdapterManifest, SourceSettings, StreamEntry } from '@exchange/catalog';
import type { OpenApiMedia, OpenApiOperation, OpenApiResponse } from '@exchange/runtime';

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
    security: [{ exchangeKey: [] }, { exchangeSignature: [] }],
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
    name: 'dryRun',
    in: 'query',
    description: 'true：只校验和映射，不保存\n\ntrue maps and checks and keeps nothing',
    schema: { type: 'boolean', default: false },
  },
];

const ANSWER = { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } };
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

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
  '401': { description: '密钥或签名缺失或无效 / Key or signature missing or not valid', content: PROBLEM },
  '403': { description: '密钥不属于该系统 / The key belongs to another system', content: PROBLEM },
  '404': { description: '没有该数据流 / No such stream', content: PROBLEM },
  '408': { description: '接收超时 / The request took too long to arrive', content: PROBLEM },
  '409': {
    description:
      '同一 Idempotency-Key 仍在处理，稍后重试 / The same Idempotency-Key is being worked on, repeat later',
    content: PROBLEM,
  },
  '413': { description: '请求体过大，分批发送 / Body too large, send smaller batches', content: PROBLEM },
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
    description: '请求过多，按 Retry-After 重试 / Too many requests, repeat after Retry-After',
    content: PROBLEM,
  },
  '503': {
    description:
      '暂时无法保存，按 Retry-After 原样重试 / Cannot store now, repeat as it is after Retry-After',
    content: PROBLEM,
  },
};
