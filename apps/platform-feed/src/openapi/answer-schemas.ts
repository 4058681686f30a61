import type { JsonObject } from '@exchange/contracts';

const TEXT: JsonObject = { type: 'string' };
const TEXT_OR_NULL: JsonObject = { type: ['string', 'null'] };
const INSTANT: JsonObject = { type: 'string', format: 'date-time' };
const COUNT: JsonObject = { type: 'integer' };
const CURSOR: JsonObject = {
  type: ['string', 'null'],
  description: '没有下一页时为 null / null on the last page',
};
const LABEL = reference('Label');

function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

function object(properties: Record<string, JsonObject>): JsonObject {
  return { type: 'object', properties };
}

function list(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

const PROVENANCE: Record<string, JsonObject> = {
  revision: TEXT,
  eventId: TEXT,
  time: { ...INSTANT, description: '业务时间 / business time' },
  receivedTime: INSTANT,
  receipt: TEXT,
  mappingVersion: COUNT,
  historical: { type: 'boolean', description: '历史数据补录 / from a back-fill' },
  department: LABEL,
  jurisdiction: { oneOf: [LABEL, { type: 'null' }] },
  data: {
    type: ['object', 'null'],
    description: '按主题的结构，默认脱敏 / by the schema of the subject, masked',
  },
};

const RECORD: Record<string, JsonObject> = {
  system: TEXT,
  stream: TEXT,
  topic: TEXT,
  key: TEXT,
  subject: TEXT,
  title: LABEL,
  module: LABEL,
  chain: LABEL,
  place: TEXT_OR_NULL,
  state: { enum: ['active', 'withdrawn'] },
  warnings: list(TEXT),
  withdrawn: {
    type: ['object', 'null'],
    properties: { time: INSTANT, reason: { type: ['object', 'null'] } },
  },
  ...PROVENANCE,
};

/** Answers of the query API. */
export const ANSWER_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  Label: object({ code: TEXT, zh: TEXT, en: TEXT }),
  Record: object(RECORD),
  RecordPage: object({ records: list(reference('Record')), cursor: CURSOR }),
  HistoryEntry: object({
    effect: {
      enum: ['applied', 'history-only', 'unchanged'],
      description: '生效、旧版本仅存档、内容未变 / took effect, older than what stands, nothing new',
    },
    operation: { enum: ['upsert', 'delete'] },
    recordedTime: INSTANT,
    ...PROVENANCE,
  }),
  RecordWithHistory: object({
    record: reference('Record'),
    history: list(reference('HistoryEntry')),
    cursor: CURSOR,
  }),
  Identity: object({ kind: TEXT, value: TEXT_OR_NULL }),
  ChainAnswer: object({
    party: list(reference('Identity')),
    parties: {
      ...list(reference('Identity')),
      description: '该编号属于多个相对人时列出 / the parties, when the number belongs to several',
    },
    name: TEXT_OR_NULL,
    complete: {
      type: 'boolean',
      description: '审批、监管、执法、信用四环节齐全 / all four stages are there',
    },
    truncated: { type: 'boolean' },
    stages: list(
      object({ code: TEXT, zh: TEXT, en: TEXT, records: COUNT, firstTime: INSTANT, lastTime: INSTANT }),
    ),
    timeline: list(object({ ...RECORD, chain: TEXT, stage: LABEL, via: reference('Identity') })),
  }),
  Counts: object({
    by: TEXT,
    counts: list(object({ code: TEXT_OR_NULL, zh: TEXT, en: TEXT, active: COUNT, withdrawn: COUNT })),
    total: object({ active: COUNT, withdrawn: COUNT }),
  }),
};
