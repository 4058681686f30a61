import type { Catalog, SourceSettings } from '@exchange/catalog';
import { encodeReply } from '@exchange/decoding';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AdmittedRequest } from '../admission/admitted-request.ts';

/**
 * Sends every JSON answer, problems too, in the charset that the calling system reads: some legacy clients know no UTF-8.
 * The stream's setting counts, else the system's.
 */
export function replyInOwnCharset(fastify: FastifyInstance, catalog: Catalog): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    const charset = charsetFor(request, catalog);
    const type = String(reply.getHeader('content-type') ?? '');
    if (charset === 'utf-8' || typeof payload !== 'string' || !type.includes('json')) return payload;
    void reply.header('content-type', `${type.split(';')[0]}; charset=${charset}`);
    return encodeReply(payload, charset);
  });
}

function charsetFor(request: FastifyRequest, catalog: Catalog): SourceSettings['charset'] {
  const { system = (request as AdmittedRequest).caller?.system ?? '', stream = '' } = (request.params ??
    {}) as {
    system?: string;
    stream?: string;
  };
  const entry = catalog.systems.get(system);
  return entry?.streams.get(stream)?.source.replyCharset ?? entry?.adapter.source.replyCharset ?? 'utf-8';
}
