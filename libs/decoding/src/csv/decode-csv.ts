import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { JsonObject, Rejection } from '@exchange/contracts';
import { badText, isStorable } from '../bad-text.ts';
import {
  tooLargeRecord,
  tooManyRecords,
  unreadable,
  type DecodedBatch,
  type DecodedRecord,
  type Unreadable,
} from '../decoded-batch.ts';
import { jsonPointer } from '../json-pointer.ts';
import type { DecodeLimits } from '../limits.ts';
import { setOwn } from '../own-property.ts';
import type { SourceText } from '../source-text.ts';
import { readHeader } from './csv-header.ts';

interface Row {
  readonly fields: readonly string[];
  /** Offsets in the UTF-8 text; line of the row's start, from 1. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** A header row and data rows; all values are text as it stands. Lines without any value are skipped. */
export function decodeCsv(source: SourceText, separator: string, limits: DecodeLimits): DecodedBatch {
  const rows = readRows(source.utf8, separator, limits.recordsMax);
  if ('kind' in rows) return rows;
  const [first, ...data] = rows;
  if (!first)
    return unreadable('', '报文为空：第一行应为表头', 'the body is empty: a header row is expected');
  const header = readHeader(first.fields, limits.membersMax);
  if ('kind' in header) return header;
  const raws = source.cut(
    data.map((row) => row.start),
    data.map((row) => row.end),
  );
  const records = data.map((row, index): DecodedRecord => {
    const raw = raws[index]!;
    const rejection = rowRejection(row, header.names, limits);
    return rejection ? { index, raw, rejection } : { index, raw, value: rowObject(row.fields, header.names) };
  });
  return { kind: 'records', records };
}

function readRows(utf8: Buffer, separator: string, recordsMax: number): Row[] | Unreadable {
  const rows: Row[] = [];
  // Rows of separators alone count here although they are skipped below.
  const rowsMax = recordsMax + 1;
  let rowsSeen = 0;
  let consumed = 0;
  try {
    parse(utf8, {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      to: rowsMax + 1,
      on_record: (fields: string[], info: { bytes: number; lines: number }) => {
        rowsSeen++;
        const start = skipLineBreaks(utf8, consumed);
        consumed = info.bytes;
        if (fields.some((field) => field.trim() !== '')) {
          const breaks = fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0);
          rows.push({ fields, start, end: trimLineBreak(utf8, start, consumed), line: info.lines - breaks });
        }
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) return csvError(error);
    throw error;
  }
  return rowsSeen > rowsMax ? tooManyRecords(recordsMax) : rows;
}

function skipLineBreaks(utf8: Buffer, at: number): number {
  let start = at;
  while (utf8[start] === 0x0a || utf8[start] === 0x0d) start++;
  return start;
}

function trimLineBreak(utf8: Buffer, start: number, end: number): number {
  let trimmed = end;
  if (trimmed > start && utf8[trimmed - 1] === 0x0a) trimmed--;
  if (trimmed > start && trimmed < end && utf8[trimmed - 1] === 0x0d) trimmed--;
  return trimmed;
}

function rowRejection(row: Row, names: readonly string[], limits: DecodeLimits): Rejection | null {
  if (row.end - row.start > limits.recordBytesMax) return tooLargeRecord(limits.recordBytesMax);
  const { fields, line } = row;
  const surplus = fields.slice(names.length).some((field) => field.trim() !== '');
  if (fields.length < names.length || surplus) {
    return {
      code: 'unreadable-record',
      at: '',
      detail: {
        zh: `第 ${line} 行有 ${fields.length} 个字段，表头有 ${names.length} 个；含分隔符的值应加引号`,
        en: `line ${line} has ${fields.length} fields, the header has ${names.length}: a value with the separator in it must be quoted`,
      },
    };
  }
  const bad = fields.findIndex((field) => !isStorable(field));
  return bad === -1 ? null : badText(jsonPointer([names[bad] ?? '']));
}

function rowObject(fields: readonly string[], names: readonly string[]): JsonObject {
  const value: JsonObject = {};
  for (const [place, name] of names.entries()) setOwn(value, name, fields[place]!);
  return value;
}

function csvError(error: CsvError): Unreadable {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
  const [zh, en] =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? ['引号没有结束', 'a quote does not end']
      : [
          '引号的位置不对：值中的引号应写两遍，整个值加引号',
          'a misplaced quote: double the quotes within a value and quote the whole value',
        ];
  return unreadable(`line ${line}`, `CSV 第 ${line} 行：${zh}`, `CSV line ${line}: ${en}`);
}
