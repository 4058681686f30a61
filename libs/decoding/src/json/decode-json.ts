import type { Rejection } from '@exchange/contracts';
import {
  unreadable,
  tooManyRecords,
  type DecodedBatch,
  type DecodedRecord,
  type Unreadable,
} from '../decoded-batch.ts';
import type { DecodeLimits } from '../limits.ts';
import type { SourceText } from '../source-text.ts';
import { locateRecords } from './locate-records.ts';
import { JsonScanner } from './json-scanner.ts';
import { parseRecord, type ScannedFacts } from './parse-record.ts';
import { syntaxError, scanError } from './json-errors.ts';

const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

interface Extents {
  readonly starts: number[];
  readonly ends: number[];
  readonly facts: ScannedFacts[];
  /** Offset after the last value and what closes it. */
  readonly end: number;
}

/**
 * A JSON object, a list of objects, or an envelope with such a list at `pointer`. `isolateBroken`: an element whose syntax is
 * wrong although its brackets and quotes match is a broken record.
 */
export function decodeJson(
  source: SourceText,
  pointer: string,
  limits: DecodeLimits,
  isolateBroken = false,
): DecodedBatch {
  const { utf8 } = source;
  const scanner = new JsonScanner(utf8, limits.depthMax);
  const located = locateRecords(source, scanner, pointer);
  if ('kind' in located) return located;
  const { start } = located;
  const head = utf8[start];
  if (head !== OPEN_LIST && head !== OPEN_OBJECT) {
    return unreadable(
      pointer,
      '此处应为 JSON 对象或对象数组',
      'a JSON object or a list of objects is expected here',
    );
  }
  const extents =
    head === OPEN_LIST ? scanList(source, scanner, start, limits) : scanOne(source, scanner, start);
  if ('kind' in extents) return extents;
  const outside =
    pointer === ''
      ? checkEnd(source, scanner, extents.end)
      : checkEnvelope(source, start, extents.end, limits);
  if (outside) return outside;
  return parseAll(source, extents, limits, isolateBroken && head === OPEN_LIST);
}

function scanOne(source: SourceText, scanner: JsonScanner, start: number): Extents | Unreadable {
  const end = scanner.skipValue(start, source.utf8.length);
  if (end < 0) return scanError(source, scanner.failure, start);
  return { starts: [start], ends: [end], facts: [factsOf(scanner)], end };
}

function scanList(
  source: SourceText,
  scanner: JsonScanner,
  start: number,
  limits: DecodeLimits,
): Extents | Unreadable {
  const { utf8 } = source;
  const extents = { starts: [] as number[], ends: [] as number[], facts: [] as ScannedFacts[] };
  let at = scanner.skipBlank(start + 1, utf8.length);
  if (utf8[at] === CLOSE_LIST) return { ...extents, end: at + 1 };
  for (;;) {
    at = scanner.skipBlank(at, utf8.length);
    const end = scanner.skipValue(at, utf8.length);
    if (end < 0) return scanError(source, scanner.failure, at);
    if (end === at) return syntaxError(source, at);
    if (extents.starts.length === limits.recordsMax) return tooManyRecords(limits.recordsMax);
    extents.starts.push(at);
    extents.ends.push(end);
    extents.facts.push(factsOf(scanner));
    at = scanner.skipBlank(end, utf8.length);
    if (utf8[at] === CLOSE_LIST) return { ...extents, end: at + 1 };
    if (utf8[at] !== COMMA) return syntaxError(source, at);
    at++;
  }
}

function factsOf({ members, items, lossyNumber, riskyEscape }: JsonScanner): ScannedFacts {
  return { members, items, lossyNumber, riskyEscape };
}

/** What is around the records must be JSON too: the body is read whole or not at all. */
function checkEnvelope(
  source: SourceText,
  start: number,
  end: number,
  limits: DecodeLimits,
): Unreadable | null {
  const { utf8 } = source;
  const envelope = Buffer.concat([utf8.subarray(0, start), Buffer.from('[]'), utf8.subarray(end)]);
  const scanner = new JsonScanner(envelope, limits.depthMax);
  const head = scanner.skipBlank(0, envelope.length);
  const tail = scanner.skipValue(head, envelope.length);
  if (tail < 0) return scanError(source, scanner.failure, head);
  const parsed = parseRecord(envelope.toString(), envelope.length, scanner, limits);
  if (parsed.kind === 'value') return null;
  if (parsed.kind === 'rejection')
    return { kind: 'unreadable', at: parsed.rejection.at, detail: parsed.rejection.detail };
  const offset = Buffer.byteLength(envelope.toString().slice(0, parsed.offset));
  return syntaxError(source, offset < start ? offset : offset - start - 2 + end);
}

function checkEnd(source: SourceText, scanner: JsonScanner, end: number): Unreadable | null {
  const { utf8 } = source;
  const rest = scanner.skipBlank(end, utf8.length);
  if (rest === utf8.length) return null;
  if (utf8[rest] !== OPEN_OBJECT) return syntaxError(source, rest);
  return unreadable(
    `byte ${source.bodyOffset(rest)}`,
    'JSON 报文在第一个值之后还有内容；若每行一条记录，请用 Content-Type: application/x-ndjson',
    'the JSON body goes on after its first value: for one record per line use Content-Type: application/x-ndjson',
  );
}

function parseAll(
  source: SourceText,
  extents: Extents,
  limits: DecodeLimits,
  isolateBroken: boolean,
): DecodedBatch {
  const { starts, ends, facts } = extents;
  const { utf8 } = source;
  const raws = source.cut(starts, ends);
  const records: DecodedRecord[] = [];
  for (const [index, start] of starts.entries()) {
    const end = ends[index]!;
    const raw = raws[index]!;
    const parsed = parseRecord(utf8.toString('utf8', start, end), end - start, facts[index]!, limits);
    if (parsed.kind === 'syntax' && isolateBroken) {
      records.push({ index, raw, rejection: brokenElement(parsed.offset) });
      continue;
    }
    if (parsed.kind === 'syntax') {
      const before = utf8.toString('utf8', start, end).slice(0, parsed.offset);
      return syntaxError(source, start + Buffer.byteLength(before), index);
    }
    records.push(
      parsed.kind === 'value'
        ? { index, raw, value: parsed.value }
        : { index, raw, rejection: parsed.rejection },
    );
  }
  return { kind: 'records', records };
}

function brokenElement(offset: number): Rejection {
  return {
    code: 'unreadable-record',
    at: '',
    detail: {
      zh: `该记录第 ${offset + 1} 个字符处 JSON 语法错误`,
      en: `JSON syntax error at character ${offset + 1} of the record`,
    },
  };
}
