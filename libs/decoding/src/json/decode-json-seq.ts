import {
  tooManyRecords,
  unreadable,
  type DecodedBatch,
  type DecodedRecord,
  type DecodeOptions,
  type Unreadable,
} from '../decoded-batch.ts';
import type { DecodeLimits } from '../limits.ts';
import { readSourceText } from '../source-text.ts';
import { decodeJson } from './decode-json.ts';

const RECORD_SEPARATOR = 0x1e;
const LINE_FEED = 0x0a;
const NEXT_TEXT = Buffer.from([LINE_FEED, RECORD_SEPARATOR]);

/**
 * JSON texts one after the other, each as 0x1E, text, line feed (RFC 7464): how the messages of a queue become one body. Each
 * text is read as a JSON body of its own, with the same pointer; one that cannot be read is one broken record with all its
 * bytes and breaks no other. A text ends where a line feed and 0x1E follow each other, so a lone 0x1E belongs to its text. No
 * character of our charsets has 0x1E or a line feed as a later byte, so texts are found before any charset is looked at.
 */
export function decodeJsonSeq(body: Buffer, options: DecodeOptions, limits: DecodeLimits): DecodedBatch {
  if (body.length === 0) return { kind: 'records', records: [] };
  if (body[0] !== RECORD_SEPARATOR)
    return unreadable(
      'byte 0',
      '此处应为 JSON 文本序列（RFC 7464）的分隔符 0x1E',
      'a sequence of JSON texts (RFC 7464) starts with 0x1E',
    );
  const records: DecodedRecord[] = [];
  for (let start = 1; start <= body.length;) {
    const next = body.indexOf(NEXT_TEXT, start);
    const end = next !== -1 ? next : body.length - (endsWithLineFeed(body, start) ? 1 : 0);
    const text = body.subarray(start, end);
    const decoded = decodeText(text, options, limits);
    const added = decoded.kind === 'records' ? decoded.records : [brokenText(text, decoded)];
    if (records.length + added.length > limits.recordsMax) return tooManyRecords(limits.recordsMax);
    for (const record of added) records.push({ ...record, index: records.length });
    start = next === -1 ? body.length + 1 : next + NEXT_TEXT.length;
  }
  return { kind: 'records', records };
}

function endsWithLineFeed(body: Buffer, start: number): boolean {
  return body.length > start && body[body.length - 1] === LINE_FEED;
}

function decodeText(text: Buffer, options: DecodeOptions, limits: DecodeLimits): DecodedBatch {
  const source = readSourceText(text, options.charset);
  return 'kind' in source ? source : decodeJson(source, options.records ?? '', limits, options.isolateBroken);
}

function brokenText(text: Buffer, { at, detail }: Unreadable): DecodedRecord {
  const rejection = { code: 'unreadable-record', at: at.startsWith('/') ? at : '', detail } as const;
  return { index: 0, raw: text, rejection };
}
