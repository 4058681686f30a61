import type { JsonObject, Rejection } from '@exchange/contracts';
import {
  tooManyRecords,
  unreadable,
  type DecodedBatch,
  type DecodedRecord,
  type Unreadable,
} from '../decoded-batch.ts';
import type { DecodeLimits } from '../limits.ts';
import type { SourceText } from '../source-text.ts';
import { JsonScanner } from './json-scanner.ts';
import { parseRecord } from './parse-record.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const OPEN_LIST = 0x5b;

interface Lines {
  readonly starts: number[];
  readonly ends: number[];
  /** Line numbers from 1, blank lines counted. */
  readonly numbers: number[];
}

/** One JSON object per line; a broken line breaks no other. */
export function decodeNdjson(source: SourceText, limits: DecodeLimits): DecodedBatch {
  const { utf8 } = source;
  const scanner = new JsonScanner(utf8, limits.depthMax);
  if (utf8[scanner.skipBlank(0, utf8.length)] === OPEN_LIST) return notNdjson();
  const lines = findLines(utf8, scanner, limits.recordsMax);
  if (!lines) return tooManyRecords(limits.recordsMax);
  const raws = source.cut(lines.starts, lines.ends);
  const records: DecodedRecord[] = [];
  let broken = 0;
  for (const [index, start] of lines.starts.entries()) {
    const raw = raws[index]!;
    const line = lines.numbers[index]!;
    const decoded = decodeLine(utf8, scanner, start, lines.ends[index]!, line, limits);
    if ('value' in decoded) {
      records.push({ index, raw, value: decoded.value });
    } else {
      broken++;
      records.push({ index, raw, rejection: decoded.rejection });
    }
  }
  // A single document that was pretty-printed gives nothing but broken lines.
  return broken > 1 && broken === records.length && isOneDocument(utf8)
    ? notNdjson()
    : { kind: 'records', records };
}

function findLines(utf8: Buffer, scanner: JsonScanner, recordsMax: number): Lines | null {
  const lines: Lines = { starts: [], ends: [], numbers: [] };
  for (let start = 0, number = 1; start < utf8.length; number++) {
    const feed = utf8.indexOf(LINE_FEED, start);
    const next = feed === -1 ? utf8.length : feed;
    const end = next > start && utf8[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    if (scanner.skipBlank(start, end) < end) {
      if (lines.starts.length === recordsMax) return null;
      lines.starts.push(start);
      lines.ends.push(end);
      lines.numbers.push(number);
    }
    start = next + 1;
  }
  return lines;
}

function decodeLine(
  utf8: Buffer,
  scanner: JsonScanner,
  start: number,
  end: number,
  line: number,
  limits: DecodeLimits,
): { value: JsonObject } | { rejection: Rejection } {
  const after = scanner.skipValue(scanner.skipBlank(start, end), end);
  if (after < 0 && scanner.failure === 'too-deep') {
    return unreadableLine(`第 ${line} 行嵌套层数过多`, `line ${line} is nested too deeply`);
  }
  if (after < 0)
    return unreadableLine(`第 ${line} 行的 JSON 不完整`, `the JSON of line ${line} is incomplete`);
  const parsed = parseRecord(utf8.toString('utf8', start, end), end - start, scanner, limits);
  if (parsed.kind !== 'syntax') return parsed;
  const column = parsed.offset + 1;
  return unreadableLine(
    `第 ${line} 行第 ${column} 个字符处 JSON 语法错误`,
    `JSON syntax error in line ${line}, character ${column}`,
  );
}

function unreadableLine(zh: string, en: string): { rejection: Rejection } {
  return { rejection: { code: 'unreadable-record', at: '', detail: { zh, en } } };
}

function isOneDocument(utf8: Buffer): boolean {
  try {
    JSON.parse(utf8.toString());
    return true;
  } catch {
    return false;
  }
}

function notNdjson(): Unreadable {
  return unreadable(
    'line 1',
    '报文是一个 JSON 文档，不是每行一个对象的 NDJSON；请用 Content-Type: application/json',
    'the body is one JSON document, not NDJSON with one object per line: use Content-Type: application/json',
  );
}
