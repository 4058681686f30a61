import type { JsonObject } from '@exchange/contracts';
import type { OpenApiOperation, OpenApiResponse } from '@exchange/runtime';
import { COUNTED_DAYS } from '../counts/counted-days.ts';
import { DAILY_COUNT_SCHEMA } from '../counts/daily-counts.service.ts';
import { PROBLEM, SECURITY, STREAM_REFUSALS } from './stream-refusals.ts';

const COUNT: JsonObject = { type: 'integer', minimum: 0 };
const DAY: JsonObject = { type: 'string', format: 'date' };

/** Schemas of the daily counts. */
export const COUNT_SCHEMAS: Record<string, JsonObject> = {
  DailyCount: DAILY_COUNT_SCHEMA,
  CountedDay: {
    type: 'object',
    required: ['day', 'state', 'reported', 'arrived', 'pendingReceipts', 'difference', 'advice'],
    properties: {
      day: { ...DAY, description: '北京时间的自然日 / A day of Asia/Shanghai' },
      state: {
        description:
          'provisional：当日未结束或尚有待写入的数据；unreported：未报送\n\nprovisional: the day is not over, or something is still pending; unreported: no count was reported',
        enum: ['agrees', 'differs', 'provisional', 'unreported'],
      },
      reported: {
        type: ['object', 'null'],
        properties: {
          records: COUNT,
          deleted: { type: ['integer', 'null'] },
          reportedTime: { type: 'string', format: 'date-time' },
          corrections: { ...COUNT, description: '更正次数 / How often it was corrected' },
        },
      },
      arrived: {
        description:
          '按收到时刻归日；同一 Idempotency-Key 的重试只计一次；测试密钥与历史补传不计\n\nBy the time of receipt; retries under one Idempotency-Key count once; trials and historical records do not count',
        type: 'object',
        required: ['receipts', 'records', 'accepted', 'quarantined', 'deleted'],
        properties: {
          receipts: COUNT,
          records: { ...COUNT, description: '记录数，不含撤回 / Records, withdrawals left out' },
          accepted: COUNT,
          quarantined: COUNT,
          deleted: {
            ...COUNT,
            description: '以 operation=delete 撤回的记录数 / Records withdrawn with operation=delete',
          },
        },
      },
      pendingReceipts: {
        ...COUNT,
        description: '尚未处理完、未计入的回执数 / Receipts that are not completed and not counted yet',
      },
      difference: {
        description: '实收减报送 / Arrived less reported',
        type: ['object', 'null'],
        properties: { records: { type: 'integer' }, deleted: { type: ['integer', 'null'] } },
      },
      advice: {
        type: 'object',
        required: ['zh', 'en'],
        properties: { zh: { type: 'string' }, en: { type: 'string' } },
      },
    },
  },
};

const COUNTED_DAY = { 'application/json': { schema: { $ref: '#/components/schemas/CountedDay' } } };

const REFUSALS: Readonly<Record<string, OpenApiResponse>> = {
  ...STREAM_REFUSALS,
  '403': {
    description:
      '密钥不属于该系统，或为测试密钥；或该数据流不由系统推送\n\nThe key belongs to another system or is a trial key; or the stream is not pushed',
    content: PROBLEM,
  },
  '429': { description: '请求过多 / Too many requests', content: PROBLEM },
};

const OF_STREAM: NonNullable<OpenApiOperation['parameters']> = [
  { name: 'system', in: 'path', required: true, schema: { type: 'string' } },
  { name: 'stream', in: 'path', required: true, schema: { type: 'string' } },
];

export const REPORT_COUNT_OPERATION: OpenApiOperation = {
  operationId: 'report-daily-count',
  summary: '报送每日数量 / Report the count of a day',
  description: `报送某日（北京时间）向该数据流发送的数量，答复为与实收的比对；再次报送即更正。可报送当日及此前 ${COUNTED_DAYS} 天\n\nTells how much was sent to the stream on a day (Asia/Shanghai) and is answered with the comparison; reporting again corrects it. For today and the ${COUNTED_DAYS} days before`,
  security: SECURITY,
  parameters: [...OF_STREAM, { name: 'day', in: 'path', required: true, schema: DAY }],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/DailyCount' },
        examples: { count: { summary: '1200 / 3', value: { records: 1200, deleted: 3 } } },
      },
    },
  },
  responses: {
    '200': { description: '比对结果 / The comparison', content: COUNTED_DAY },
    '400': {
      description: '内容有误，或日期超出范围 / Malformed, or the day is out of range',
      content: PROBLEM,
    },
    ...REFUSALS,
  },
};

export const LIST_COUNTS_OPERATION: OpenApiOperation = {
  operationId: 'daily-counts',
  summary: '查询每日数量 / Ask for daily counts',
  description: '逐日列出报送数与实收数 / Day by day what was reported and what arrived',
  security: SECURITY,
  parameters: [
    ...OF_STREAM,
    { name: 'from', in: 'query', description: '起始日（含） / First day', schema: DAY },
    { name: 'to', in: 'query', description: '截止日（含） / Last day', schema: DAY },
  ],
  responses: {
    '200': {
      description: '逐日比对 / Day by day',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['timeZone', 'days'],
            properties: {
              timeZone: { const: 'Asia/Shanghai' },
              days: { type: 'array', items: { $ref: '#/components/schemas/CountedDay' } },
            },
          },
        },
      },
    },
    '400': { description: '参数有误 / A parameter is wrong', content: PROBLEM },
    ...REFUSALS,
  },
};
