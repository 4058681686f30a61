import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import { Problem } from '@exchange/runtime';
import { findReceipt, type Store } from '@exchange/store';
import { callerOf, type AdmittedRequest } from '../admission/admitted-request.ts';
import { STORE } from '../tokens.ts';
import { outcomeMembers, receiptMembers } from './answers.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

@Controller('v1/receipts')
export class ReceiptsController {
  constructor(@Inject(STORE) private readonly store: Store) {}

  /** A receipt of the calling system; others' receipts do not exist for it. */
  @Get(':id')
  async receipt(@Param('id') id: string, @Req() request: AdmittedRequest): Promise<JsonObject> {
    const { system } = callerOf(request);
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
    return {
      receipt: { ...receiptMembers(receipt), pending: false, completedTime: outcome.completedTime },
      ...outcomeMembers(outcome),
    };
  }
}
