import type { ExchangeEvent } from '@exchange/contracts';
import { gapKind, type Gap, type LoggedEvent } from '@exchange/event-log';
import type { ReaderView } from './reader-view.ts';

/**
 * The `event:` and `data:` lines of a server-sent event that holds a CloudEvent in JSON; null when somebody else than the
 * gateway wrote it into the log: its data is no JSON object, or its type is not the topic.
 */
export function eventMessage({ topic, event }: LoggedEvent, view: ReaderView): string | null {
  const data = event.topic === topic ? view.dataOf(event) : null;
  if (data === null) return null;
  const attributes = JSON.stringify(attributesOf(event)).slice(0, -1);
  return `event: ${topic}\ndata: ${attributes},"data":${data}}\n\n`;
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

/** Tells a reader that its place is not in the log, why, and what it missed as far as that is known. */
export function gapMessage(gap: Gap): string {
  const { topic, partition, expected, earliest } = gap;
  const kind = gapKind(gap);
  const missing = kind === 'retention' ? earliest - expected : null;
  const data = { kind, topic, partition, expected, earliest, missing, ...GAP_TEXTS[kind] };
  return `event: gap\ndata: ${JSON.stringify(data)}\n\n`;
}

const GAP_TEXTS = {
  retention: {
    zh: '所请求位置的事件已过保留期，从现存最早的事件继续',
    en: 'events at the requested position are past their retention; going on from the earliest that is left',
  },
  'made-anew': {
    zh: '日志已重建，所请求的位置不复存在；从新日志的开头继续，已收过的事件可凭 id 识别',
    en: 'the log was made anew and does not know the requested position; going on from its beginning, events that you have had are known by their id',
  },
} as const;

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
