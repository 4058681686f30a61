import type { JsonObject, Rejection } from '@exchange/contracts';
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
import { findLossyCell } from '../spreadsheet-number.ts';
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
export function decodeNdjson(body: Buffer, options: DecodeOptions, limits: DecodeLimits): DecodedBatch {
  const source = readSourceText(body, options.charset);
  if ('kind' in source) return options.isolateBroken ? decodeEachLine(body, source, options, limits) : source;
  const { utf8 } = source;
  const { firstLine = 1 } = options;
  const scanner = new JsonScanner(utf8, limits.depthMax);
  // A piece from the middle of a file is no document of its own, whatever it looks like.
  const isPiece = firstLine > 1;
  if (!isPiece && utf8[scanner.skipBlank(0, utf8.length)] === OPEN_LIST) return notNdjson();
  const lines = findLines(utf8, scanner, firstLine, limits.recordsMax);
  if (!lines) return tooManyRecords(limits.recordsMax);
  const raws = source.cut(lines.starts, lines.ends);
  const records: DecodedRecord[] = [];
  let broken = 0;
  for (const [index, start] of lines.starts.entries()) {
    const raw = raws[index]!;
    const line = lines.numbers[index]!;
    const decoded = decodeLine(utf8, scanner, start, lines.ends[index]!, line, limits);
    const lossy = options.isThroughSpreadsheet && 'value' in decoded ? findLossyCell(decoded.value) : null;
    if ('value' in decoded && !lossy) {
      records.push({ index, line, raw, value: decoded.value });
    } else {
      broken++;
      records.push({ index, line, raw, rejection: lossy ?? (decoded as { rejection: Rejection }).rejection });
    }
  }
  // A single document that was pretty-printed gives nothing but broken lines.
  return !isPiece && broken > 1 && broken === records.length && isOneDocument(utf8)
    ? notNdjson()
    : { kind: 'records', records };
}

/** Of a body that is not in its charset those lines are broken that are not; the body, when most of them are. */
function decodeEachLine(
  body: Buffer,
  whole: Unreadable,
  options: DecodeOptions,
  limits: DecodeLimits,
): DecodedBatch {
  const records: DecodedRecord[] = [];
  let strange = 0;
  let line = options.firstLine ?? 1;
  for (let start = 0; start < body.length; line++) {
    const feed = body.indexOf(LINE_FEED, start);
    const end = feed === -1 ? body.length : feed;
    const raw = body.subarray(start, end);
    const decoded = decodeNdjson(raw, { ...options, isolateBroken: false, firstLine: line }, limits);
    if (decoded.kind === 'records') {
      for (const record of decoded.records) records.push({ ...record, index: records.length });
    } else {
      strange++;
      const { zh, en } = decoded.detail;
      const broken = unreadableLine(`第 ${line} 行：${zh}`, `line ${line}: ${en}`);
      records.push({ index: records.length, line, raw, ...broken });
    }
    if (records.length > limits.recordsMax) return tooManyRecords(limits.recordsMax);
    start = end + 1;
  }
  return strange * 2 > records.length ? whole : { kind: 'records', records };
}

function findLines(utf8: Buffer, scanner: JsonScanner, firstLine: number, recordsMax: number): Lines | null {
  const lines: Lines = { starts: [], ends: [], numbers: [] };
  for (let start = 0, number = firstLine; start < utf8.length; number++) {
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
