import type { OpenApiDocument } from '@exchange/runtime';
import { serveOpenApi } from '@exchange/runtime';
import { startApp, type StartedApp } from './started-app.ts';

const DOCUMENT: OpenApiDocument = {
  openapi: '3.1.0',
  info: {
    title: '数据共享交换 · 推送接口',
    version: '1.0',
    description:
      '把记录推送到交换网关。\n\nPush records to the gateway.\n\n- 每批不超过 `500` 条\n- at most `500` records',
  },
  tags: [{ name: '推送 Push' }],
  paths: {
    '/v1/systems/{system}/records': {
      post: {
        operationId: 'pushRecords',
        summary: '推送一批记录 Push a batch',
        tags: ['推送 Push'],
        security: [{ apiKey: [] }],
        parameters: [
          {
            name: 'system',
            in: 'path',
            required: true,
            schema: { type: 'string' },
            example: 'hotline-12345',
            description: '系统编号',
          },
          { name: 'dryRun', in: 'query', schema: { type: 'boolean', default: false } },
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: true,
            schema: { type: 'string' },
            example: "it's-1",
          },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Ticket' },
              example: { 编号: 'A<1>' },
            },
          },
        },
        responses: {
          200: { description: '全部接收 All accepted' },
          422: { description: '全部退回 All rejected' },
        },
      },
    },
    '/v1/receipts/{id}': {
      get: { operationId: 'readReceipt', summary: '查询回执', responses: { 200: { description: 'ok' } } },
    },
  },
  components: {
    securitySchemes: {
      apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: '由数据局发放' },
    },
    schemas: {
      Ticket: {
        title: '工单',
        type: 'object',
        required: ['party'],
        properties: {
          party: { $ref: '#/$defs/party', 'x-title': { zh: '当事人', en: 'Party' } },
          items: { type: 'array', items: { type: 'object', properties: { code: { enum: ['a', 'b'] } } } },
        },
        $defs: {
          party: {
            type: 'object',
            properties: { born: { type: 'string', format: 'date', title: '出生日期' } },
          },
        },
      },
    },
  },
};

let started: StartedApp;
let page: string;

beforeAll(async () => {
  started = await startApp({ configure: (fastify) => serveOpenApi(fastify, DOCUMENT) });
  const response = await fetch(`${started.url}/docs`);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  page = await response.text();
});

afterAll(async () => {
  await started.stop();
});

const text = (html: string): string =>
  html
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

describe('serveOpenApi', () => {
  test('serves the document as it is', async () => {
    expect(await (await fetch(`${started.url}/openapi.json`)).json()).toEqual(
      JSON.parse(JSON.stringify(DOCUMENT)),
    );
  });

  test('the page fetches nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\(/i);
  });

  test('the page shows a command that can be pasted into a shell', () => {
    expect(text(page)).toContain(`curl -X POST '${started.url}/v1/systems/hotline-12345/records' \\
  -H "X-Api-Key: $API_KEY" \\
  -H 'Idempotency-Key: it'\\''s-1' \\
  -H 'Content-Type: application/json' \\
  --data-binary '{
  "编号": "A<1>"
}'`);
  });

  test('text of the document cannot become markup', () => {
    expect(page).not.toContain('A<1>');
  });

  test('fields of a schema are listed with their paths, types and meaning', () => {
    for (const shown of ['party.born', 'string (date)', '出生日期', 'items[].code', 'a | b', '当事人 Party'])
      expect(page).toContain(shown);
  });

  test('answers and parameters are listed; operations without a tag are not forgotten', () => {
    for (const shown of ['全部退回 All rejected', '系统编号', 'id="readReceipt"', '由数据局发放'])
      expect(page).toContain(shown);
  });
});
