import type { ExchangeEvent } from '@exchange/contracts';
import type { Gap } from '@exchange/event-log';
import type { ReaderView } from './reader-view.ts';

/** The `event:` and `data:` lines of a server-sent event that holds a CloudEvent in JSON. */
export function eventMessage(event: ExchangeEvent, view: ReaderView): string {
  const attributes = JSON.stringify(attributesOf(event)).slice(0, -1);
  return `event: ${event.topic}\ndata: ${attributes},"data":${view.dataOf(event)}}\n\n`;
}

/** Tells a reader that a record which it may hold now belongs to others: what became of it is no longer its business. */
export function leftScopeMessage({ id, source, topic, key, time, revision }: ExchangeEvent): string {
  const data = {
    id,
    source,
    type: topic,
    subject: key,
    time,
    revision,
    zh: '该记录已不在本令牌或本次过滤的范围内，请删除所存副本',
    en: 'this record has left the scope of the token or of the filter; drop your copy of it',
  };
  return `event: left-scope\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Tells a reader that retention was faster than it, and what it missed. */
export function gapMessage({ topic, partition, expected, earliest }: Gap): string {
  const wasReset = earliest < expected;
  const data = {
    topic,
    partition,
    expected,
    earliest,
    missing: wasReset ? null : earliest - expected,
    zh: wasReset ? '日志已重建，从头开始' : '所请求位置的事件已过保留期，从现存最早的事件继续',
    en: wasReset
      ? 'the log was made anew; going on from its beginning'
      : 'events at the requested position are past their retention; going on from the earliest that is left',
  };
  return `event: gap\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The last message of a stream that is ended for a reason that the reader has to know. */
export function endMessage(code: string, zh: string, en: string): string {
  return `event: end\ndata: ${JSON.stringify({ code, zh, en })}\n\n`;
}

/** An `id:` line alone moves the reader's Last-Event-ID without being an event. */
export function idLine(id: string): string {
  return `id: ${id}\n`;
}

function attributesOf(event: ExchangeEvent): Record<string, string | number | boolean> {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.topic,
    subject: event.key,
    time: event.time,
    datacontenttype: 'application/json',
    department: event.department,
    ...(event.jurisdiction === null ? {} : { jurisdiction: event.jurisdiction }),
    operation: event.operation,
    revision: event.revision,
    mappingversion: event.mappingVersion,
    receivedtime: event.receivedTime,
    receipt: event.receipt,
    historical: event.historical,
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    ...(event.warnings === undefined ? {} : { warnings: event.warnings }),
  };
}
