import rateLimit from '@fastify/rate-limit';
import { Problem } from '@exchange/runtime';
import type { FastifyInstance } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { overCapacity } from '../receiving/records.service.ts';
import type { AdmittedRequest } from './admitted-request.ts';
import type { Authentication, Claim } from './authentication.ts';
import type { InFlightBytes } from './in-flight-bytes.ts';

export interface Admission {
  readonly authentication: Authentication;
  readonly inFlight: InFlightBytes;
  readonly config: Pick<GatewayConfig, 'bodyBytesMax' | 'systemRequestsPerMinuteMax'>;
}

type RequestInAdmission = AdmittedRequest & { claim?: Claim };

/**
 * What stands before every route of /v1: who calls, how often, and whether there is room for the body. All but the
 * signature is settled before the body is read, so that a stranger's bytes cost nothing.
 */
export async function admission(
  fastify: FastifyInstance,
  { authentication, inFlight, config }: Admission,
): Promise<void> {
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  fastify.addHook('onRequest', async (request: RequestInAdmission) => {
    if (!isOfApi(request)) return;
    request.claim = await authentication.claimOf(request.headers);
    request.caller = request.claim.caller;
  });
  await fastify.register(rateLimit, {
    hook: 'onRequest',
    max: config.systemRequestsPerMinuteMax,
    timeWindow: '1 minute',
    keyGenerator: (request) => (request as RequestInAdmission).caller?.system ?? '',
    allowList: (request) => !isOfApi(request as RequestInAdmission),
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  });
  fastify.addHook('onRequest', async (request: RequestInAdmission, reply) => {
    if (!isOfApi(request) || request.method === 'GET') return;
    // A body of unknown length, or a compressed one, may become as long as any.
    const isOpen =
      request.headers['content-length'] === undefined || request.headers['content-encoding'] !== undefined;
    const announced = isOpen ? config.bodyBytesMax : Number(request.headers['content-length']);
    const reservation = inFlight.reserve(Math.min(announced, config.bodyBytesMax));
    if (!reservation) throw overCapacity();
    request.reservation = reservation;
    // Authentication takes a moment: a sender who has gone away since then ends nothing any more.
    if (request.raw.socket.destroyed) reservation.release();
    else {
      reply.raw.once('close', () => {
        if (!request.isWorkedOn) reservation.release();
      });
    }
  });
  fastify.addHook('preHandler', async (request: RequestInAdmission) => {
    if (!request.claim) return;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    await authentication.verify(request.claim, { method: request.method, path: request.url, body });
  });
}

/** By the route that was found: the same address can be written in many ways (`/%76%31/…`, `http://host/v1/…`). */
function isOfApi(request: RequestInAdmission): boolean {
  return request.routeOptions.url?.startsWith('/v1/') === true;
}

function tooMany(seconds: number): Problem {
  return new Problem({
    status: 429,
    code: 'too-many-requests',
    detail: {
      zh: `本系统请求过于频繁，请 ${seconds} 秒后原样重试；可将多条记录合为一批`,
      en: `too many requests from this system, repeat it as it is after ${seconds} s; put several records into one batch`,
    },
    headers: { 'Retry-After': String(seconds) },
  });
}
