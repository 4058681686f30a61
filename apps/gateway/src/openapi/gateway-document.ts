import type { Catalog } from '@exchange/catalog';
import type { OpenApiDocument, OpenApiOperation } from '@exchange/runtime';
import { answerSchemas } from './answer-schemas.ts';
import { COUNT_SCHEMAS, LIST_COUNTS_OPERATION, REPORT_COUNT_OPERATION } from './count-operations.ts';
import { GUIDE } from './guide.ts';
import { streamOperation } from './stream-operation.ts';

/** The document of the push API: one operation for each stream, with the samples of its adapter as examples. */
export async function gatewayDocument(catalog: Catalog): Promise<OpenApiDocument> {
  const paths: Record<string, Record<string, OpenApiOperation>> = {
    '/v1/receipts/{id}': { get: RECEIPT_OPERATION },
    '/v1/systems/{system}/streams/{stream}/daily-counts/{day}': { put: REPORT_COUNT_OPERATION },
    '/v1/systems/{system}/streams/{stream}/daily-counts': { get: LIST_COUNTS_OPERATION },
  };
  for (const { adapter, streams } of catalog.systems.values()) {
    for (const entry of streams.values()) {
      if (entry.source.kind !== 'push') continue;
      const path = `/v1/systems/${adapter.id}/streams/${entry.manifest.id}/records`;
      paths[path] = { post: await streamOperation(adapter, entry) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '武进区数据共享交换网关 · 推送接口 / Push API of the exchange gateway',
      version: '1',
      description: GUIDE,
    },
    tags: [...catalog.systems.values()].map(({ adapter }) => ({
      name: adapter.id,
      description: `${adapter.name.zh} / ${adapter.name.en}`,
    })),
    paths,
    components: {
      schemas: { ...answerSchemas(), ...COUNT_SCHEMAS, ...sourceSchemas(catalog) },
      securitySchemes: {
        exchangeSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Exchange-Signature',
          description: '签名请求，见上文 / Signed requests, see above',
        },
        exchangeKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            '系统的 API 密钥；也可改用签名请求（见上文）\n\nThe API key of the system; signed requests are described above',
        },
      },
    },
  };
}

function sourceSchemas(catalog: Catalog): Record<string, Catalog['mappingMetaSchema']> {
  const schemas: Record<string, Catalog['mappingMetaSchema']> = {};
  for (const [system, { streams }] of catalog.systems) {
    for (const [stream, entry] of streams) {
      const { $schema: _, $id: __, ...schema } = entry.sourceSchema;
      schemas[`${system}.${stream}`] = schema;
    }
  }
  return schemas;
}

const RECEIPT_OPERATION: OpenApiOperation = {
  operationId: 'receipt',
  summary: '查询回执 / Ask for a receipt',
  description:
    '证明何时收到何内容，并分页列出未通过或存疑的记录\n\nProves when what was delivered, and lists the records that did not pass or raise a doubt, page by page',
  security: [{ exchangeKey: [] }],
  parameters: [
    { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
    {
      name: 'cursor',
      in: 'query',
      description: '上一页给出的 cursor / cursor of the page before',
      schema: { type: 'string', maxLength: 64 },
    },
  ],
  responses: {
    '200': {
      description: '回执 / The receipt',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Receipt' } } },
    },
    '400': { description: 'cursor 有误 / The cursor is wrong' },
    '401': { description: '密钥缺失或无效 / The key is missing or not valid' },
    '404': { description: '本系统没有这个回执 / This system has no such receipt' },
  },
};
