import type { JsonObject, SubjectSchema } from '@exchange/contracts';
import type { OpenApiDocument, OpenApiOperation } from '@exchange/runtime';

/** What the command centre promises to its readers. */
export function commandCentreDocument(subjects: readonly SubjectSchema[]): OpenApiDocument {
  const topics = subjects.map(({ topic }) => topic);
  const topic = {
    name: 'topic',
    in: 'path',
    required: true,
    schema: { type: 'string', enum: topics },
    example: topics[0] ?? '',
  } as const;
  return {
    openapi: '3.1.0',
    info: {
      title: '指挥调度 · 订阅接口 Command centre streams',
      version: '1.0',
      description: GUIDE,
    },
    tags: [{ name: '订阅 Streams' }, { name: '主题 Topics' }],
    paths: {
      '/v1/topics/{topic}/events': { get: eventsOperation(topic) },
      '/v1/topics': {
        get: operation('listTopics', '可读的主题 Topics that the token covers', '主题 Topics', {
          200: { description: '主题清单\n\nThe list of topics' },
        }),
      },
      '/v1/topics/{topic}/schema': {
        get: {
          ...operation('readSchema', '主题的数据结构 Schema of a topic', '主题 Topics', {
            200: { description: 'JSON Schema 2020-12' },
            ...TOPIC_PROBLEMS,
          }),
          parameters: [topic],
        },
      },
    },
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            '由数据局发放的读取令牌，只放在 `Authorization` 请求头中。\n\nA reader’s token, in the `Authorization` header only.',
        },
      },
      schemas: Object.fromEntries(subjects.map(({ topic: name, schema }) => [name, schema])),
    },
  };
}

const GUIDE = `按主题订阅武进区的规范化记录，一秒之内送达，同一记录的变更按先后顺序。

Canonical records of the district by topic, within a second, in order per record.

- 断线后带上最后收到的 \`Last-Event-ID\` 重连，不丢失、不重复
- reconnect with the last \`Last-Event-ID\` that came: nothing is lost or doubled
- 收到的每条事件都是该记录当时最新的内容，直接覆盖所存副本即可：迟到的旧版本（\`revision\` 较低）和重复到达的事件只进入历史（见平台查询接口），不在此推送；\`revision\` 相同或不可比较时以日志先后为准
- each event says how its record was from then on, so let it replace your copy: an older revision that arrives late, or an event that arrives again, belongs to the record's history (see the platform's query API) and is not streamed; where revisions tie or cannot be compared, the order of the log decides
- 每 15 秒有一条心跳注释；45 秒没有任何内容即可判定断线
- a heartbeat comment comes every 15 s; after 45 s of silence take the connection for broken`;

const FILTER = { type: 'array', items: { type: 'string' } } as const;

const TOPIC_PROBLEMS = {
  401: { description: '令牌缺失、无效、过期或已吊销\n\nNo token, or one that is not in force' },
  403: {
    description:
      '令牌不含该主题，或过滤条件超出其范围\n\nThe topic or a filter lies outside of the token’s scope',
  },
  404: { description: '没有这个主题\n\nThere is no such topic' },
};

function eventsOperation(topic: NonNullable<OpenApiOperation['parameters']>[number]): OpenApiOperation {
  return {
    ...operation('streamEvents', '订阅主题的事件 Stream the events of a topic', '订阅 Streams', {
      200: {
        description: `一直打开的 \`text/event-stream\`。消息的 \`event\` 为主题名，\`data\` 为 CloudEvents 1.0 的 JSON。

A \`text/event-stream\` that stays open. \`event\` is the topic, \`data\` a CloudEvent 1.0 in JSON.

- \`event: gap\`：所请求的位置不在日志中。\`kind\` 为 \`retention\`：已过保留期，\`missing\` 为缺失条数，随后从现存最早处继续；为 \`made-anew\`：日志已重建或从备份恢复，随后从新日志开头继续，已收过的事件可凭 \`id\` 识别，缺了什么无法得知，应核对所存副本
- \`event: gap\`: the requested place is not in the log. \`kind\` \`retention\`: it is past its retention, \`missing\` says how many events you lack, the stream goes on from the earliest that is left; \`made-anew\`: the log was made anew or restored, the stream goes on from its beginning, events that you have had are known by their \`id\`; what is missing nobody knows, so check your copies
- \`event: left-scope\`：记录已移出令牌或过滤的范围，请删除所存副本
- \`event: left-scope\`: a record has left the scope of the token or the filter; drop your copy
- \`event: end\`：令牌已失效，连接随即关闭
- \`event: end\`: the token is no longer in force, the connection closes`,
        content: { 'text/event-stream': { example: EXAMPLE } },
      },
      400: { description: '参数、代码或 Last-Event-ID 有误\n\nA parameter, code or Last-Event-ID is wrong' },
      ...TOPIC_PROBLEMS,
      429: { description: '该令牌打开的订阅过多\n\nToo many streams of this token' },
      503: { description: '暂时无法服务，见 Retry-After\n\nTemporarily unavailable, see Retry-After' },
    }),
    parameters: [
      topic,
      {
        name: 'jurisdiction',
        in: 'query',
        schema: FILTER,
        description: '属地代码，可重复\n\nCode of a town, subdistrict or zone; repeatable',
      },
      {
        name: 'department',
        in: 'query',
        schema: FILTER,
        description: '部门代码，可重复\n\nCode of a department; repeatable',
      },
      {
        name: 'from',
        in: 'query',
        schema: { type: 'string', enum: ['now', 'earliest'], default: 'now' },
        description: '没有 Last-Event-ID 时从何处开始\n\nWhere to begin without a Last-Event-ID',
      },
      {
        name: 'Last-Event-ID',
        in: 'header',
        schema: { type: 'string' },
        description: '上次收到的 `id`\n\nThe last `id` that came',
      },
    ],
    'x-curl': [
      `curl -N '__BASE_URL__/v1/topics/${String(topic.example)}/events?from=earliest' \\\n  -H "Authorization: Bearer $TOKEN"`,
    ],
  };
}

function operation(
  operationId: string,
  summary: string,
  tag: string,
  responses: OpenApiOperation['responses'],
): OpenApiOperation {
  return { operationId, summary, tags: [tag], security: [{ token: [] }], responses };
}

const DATA: JsonObject = {
  specversion: '1.0',
  id: 'h3mN0b4pZ7y2XkQ1vS8wT5rU6aC9dE_f',
  source: '/systems/hotline-12345/work-orders',
  type: 'wujin.work-order.v1',
  subject: 'GD202603150001',
  time: '2026-03-15T01:20:00.000Z',
  datacontenttype: 'application/json',
  department: 'urban-management',
  jurisdiction: '320412100',
  operation: 'upsert',
  revision: 's2026-03-15T01:20:00.000Z',
  mappingversion: 1,
  receivedtime: '2026-03-15T01:20:01.204Z',
  receipt: '0195981e-7a34-7c1e-8f52-0a6b1c2d3e4f#0',
  historical: false,
  data: {},
};

const EXAMPLE = `retry: 1000

id: AQ2m8kYqBwAAEgA
event: wujin.work-order.v1
data: ${JSON.stringify(DATA)}

:
`;
