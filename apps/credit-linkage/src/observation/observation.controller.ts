import {
  failurePage,
  FAILURE_QUERY_SCHEMA,
  groupProgress,
  type FailureQuery,
  type ObservedGroup,
} from '@exchange/consuming';
import { CurrentReader, schemaPipe, type Reader } from '@exchange/runtime';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { OBSERVED_GROUP } from '../tokens.ts';

@Controller('v1')
export class ObservationController {
  constructor(@Inject(OBSERVED_GROUP) private readonly observed: ObservedGroup) {}

  /** How far the linkage has come in each partition, and how much is before it. */
  @Get('positions')
  positions(@CurrentReader() { scope }: Reader) {
    return groupProgress(this.observed, scope);
  }

  /** What it could not apply, and what nobody has settled yet. */
  @Get('delivery-failures')
  failures(
    @Query(schemaPipe(FAILURE_QUERY_SCHEMA, { coerce: true })) query: FailureQuery,
    @CurrentReader() { scope }: Reader,
  ) {
    const { pool, group } = this.observed;
    return failurePage(pool, group, query, scope);
  }
}
