import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { SubjectSchema } from '@exchange/contracts';
import { CurrentReader, Problem, schemaPipe, type Reader } from '@exchange/runtime';
import type { FastifyReply } from 'fastify';
import { Topics } from '../topics/topics.ts';
import { decodeVector } from './position-vector.ts';
import { Codes } from './codes.ts';
import { streamFilter } from './stream-filter.ts';
import { Streams, type StreamStart } from './streams.ts';

const CODES = { type: 'array', maxItems: 200, items: { type: 'string', minLength: 1, maxLength: 64 } };

const QUERY = schemaPipe(
  {
    type: 'object',
    additionalProperties: false,
    properties: {
      jurisdiction: CODES,
      department: CODES,
      from: { type: 'string', enum: ['earliest', 'now'], default: 'now' },
    },
  },
  { coerce: true },
);

interface EventsQuery {
  readonly jurisdiction?: readonly string[];
  readonly department?: readonly string[];
  readonly from: 'earliest' | 'now';
}

@Controller('v1/topics/:topic/events')
export class EventsController {
  constructor(
    private readonly topics: Topics,
    private readonly codes: Codes,
    private readonly streams: Streams,
  ) {}

  @Get()
  @RouteConfig({ stream: true })
  async stream(
    @CurrentReader() reader: Reader,
    @Param('topic') topic: string,
    @Query(QUERY) query: EventsQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const subject = this.topics.find(reader, topic);
    const wish = { jurisdictions: query.jurisdiction ?? null, departments: query.department ?? null };
    const admits = streamFilter(reader.scope, wish, this.codes);
    const start = startOf(subject, lastEventId, query.from);
    const stream = await this.streams.prepare({ reader, subject, admits, start });
    const headers = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    stream(reply.raw, headers);
  }
}

function startOf(
  subject: SubjectSchema,
  lastEventId: string | undefined,
  from: EventsQuery['from'],
): StreamStart {
  if (lastEventId === undefined || lastEventId === '') return from;
  const vector = decodeVector(subject.topic, subject.partitions, lastEventId);
  if (vector) return vector;
  throw new Problem({
    status: 400,
    code: 'malformed-last-event-id',
    detail: {
      zh: 'Last-Event-ID 不是本主题给出的位置；去掉该请求头可从现在（from=now）或最早（from=earliest）开始',
      en: 'Last-Event-ID is no place that this topic gave out; leave it out to begin now (from=now) or at the earliest event',
    },
  });
}
