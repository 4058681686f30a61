import { Controller, Get, Header, Param } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import { CurrentReader, type Reader } from '@exchange/runtime';
import { Topics } from './topics.ts';

interface TopicEntry {
  readonly topic: string;
  readonly subject: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly chain: string;
  readonly module: string;
  readonly sharing: string;
  readonly partitions: number;
  readonly retentionDays: number;
  readonly schema: string;
  readonly events: string;
}

@Controller('v1/topics')
export class TopicsController {
  constructor(private readonly topics: Topics) {}

  @Get()
  list(@CurrentReader() reader: Reader): { topics: readonly TopicEntry[] } {
    const topics = this.topics.readableBy(reader).map((subject) => ({
      topic: subject.topic,
      subject: subject.subject,
      title: { zh: subject.title.zh, en: subject.title.en },
      chain: subject.chain,
      module: subject.module,
      sharing: subject.sharing,
      partitions: subject.partitions,
      retentionDays: subject.retentionDays,
      schema: `/v1/topics/${subject.topic}/schema`,
      events: `/v1/topics/${subject.topic}/events`,
    }));
    return { topics };
  }

  @Get(':topic/schema')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  schema(@CurrentReader() reader: Reader, @Param('topic') topic: string): JsonObject {
    return this.topics.find(reader, topic).schema;
  }
}
