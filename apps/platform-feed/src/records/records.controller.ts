import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import {
  CurrentReader,
  decodeCursor,
  encodeCursor,
  isCursorInstant,
  isCursorNumber,
  isCursorUuid,
  Problem,
  schemaPipe,
  type Reader,
} from '@exchange/runtime';
import type { Store } from '@exchange/store';
import { recordId, type RecordName } from '../feeding/record-name.ts';
import type { QuerySettings } from '../query-settings.ts';
import { POOL, QUERY_SETTINGS } from '../tokens.ts';
import { RECORD_QUERY_SCHEMA, toFilter, type RecordQuery } from './record-query.ts';
import { findRecord, listRecords, readHistory } from './records.store.ts';

const HISTORY_ENTRIES_PER_PAGE = 50;

const NAME = { type: 'string', minLength: 1, maxLength: 128 };

export const RECORD_NAME_SCHEMA: JsonObject = {
  type: 'object',
  properties: { system: NAME, stream: NAME, topic: NAME, key: { ...NAME, maxLength: 1024 } },
};

export const HISTORY_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: { cursor: { type: 'string', maxLength: 200 } },
};

@Controller('v1/records')
export class RecordsController {
  constructor(
    @Inject(POOL) private readonly pool: Store['pool'],
    @Inject(QUERY_SETTINGS) private readonly settings: QuerySettings,
  ) {}

  /** Current records, newest business time first. */
  @Get()
  async list(
    @Query(schemaPipe(RECORD_QUERY_SCHEMA, { coerce: true })) query: RecordQuery,
    @CurrentReader() { scope }: Reader,
  ) {
    const { schemas, presenter } = this.settings;
    const [time, id] =
      query.cursor === undefined ? [] : decodeCursor(query.cursor, [isCursorInstant, isCursorUuid]);
    const after = time === undefined || id === undefined ? null : { time, id };
    const page = { after, limit: query.limit + 1 };
    const rows = await listRecords(this.pool, toFilter(query, schemas), scope, page);
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return {
      records: shown.map((record) => presenter.record(record, scope)),
      cursor: last ? encodeCursor([last.time.toISOString(), last.id]) : null,
    };
  }

  /** One record with its history, newest entry first. */
  @Get(':system/:stream/:topic/:key')
  async record(
    @Param(schemaPipe(RECORD_NAME_SCHEMA)) name: RecordName,
    @Query(schemaPipe(HISTORY_QUERY_SCHEMA, { coerce: true })) query: { readonly cursor?: string },
    @CurrentReader() { scope }: Reader,
  ) {
    const { presenter } = this.settings;
    const [number] = query.cursor === undefined ? [] : decodeCursor(query.cursor, [isCursorNumber]);
    const record = await findRecord(this.pool, recordId(name), scope);
    if (!record) throw unknownRecord();
    const page = {
      before: number === undefined ? null : Number(number),
      limit: HISTORY_ENTRIES_PER_PAGE + 1,
    };
    const entries = await readHistory(this.pool, record.id, scope, page);
    const shown = entries.slice(0, HISTORY_ENTRIES_PER_PAGE);
    const last = entries.length > HISTORY_ENTRIES_PER_PAGE ? shown.at(-1) : undefined;
    return {
      record: presenter.record(record, scope),
      history: shown.map((entry) => presenter.history(record.topic, entry, scope)),
      cursor: last ? encodeCursor([last.number]) : null,
    };
  }
}

function unknownRecord(): Problem {
  return new Problem({
    status: 404,
    code: 'record-unknown',
    detail: {
      zh: '没有这条记录，或不在可见范围内',
      en: 'there is no such record, or it is outside what you may see',
    },
  });
}
