import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import { decodeCursor, encodeCursor, isCursorNumber, Problem, schemaPipe } from '@exchange/runtime';
import { findReceipt, listReports, type Store } from '@exchange/store';
import { callerOf, type AdmittedRequest } from '../admission/admitted-request.ts';
import { STORE } from '../tokens.ts';
import { countMembers, receiptMembers, reportMembers } from './answers.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

const REPORTS_PER_PAGE = 100;

/** No batch has as many records: what is more is no index. */
const isIndex = (text: string): boolean => isCursorNumber(text) && Number(text) < 2 ** 31;

export const RECEIPT_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: { cursor: { type: 'string', maxLength: 64 } },
};

@Controller('v1/receipts')
export class ReceiptsController {
  constructor(@Inject(STORE) private readonly store: Store) {}

  /** A receipt of the calling system, with a page of reports on its records; others' receipts do not exist for it. */
  @Get(':id')
  async receipt(
    @Param('id') id: string,
    @Query(schemaPipe(RECEIPT_QUERY_SCHEMA, { coerce: true })) { cursor }: { readonly cursor?: string },
    @Req() request: AdmittedRequest,
  ): Promise<JsonObject> {
    const { system } = callerOf(request);
    const [after = '-1'] = cursor === undefined ? [] : decodeCursor(cursor, [isIndex]);
    const found = UUID.test(id) ? await findReceipt(this.store.pool, system, id) : null;
    if (!found) {
      throw new Problem({
        status: 404,
        code: 'receipt-unknown',
        detail: { zh: '本系统没有这个回执编号', en: 'this system has no receipt with this id' },
      });
    }
    const { receipt, outcome } = found;
    if (!outcome) return { receipt: { ...receiptMembers(receipt), pending: true } };
    const page = { after: Number(after), limit: REPORTS_PER_PAGE + 1 };
    const reports = await listReports(this.store.pool, receipt.id, page);
    const shown = reports.slice(0, REPORTS_PER_PAGE);
    const last = reports.length > REPORTS_PER_PAGE ? shown.at(-1) : undefined;
    return {
      receipt: { ...receiptMembers(receipt), pending: false, completedTime: outcome.completedTime },
      counts: countMembers(outcome),
      ...reportMembers(shown),
      cursor: last ? encodeCursor([last.index]) : null,
    };
  }
}
