import { Controller, Get, Inject, Query } from '@nestjs/common';
import { type AccessScope, compileMask, type Mask, MASKED } from '@exchange/access';
import type { JsonObject, SubjectSchema } from '@exchange/contracts';
import {
  CurrentReader,
  decodeCursor,
  encodeCursor,
  isCursorInstant,
  schemaPipe,
  type Reader,
} from '@exchange/runtime';
import type { Store } from '@exchange/store';
import { POOL, PUBLICATION } from '../tokens.ts';
import { listDisclosures, type DisclosureFilter, type StoredDisclosure } from './disclosures.store.ts';

const PAGE_MAX = 200;

export const DISCLOSURE_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    state: {
      enum: ['reported', 'incomplete', 'not-reported', 'withdrawn'],
      description: '已报送、待补全、不报送、已撤回 / reported, incomplete, not reported, withdrawn',
    },
    table: { enum: ['licence', 'penalty'], description: '许可或处罚 / licences or penalties' },
    documentNo: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: '决定文书号，括号写法不限 / number of the decision, however its brackets are written',
    },
    cursor: {
      type: 'string',
      maxLength: 200,
      description: '上一页给出的 cursor / cursor of the page before',
    },
    limit: { type: 'integer', minimum: 1, maximum: PAGE_MAX, default: 50 },
  },
};

type DisclosureQuery = DisclosureFilter & { readonly cursor?: string; readonly limit: number };

@Controller('v1/disclosures')
export class DisclosuresController {
  private readonly masked: Mask;
  private readonly unmasked: Mask;

  constructor(
    @Inject(POOL) private readonly pool: Store['pool'],
    @Inject(PUBLICATION) publication: SubjectSchema,
  ) {
    this.masked = compileMask(publication, { unmasked: false });
    this.unmasked = compileMask(publication, { unmasked: true });
  }

  /** What was reported to the credit database, what is still incomplete, and what was taken back. */
  @Get()
  async list(
    @Query(schemaPipe(DISCLOSURE_QUERY_SCHEMA, { coerce: true })) query: DisclosureQuery,
    @CurrentReader() { scope }: Reader,
  ) {
    const { cursor, limit, ...filter } = query;
    const [receivedTime, id] =
      cursor === undefined ? [] : decodeCursor(cursor, [isCursorInstant, isDisclosureId]);
    const after = receivedTime === undefined || id === undefined ? null : { receivedTime, id };
    const rows = await listDisclosures(this.pool, filter, scope, { after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      disclosures: shown.map((row) => this.present(row, scope)),
      cursor: last ? encodeCursor([last.receivedTime.toISOString(), last.id]) : null,
    };
  }

  /** The fields are masked where the published subject says that they are personal. */
  private present(row: StoredDisclosure, { unmasked }: AccessScope) {
    const { table, fields, withdrawnTime, handedOverTime, time, receivedTime, batch, operation, ...rest } =
      row;
    // Why a decision was withdrawn is somebody's free text.
    const isHidden = !unmasked && row.state === 'withdrawn' && row.reason !== null;
    const { [table]: shown } = (unmasked ? this.unmasked : this.masked)({
      [table]: fields as JsonObject | null,
    });
    return {
      ...rest,
      reason: isHidden ? { zh: MASKED, en: MASKED } : row.reason,
      table,
      fields: shown ?? null,
      withdrawnTime: withdrawnTime?.toISOString() ?? null,
      handOver: handedOverTime && { operation, batch, time: handedOverTime.toISOString() },
      time: time.toISOString(),
      receivedTime: receivedTime.toISOString(),
    };
  }
}

function isDisclosureId(text: string): boolean {
  return /^(XK|CF)-[0-9A-F]{24}$/u.test(text);
}
