import { Controller, Get, Inject, Param, Put, Query, Req } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import { schemaPipe } from '@exchange/runtime';
import type { AdmittedRequest } from '../admission/admitted-request.ts';
import { DailyCountsService } from './daily-counts.service.ts';

export const DAILY_COUNTS_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    from: { type: 'string', format: 'date' },
    to: { type: 'string', format: 'date' },
  },
};

@Controller('v1/systems/:system/streams/:stream/daily-counts')
export class DailyCountsController {
  constructor(@Inject(DailyCountsService) private readonly counts: DailyCountsService) {}

  /** Takes what the system says that it sent on a day, and answers what arrived. */
  @Put(':day')
  async report(
    @Param('system') system: string,
    @Param('stream') stream: string,
    @Param('day') day: string,
    @Req() request: AdmittedRequest,
  ): Promise<JsonObject> {
    try {
      return await this.counts.report({ system, stream, request }, day);
    } finally {
      request.reservation?.release();
    }
  }

  /** Day by day what was reported and what arrived. */
  @Get()
  list(
    @Param('system') system: string,
    @Param('stream') stream: string,
    @Query(schemaPipe(DAILY_COUNTS_QUERY_SCHEMA, { coerce: true })) span: { from?: string; to?: string },
    @Req() request: AdmittedRequest,
  ): Promise<JsonObject> {
    return this.counts.list({ system, stream, request }, span);
  }
}
