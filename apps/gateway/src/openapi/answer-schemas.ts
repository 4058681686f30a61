import { REJECTION_CODES, WARNING_CODES, type JsonObject } from '@exchange/contracts';
import { reportsToldMax } from '@exchange/pipeline';

const DETAIL: JsonObject = {
  type: 'object',
  required: ['zh', 'en'],
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
};

/** Schemas of what the gateway answers. */
export function answerSchemas(): Record<string, JsonObject> {
  return {
    Answer: {
      type: 'object',
      required: ['receipt', 'counts', 'quarantined', 'accepted'],
      properties: {
        receipt: { $ref: '#/components/schemas/ReceiptHead' },
        counts: {
          type: 'object',
          required: ['records', 'accepted', 'quarantined'],
          properties: { records: COUNT, accepted: COUNT, quarantined: COUNT },
        },
        quarantined: {
          description: `隔离的记录，至多列 ${reportsToldMax} 条 / Quarantined records, ${reportsToldMax} of them at most`,
          type: 'array',
          items: { $ref: '#/components/schemas/RecordReport' },
        },
        accepted: {
          description:
            '已接收但有疑点的记录，同样限量 / Accepted records that raise a doubt, as many at most',
          type: 'array',
          items: { $ref: '#/components/schemas/RecordReport' },
        },
        unlisted: UNLISTED,
        advice: DETAIL,
      },
    },
    Receipt: {
      type: 'object',
      required: ['receipt'],
      properties: {
        receipt: { $ref: '#/components/schemas/ReceiptHead' },
        counts: { type: 'object' },
        quarantined: { type: 'array', items: { $ref: '#/components/schemas/RecordReport' } },
        accepted: { type: 'array', items: { $ref: '#/components/schemas/RecordReport' } },
        cursor: {
          description: '下一页；没有时为 null / The next page, null on the last one',
          type: ['string', 'null'],
        },
      },
    },
    ReceiptHead: {
      type: 'object',
      required: [
        'id',
        'system',
        'stream',
        'digest',
        'bytes',
        'receivedTime',
        'mappingVersion',
        'trial',
        'historical',
        'pending',
      ],
      properties: {
        id: { type: 'string', format: 'uuid' },
        system: { type: 'string' },
        stream: { type: 'string' },
        digest: { description: '请求体（解压后）的 SHA-256 / SHA-256 of the body, inflated', type: 'string' },
        bytes: COUNT,
        receivedTime: { type: 'string', format: 'date-time' },
        completedTime: { type: 'string', format: 'date-time' },
        mappingVersion: { type: 'integer' },
        idempotencyKey: { type: ['string', 'null'] },
        trial: {
          description: '用测试密钥发送，不进入平台 / Sent with a trial key, reaches no platform',
          type: 'boolean',
        },
        historical: {
          description: '补传的历史数据 / A back-fill of what the system already held',
          type: 'boolean',
        },
        pending: {
          description: '已可靠保存、尚未写入事件日志 / Safely stored, not in the event log yet',
          type: 'boolean',
        },
        repeated: {
          description: '重复请求，返回首次的结果 / A repeated request: the first answer again',
          type: 'boolean',
        },
      },
    },
    RecordReport: {
      type: 'object',
      required: ['index', 'key', 'rejections', 'warnings'],
      properties: {
        index: { description: '在请求体中的序号，从 0 起 / Place in the body, from 0', type: 'integer' },
        line: {
          description: '所在行号，从 1 起（CSV、NDJSON） / Line on which it starts, from 1 (CSV, NDJSON)',
          type: 'integer',
        },
        key: {
          description: '记录主键（可读出时） / Key of the record, where it could be read',
          type: ['string', 'null'],
        },
        rejections: { type: 'array', items: finding(REJECTION_CODES) },
        warnings: { type: 'array', items: finding(WARNING_CODES) },
        moreFindings: {
          description: '未列出的其余问题数 / Findings beyond those that are listed',
          type: 'integer',
        },
      },
    },
    Problem: {
      description: 'RFC 9457',
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'code', 'zh', 'en', 'traceId'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        code: { type: 'string' },
        zh: { type: 'object' },
        en: { type: 'object' },
        instance: { type: 'string' },
        traceId: { type: 'string' },
      },
    },
  };
}

const COUNT: JsonObject = { type: 'integer', minimum: 0 };

const UNLISTED: JsonObject = {
  description: '未在此列出的条数及查询地址 / How many are not listed here, and where to ask for them',
  type: 'object',
  required: ['quarantined', 'accepted'],
  properties: {
    quarantined: COUNT,
    accepted: COUNT,
    href: { type: 'string' },
    zh: { type: 'string' },
    en: { type: 'string' },
  },
};

function finding(codes: readonly string[]): JsonObject {
  return {
    type: 'object',
    required: ['code', 'at', 'detail'],
    properties: {
      code: { enum: [...codes] },
      at: { description: '原记录中的位置（JSON Pointer） / Place in the source record', type: 'string' },
      detail: DETAIL,
      output: { type: 'string' },
      target: { type: 'string' },
    },
  };
}
