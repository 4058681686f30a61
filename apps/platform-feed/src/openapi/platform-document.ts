import { FAILURE_QUERY_SCHEMA, OBSERVATION_SCHEMAS } from '@exchange/consuming';
import type { JsonObject } from '@exchange/contracts';
import type { OpenApiDocument, OpenApiOperation, OpenApiResponse } from '@exchange/runtime';
import { CHAIN_QUERY_SCHEMA } from '../chains/chain-query.ts';
import { COUNT_QUERY_SCHEMA } from '../counts/counts.controller.ts';
import { RECORD_QUERY_SCHEMA } from '../records/record-query.ts';
import { HISTORY_QUERY_SCHEMA, RECORD_NAME_SCHEMA } from '../records/records.controller.ts';
import { ANSWER_SCHEMAS } from './answer-schemas.ts';

const GUIDE = `凭读取令牌查询“1+4”平台的当前记录、历史、全链条与统计；只见令牌范围内的数据，个人信息默认脱敏。

With a reader token: current records of the "1+4" platform, their history, the full chain of a party, and counts. A token
sees what is in its scope; personal data are masked unless it may see them.`;

/** The document of the query API. */
export function platformDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: '武进区“1+4”平台 · 查询接口 / Query API of the platform',
      version: '1',
      description: GUIDE,
    },
    paths: {
      '/v1/records': {
        get: operation('records', '查询记录 / List records', 'RecordPage', RECORD_QUERY_SCHEMA),
      },
      '/v1/records/{system}/{stream}/{topic}/{key}': { get: RECORD_OPERATION },
      '/v1/chains': {
        get: operation(
          'chain',
          '一个相对人的全链条 / The chain of one party',
          'ChainAnswer',
          CHAIN_QUERY_SCHEMA,
        ),
      },
      '/v1/chains/search': { post: SEARCH_OPERATION },
      '/v1/counts': { get: operation('counts', '统计 / Counts', 'Counts', COUNT_QUERY_SCHEMA) },
      '/v1/positions': { get: operation('positions', '消费进度 / How far the feed has come', 'Positions') },
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
      schemas: { ...ANSWER_SCHEMAS, ...OBSERVATION_SCHEMAS },
      securitySchemes: {
        readerToken: { type: 'http', scheme: 'bearer', description: '读取令牌 / The token of a reader' },
      },
    },
  };
}

const REFUSALS: Readonly<Record<string, OpenApiResponse>> = {
  '400': { description: '参数有误 / Something is wrong with the parameters' },
  '401': { description: '令牌缺失或无效 / The token is missing or not valid' },
  '503': { description: '数据库或事件日志暂不可用 / The database or the event log cannot be reached' },
};

function operation(
  operationId: string,
  summary: string,
  schema: string,
  query: JsonObject = { properties: {} },
): OpenApiOperation {
  return {
    operationId,
    summary,
    security: [{ readerToken: [] }],
    parameters: queryParameters(query),
    responses: { '200': answer(schema), ...REFUSALS },
  };
}

function answer(schema: string): OpenApiResponse {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return { description: '答复 / The answer', content };
}

function queryParameters(schema: JsonObject): NonNullable<OpenApiOperation['parameters']> {
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  return Object.entries(schema['properties'] as Record<string, JsonObject>).map(([name, declared]) => {
    const { description, ...own } = declared;
    return {
      name,
      in: 'query' as const,
      schema: own,
      ...(required.has(name) ? { required: true } : {}),
      ...(typeof description === 'string' ? { description } : {}),
    };
  });
}

const RECORD_OPERATION: OpenApiOperation = {
  ...operation(
    'record',
    '一条记录及其历史 / One record with its history',
    'RecordWithHistory',
    HISTORY_QUERY_SCHEMA,
  ),
  parameters: [
    ...Object.entries(RECORD_NAME_SCHEMA['properties'] as Record<string, JsonObject>).map(
      ([name, schema]) => ({
        name,
        in: 'path' as const,
        required: true,
        schema,
      }),
    ),
    ...queryParameters(HISTORY_QUERY_SCHEMA),
  ],
  responses: {
    '200': answer('RecordWithHistory'),
    ...REFUSALS,
    '404': { description: '没有这条记录，或不可见 / No such record, or outside what the token may see' },
  },
};

const SEARCH_OPERATION: OpenApiOperation = {
  operationId: 'chainSearch',
  summary: '同上，号码放在请求体中 / The same, with the number in the body',
  security: [{ readerToken: [] }],
  requestBody: { required: true, content: { 'application/json': { schema: CHAIN_QUERY_SCHEMA } } },
  responses: { '200': answer('ChainAnswer'), ...REFUSALS },
};
