import { Controller, Headers, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { schemaPipe } from '@exchange/runtime';
import type { AdmittedRequest } from '../admission/admitted-request.ts';
import { RecordsService } from './records.service.ts';

const QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    dryRun: { type: 'boolean', default: false },
    operation: { enum: ['upsert', 'delete'], default: 'upsert' },
    historical: { type: 'boolean', default: false },
  },
};

interface PushQuery {
  readonly dryRun: boolean;
  readonly operation: 'upsert' | 'delete';
  readonly historical: boolean;
}

@Controller('v1/systems/:system/streams/:stream/records')
export class RecordsController {
  constructor(@Inject(RecordsService) private readonly records: RecordsService) {}

  /** Takes a batch of records of one stream. */
  @Post()
  async push(
    @Param('system') system: string,
    @Param('stream') stream: string,
    @Query(schemaPipe(QUERY_SCHEMA, { coerce: true })) query: PushQuery,
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: AdmittedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const push = { system, stream, ...query, headers, request };
    // From here on the body's room is given back when the work is done, also if the sender has gone away.
    request.isWorkedOn = true;
    try {
      const { status, body } = query.dryRun ? await this.records.tryOut(push) : await this.records.take(push);
      void reply.status(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
    } finally {
      request.reservation?.release();
    }
  }
}
