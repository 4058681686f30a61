import { isJsonObject, valueAt } from '@exchange/contracts';
import {
  decodeBatch,
  DEFAULT_LIMITS,
  textAround,
  type Charset,
  type DecodeOptions,
} from '@exchange/decoding';
import { SourceError } from '../source-error.ts';
import type { ApiAnswer } from './api-session.ts';

export interface AnswerPage {
  /** The records, each as the interface's own bytes. */
  readonly records: readonly Buffer[];
  /** What the answer holds beside them. */
  readonly around: string;
}

const PAGE_RECORDS_MAX = 10_000;
const COMMA = Buffer.from(',');

/** Takes an answer apart. `records`: JSON Pointer of the list in it; without it the answer is the list. */
export function answerPage(
  { body, json }: ApiAnswer,
  { charset, records }: { readonly charset: Charset; readonly records?: string },
): AnswerPage {
  const list = records === undefined ? json : valueAt(json, records);
  // Many interfaces leave the list out, or null, where nothing is found.
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0))
    return { records: [], around: '' };
  if (!Array.isArray(list) && !isJsonObject(list)) throw noRecords();
  const decode: DecodeOptions = { format: 'json', charset, ...(records === undefined ? {} : { records }) };
  const decoded = decodeBatch(body, decode, { ...DEFAULT_LIMITS, recordsMax: PAGE_RECORDS_MAX });
  if (decoded.kind !== 'records') throw noRecords();
  return {
    records: decoded.records.map(({ raw }) => raw),
    around: textAround(decoded.records, body, charset),
  };
}

/** Records as one JSON list. */
export function listOf(records: readonly Buffer[]): Buffer {
  const parts = records.flatMap((record, index) => (index === 0 ? [record] : [COMMA, record]));
  return Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')]);
}

function noRecords(): SourceError {
  return new SourceError('protocol', {
    zh: '接口的应答中找不到记录列表，请检查 records 设置',
    en: 'the answer of the interface holds no list of records: check the setting `records`',
  });
}
