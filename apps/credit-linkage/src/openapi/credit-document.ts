import { FAILURE_QUERY_SCHEMA, OBSERVATION_SCHEMAS } from '@exchange/consuming';
import type { JsonObject } from '@exchange/contracts';
import type { OpenApiDocument, OpenApiOperation } from '@exchange/runtime';
import { DISCLOSURE_QUERY_SCHEMA } from '../disclosures/disclosures.controller.ts';

const GUIDE = `凭读取令牌查询双公示报送情况；只见令牌范围内的数据，个人信息默认脱敏。字段名、单位照 2018 年格式（未核对标准原文）。

With a reader token: what was reported to the credit database. A token sees what is in its scope, personal data are masked.
Names and units of the fields are those of the 2018 layout (the standard itself was not at hand).`;

const TEXT: JsonObject = { type: 'string' };
const TEXT_OR_NULL: JsonObject = { type: ['string', 'null'] };
const INSTANT: JsonObject = { type: 'string', format: 'date-time' };

const DISCLOSURE: JsonObject = {
  type: 'object',
  properties: {
    id: {
      ...TEXT,
      description: '报送编号，由来源记录确定 / number of the disclosure, made of its source record',
    },
    topic: TEXT,
    system: TEXT,
    stream: TEXT,
    key: TEXT,
    table: { enum: ['licence', 'penalty'] },
    documentNo: TEXT_OR_NULL,
    state: { enum: ['reported', 'incomplete', 'not-reported', 'withdrawn'] },
    reason: { type: ['object', 'null'], properties: { zh: TEXT, en: TEXT } },
    missing: { type: 'array', items: TEXT, description: '缺失的必填字段 / required fields that are missing' },
    fields: { type: ['object', 'null'], description: '2018 年格式字段 / fields of the 2018 layout' },
    version: { type: 'integer' },
    handOver: {
      type: ['object', 'null'],
      properties: { operation: { enum: ['i', 'u', 'd'] }, batch: TEXT, time: INSTANT },
    },
    dueDate: {
      type: ['string', 'null'],
      format: 'date',
      description:
        '应公示的最后一日：决定之日后第七个工作日 / the last day to disclose it: the seventh working day after the decision',
    },
    withdrawnTime: { type: ['string', 'null'], format: 'date-time' },
    department: TEXT,
    jurisdiction: TEXT_OR_NULL,
    time: INSTANT,
    receivedTime: INSTANT,
    receipt: TEXT,
    eventId: TEXT,
  },
};

/** The document of the query API. */
export function creditDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: '双公示报送 · 查询接口 / Query API of the credit linkage',
      version: '1',
      description: GUIDE,
    },
    paths: {
      '/v1/disclosures': {
        get: operation(
          'disclosures',
          '查询报送记录 / List disclosures',
          'DisclosurePage',
          DISCLOSURE_QUERY_SCHEMA,
        ),
      },
      '/v1/positions': {
        get: operation('positions', '消费进度 / How far the linkage has come', 'Positions'),
      },
      '/v1/delivery-failures': {
        get: operation(
          'delivery-failures',
          '未能处理的事件 / Events that could not be applied',
          'DeliveryFailures',
          FAILURE_QUERY_SCHEMA,
        ),
      },
    },
    components: {
      schemas: {
        Disclosure: DISCLOSURE,
        DisclosurePage: {
          type: 'object',
          properties: {
            disclosures: { type: 'array', items: { $ref: '#/components/schemas/Disclosure' } },
            cursor: TEXT_OR_NULL,
          },
        },
        ...OBSERVATION_SCHEMAS,
      },
      securitySchemes: {
        readerToken: { type: 'http', scheme: 'bearer', description: '读取令牌 / The token of a reader' },
      },
    },
  };
}

function operation(
  operationId: string,
  summary: string,
  schema: string,
  query: JsonObject = { properties: {} },
): OpenApiOperation {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return {
    operationId,
    summary,
    security: [{ readerToken: [] }],
    parameters: Object.entries(query['properties'] as Record<string, JsonObject>).map(
      ([name, { description, ...own }]) => ({
        name,
        in: 'query' as const,
        schema: own,
        ...(typeof description === 'string' ? { description } : {}),
      }),
    ),
    responses: {
      '200': { description: '答复 / The answer', content },
      '400': { description: '参数有误 / Something is wrong with the parameters' },
      '401': { description: '令牌缺失或无效 / The token is missing or not valid' },
      '503': { description: '数据库或事件日志暂不可用 / The database or the event log cannot be reached' },
    },
  };
}
