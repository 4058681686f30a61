import { isUtf8 } from 'node:buffer';
import type { JsonObject, Rejection } from '@exchange/contracts';
import { badText, isStorable } from '../bad-text.ts';
import type { Charset } from '../charset.ts';
import {
  tooLargeRecord,
  tooManyRecords,
  unreadable,
  type DecodedBatch,
  type DecodedRecord,
  type DecodeOptions,
  type Unreadable,
} from '../decoded-batch.ts';
import { declaredGbkButUtf8, explainInvalidBytes } from '../invalid-bytes.ts';
import { jsonPointer } from '../json-pointer.ts';
import type { DecodeLimits } from '../limits.ts';
import { setOwn } from '../own-property.ts';
import { findLossyCell } from '../spreadsheet-number.ts';
import { readHeader } from './csv-header.ts';
import { readCsvRows, type CsvRow } from './read-csv-rows.ts';
import { isFooter, TableHead } from './table-head.ts';

interface Header {
  readonly names: readonly string[];
  /** Added to the line within the body. */
  readonly shift: number;
}

/**
 * A header row and data rows; all values are text as it stands. Rows without any value, rows above the header and remarks
 * below the data are skipped. Reads the body's own bytes: no character of our charsets hides a quote or a line break.
 */
export function decodeCsv(body: Buffer, options: DecodeOptions, limits: DecodeLimits): DecodedBatch {
  const { charset, csv = {}, firstLine, isolateBroken = false } = options;
  const isWhole = isInCharset(body, charset);
  const misread = charset === 'utf-8' ? null : declaredGbkButUtf8(body, charset);
  if (misread) return misread;
  if (!isWhole && !isolateBroken) return explainInvalidBytes(body, charset);

  const head = new TableHead(csv);
  const records: DecodedRecord[] = [];
  let header: Header | null = null;
  // Rows of separators alone count although they are skipped.
  let rowsSeen = 0;
  let strange = 0;
  for (const row of readCsvRows(body, charset, csv, isWhole)) {
    if (row.broken && !(isolateBroken && header)) {
      return row.broken === 'bytes' ? explainInvalidBytes(body, charset) : brokenCsv(row);
    }
    if (!header) {
      const isHeader = head.isHeader(row.fields);
      if (head.hasFailed && !isHeader) break;
      if (!isHeader) continue;
      const read = readHeader(row.fields, limits.membersMax, row.line);
      if ('kind' in read) return read;
      header = { ...read, shift: firstLine === undefined ? 0 : firstLine - row.line - row.lines };
      continue;
    }
    if (!row.broken && row.start === row.end) continue;
    if (++rowsSeen > limits.recordsMax) return tooManyRecords(limits.recordsMax);
    if (!row.broken && (isBlank(row.fields) || isFooter(row.fields, csv.footers))) continue;
    if (row.broken === 'bytes') strange++;
    records.push(recordOf(row, records.length, header, body, options, limits));
  }
  if (strange * 2 > records.length) return explainInvalidBytes(body, charset);
  return header ? { kind: 'records', records } : noHeader(csv.header);
}

function isInCharset(body: Buffer, charset: Charset): boolean {
  if (charset === 'utf-8') return isUtf8(body);
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}

function isBlank(fields: readonly string[]): boolean {
  return fields.every((field) => field.trim() === '');
}

function recordOf(
  row: CsvRow,
  index: number,
  { names, shift }: Header,
  body: Buffer,
  { isThroughSpreadsheet = false }: DecodeOptions,
  limits: DecodeLimits,
): DecodedRecord {
  const line = row.line + shift;
  const raw = body.subarray(row.start, row.end);
  const rejection = rowRejection(row, line, names, limits);
  if (rejection) return { index, line, raw, rejection };
  const value = rowObject(row.fields, names);
  const lossy = isThroughSpreadsheet ? findLossyCell(value) : null;
  return lossy ? { index, line, raw, rejection: lossy } : { index, line, raw, value };
}

function rowRejection(
  row: CsvRow,
  line: number,
  names: readonly string[],
  limits: DecodeLimits,
): Rejection | null {
  if (row.bytes > limits.recordBytesMax) return tooLargeRecord(limits.recordBytesMax);
  const { fields } = row;
  if (row.broken)
    return unreadableRow(`第 ${line} 行：${BROKEN[row.broken].zh}`, `line ${line}: ${BROKEN[row.broken].en}`);
  const surplus = fields.slice(names.length).some((field) => field.trim() !== '');
  if (fields.length < names.length || surplus) {
    return unreadableRow(
      `第 ${line} 行有 ${fields.length} 个字段，表头有 ${names.length} 个；含分隔符的值应加引号`,
      `line ${line} has ${fields.length} fields, the header has ${names.length}: a value with the separator in it must be quoted`,
    );
  }
  const bad = fields.findIndex((field) => !isStorable(field));
  return bad === -1 ? null : badText(jsonPointer([names[bad] ?? '']));
}

function rowObject(fields: readonly string[], names: readonly string[]): JsonObject {
  const value: JsonObject = {};
  for (const [place, name] of names.entries()) setOwn(value, name, fields[place]!);
  return value;
}

const BROKEN = {
  unclosed: {
    zh: '引号没有结束，或跨越超过 500 行',
    en: 'a quote does not end, or spans more than 500 lines',
  },
  misplaced: {
    zh: '引号的位置不对：值中的引号应写两遍，整个值加引号',
    en: 'a misplaced quote: double the quotes within a value and quote the whole value',
  },
  bytes: {
    zh: '含有不属于该字符集的字节',
    en: 'it holds bytes that do not belong to the charset',
  },
} as const;

function unreadableRow(zh: string, en: string): Rejection {
  return { code: 'unreadable-record', at: '', detail: { zh, en } };
}

function brokenCsv({ line, broken }: CsvRow): Unreadable {
  const { zh, en } = BROKEN[broken ?? 'misplaced'];
  return unreadable(`line ${line}`, `CSV 第 ${line} 行：${zh}`, `CSV line ${line}: ${en}`);
}

function noHeader(names: readonly string[] | undefined): Unreadable {
  if (!names)
    return unreadable(
      '',
      '没有表头：报文为空，或各行只有分隔符；第一个有内容的行应为列名',
      'there is no header: the body is empty or holds separators only; the first row with content names the columns',
    );
  const list = names.join('、');
  return unreadable('', `没有找到表头：应有列 ${list}`, `there is no header with the columns ${list}`);
}
