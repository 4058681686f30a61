import type { Detail, JsonObject, Rejection } from '@exchange/contracts';
import type { Charset } from './charset.ts';
import type { TableLayout } from './csv/table-head.ts';

export interface DecodeOptions {
  /** `json-seq`: messages of a queue, each a JSON body after 0x1E (RFC 7464); nobody pushes it. */
  readonly format: 'json' | 'json-seq' | 'ndjson' | 'xml' | 'csv';
  readonly charset: Charset;
  /**
   * Where the records are. XML: the path of the repeated row element, such as `/rows/row` (a segment without a prefix
   * matches any prefix); without it the root element is the one record. JSON: a JSON Pointer to the list inside an
   * envelope, such as `/data/rows`; without it the body is one object or a list of objects.
   */
  readonly records?: string;
  readonly csv?: TableLayout & {
    /** Default `,`. */
    readonly separator?: string;
    /** `none`: a quote is a character like any other. Default `"`. */
    readonly quote?: '"' | 'none';
  };
  /**
   * The body is a piece of a file: number of the file's line that the first line of data comes from (CSV: the one after
   * the header; NDJSON: the body's first).
   */
  readonly firstLine?: number;
  /**
   * A row of CSV or NDJSON, or an element of a JSON list, that cannot be read is a broken record instead of making the body
   * unreadable. For files: nobody mends one and sends it again at once.
   */
  readonly isolateBroken?: boolean;
  /**
   * The values went through a spreadsheet, which keeps 15 digits of a number: records with a number that lost some are
   * rejected (`lossy-number`), also where it is text such as 3.20412E+17.
   */
  readonly isThroughSpreadsheet?: boolean;
}

/** A record that could be read. `value` has strings only where the format is XML or CSV. */
export interface ReadableRecord {
  /** Place in the body, from 0. Blank lines do not count. */
  readonly index: number;
  /**
   * The record's exact bytes in the sender's charset: an NDJSON line without its line break, an element of a JSON list, an
   * XML row element, a CSV row. A view of the body, not a copy: who keeps one record beyond the body copies it.
   */
  readonly raw: Buffer;
  /** Line of the file (else of the body) on which it starts, from 1: CSV and NDJSON. */
  readonly line?: number;
  readonly value: JsonObject;
}

/** A record that is broken although the framing around it is sound. */
export interface BrokenRecord {
  readonly index: number;
  readonly raw: Buffer;
  readonly line?: number;
  readonly rejection: Rejection;
}

export type DecodedRecord = ReadableRecord | BrokenRecord;

/** The body as a whole cannot be taken apart: the sender's mistake (400), nothing of it is kept. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** Where: `byte 17`, `line 3` or a JSON Pointer; empty when it is the whole body. */
  readonly at: string;
  readonly detail: Detail;
}

export type DecodedBatch =
  { readonly kind: 'records'; readonly records: readonly DecodedRecord[] } | Unreadable;

export function unreadable(at: string, zh: string, en: string): Unreadable {
  return { kind: 'unreadable', at, detail: { zh, en } };
}

export function tooManyRecords(recordsMax: number): Unreadable {
  return unreadable(
    '',
    `一次提交最多 ${recordsMax} 条记录，请分批提交`,
    `a body holds at most ${recordsMax} records: send them in several batches`,
  );
}

export function tooLargeRecord(recordBytesMax: number): Rejection {
  return {
    code: 'record-too-large',
    at: '',
    detail: {
      zh: `单条记录超过 ${recordBytesMax} 字节；附件请以地址和摘要报送，不要放入记录`,
      en: `the record has more than ${recordBytesMax} bytes: send attachments as an address and a digest, not inside the record`,
    },
  };
}

export function tooManyMembers(membersMax: number): Rejection {
  return {
    code: 'record-too-large',
    at: '',
    detail: { zh: `单条记录超过 ${membersMax} 个字段`, en: `the record has more than ${membersMax} fields` },
  };
}

export function tooManyItems(itemsMax: number): Rejection {
  return {
    code: 'record-too-large',
    at: '',
    detail: {
      zh: `单条记录的数组共超过 ${itemsMax} 项；请拆成多条记录报送`,
      en: `the lists of the record have more than ${itemsMax} items: send several records`,
    },
  };
}
