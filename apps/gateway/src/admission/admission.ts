import rateLimit from '@fastify/rate-limit';
import { Problem } from '@exchange/runtime';
import type { FastifyInstance } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { historyWaits } from '../backfilling/backfill-refused.ts';
import { HISTORICAL_SHARE, type LiveLoad } from '../backfilling/live-load.ts';
import { closedProblem } from '../gate/closed-problem.ts';
import type { KnownClosures } from '../gate/known-closures.ts';
import { noRoomFor } from '../receiving/records.service.ts';
import type { AdmittedRequest } from './admitted-request.ts';
import type { Authentication, Claim } from './authentication.ts';
import type { InFlightBytes } from './in-flight-bytes.ts';

export interface Admission {
  readonly authentication: Authentication;
  readonly closures: KnownClosures;
  readonly inFlight: InFlightBytes;
  readonly liveLoad: LiveLoad;
  readonly config: Pick<GatewayConfig, 'bodyBytesMax' | 'systemRequestsPerMinuteMax'>;
}

/** Where records are taken. */
const TAKING_ROUTES = ['/records', '/soap'];

type RequestInAdmission = AdmittedRequest & { claim?: Claim };

/**
 * What stands before every route of /v1: who calls, how often, whether the stream takes anything, and whether there is room
 * for the body. All but a signature, and what is told to its owner alone, is settled before the body is read, so that a
 * stranger's bytes cost nothing.
 */
export async function admission(
  fastify: FastifyInstance,
  { authentication, closures, inFlight, liveLoad, config }: Admission,
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
    keyGenerator: (request) => rateOf(request as RequestInAdmission),
    allowList: (request) => !isOfApi(request as RequestInAdmission),
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  });
  fastify.addHook('onRequest', async (request: RequestInAdmission, reply) => {
    if (!isOfApi(request) || request.method === 'GET') return;
    if (!request.claim?.signed) refuseClosed(request, closures);
    // A body of unknown length, or a compressed one, may become as long as any.
    const isOpen =
      request.headers['content-length'] === undefined || request.headers['content-encoding'] !== undefined;
    const announced = isOpen ? config.bodyBytesMax : Number(request.headers['content-length']);
    request.isHistorical = isHistorical(request);
    if (request.isHistorical && (await liveLoad.room()) !== 'plenty') throw historyWaits();
    const share = request.isHistorical ? HISTORICAL_SHARE : 1;
    const reservation = inFlight.reserve(Math.min(announced, config.bodyBytesMax), share);
    if (!reservation) throw noRoomFor(request);
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
    if (request.claim.signed && request.method !== 'GET') refuseClosed(request, closures);
  });
}

/** By the route that was found: the same address can be written in many ways (`/%76%31/…`, `http://host/v1/…`). */
function isOfApi(request: RequestInAdmission): boolean {
  return request.routeOptions.url?.startsWith('/v1/') === true;
}

/** By SOAP there is no back-fill. */
function isHistorical({ routeOptions, query }: RequestInAdmission): boolean {
  const { historical } = query as { historical?: unknown };
  return historical === 'true' && routeOptions.url?.endsWith('/records') === true;
}

/** Trials take nothing from what may be sent for real. */
function rateOf({ caller }: RequestInAdmission): string {
  return `${caller?.system ?? ''}${caller?.trial ? ' trial' : ''}`;
}

/** What is not refused here may be by the claim, which alone can tell a retry of what was accepted by its key. */
function refuseClosed(request: RequestInAdmission, closures: KnownClosures): void {
  if (!TAKING_ROUTES.some((route) => request.routeOptions.url?.endsWith(route))) return;
  const { caller } = request;
  const { system, stream } = request.params as { system: string; stream?: string };
  // Who calls for another system is told so, and no more.
  if (caller?.system !== system) return;
  const isDryRun = (request.query as { dryRun?: unknown }).dryRun === 'true';
  if (request.headers['idempotency-key'] !== undefined && !isDryRun) return;
  const closure = closures.of(system, stream, caller.trial || isDryRun);
  if (closure) throw closedProblem(closure, new Date());
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
