import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule, Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Health } from '../health.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { nestLogger } from '../nest-logger.ts';
import type { Shutdown } from '../shutdown.ts';
import { AllowedMethods } from './allowed-methods.ts';
import { answerClientError, answerUnusualRequests } from './client-error.ts';
import { letEarlyAnswersArrive } from './close-gently.ts';
import { drainConnections } from './drain-connections.ts';
import { answerHalfOpen } from './half-open.ts';
import { healthRoutes } from './health-routes.ts';
import { observeRequests, requestId } from './observe-requests.ts';
import { OpenRequests } from './open-requests.ts';
import { ProblemFilter, type ProblemForm } from './problem-filter.ts';
import { requireHost } from './require-host.ts';

export interface HttpAppOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly shutdown: Shutdown;
  /** Larger bodies are refused with 413. */
  readonly bodyBytesMax: number;
  /** Longest time for a request to arrive completely: 408 after it. */
  readonly requestTimeoutMs: number;
  /** Longest time for the head of a request; never more than `requestTimeoutMs`. */
  readonly headersTimeoutMs?: number;
  readonly headerBytesMax?: number;
  /** How long an idle connection is kept; above the 60 s that proxies keep theirs. */
  readonly keepAliveTimeoutMs?: number;
  /** False where the app brings its own parsers for every content type (raw bodies). */
  readonly parseJson?: boolean;
  /** Writes the problems of clients that read no problem documents. */
  readonly problemForm?: ProblemForm;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** Parsers, hooks and plain routes, before Nest's own routes are registered. */
  readonly configure?: (fastify: FastifyInstance) => Promise<void> | void;
}

export interface HttpApp {
  readonly nest: NestFastifyApplication;
  readonly fastify: FastifyInstance;
  /** Starts to listen (port 0: any free one) and gives the address, e.g. `http://127.0.0.1:8080`. */
  listen(address: { host: string; port: number }): Promise<string>;
}

const HEADERS_TIMEOUT_MS = 10_000;
const HEADER_BYTES_MAX = 16_384;
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
const PATH_PART_CHARS_MAX = 512;
/** How often overdue requests are looked for, at most. */
const TIMEOUT_CHECK_MS = 1_000;

/**
 * A Nest application on Fastify with what every app has: problem documents, health, metrics, spans, protection against
 * slow and oversized requests, and an end that cuts off no answer (registered with `shutdown`).
 */
export async function createHttpApp(module: Type | DynamicModule, options: HttpAppOptions): Promise<HttpApp> {
  const { log, metrics, health, shutdown } = options;
  const { adapter, filter } = createAdapter(options);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  if (options.parseJson === false) fastify.removeAllContentTypeParsers();
  else fastify.removeContentTypeParser('text/plain');
  observeRequests(fastify, metrics.http);
  requireHost(fastify);
  answerHalfOpen(fastify);
  drainConnections(fastify, shutdown);
  healthRoutes(fastify, health, metrics, shutdown);
  await options.configure?.(fastify);
  const nest = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(log),
    bodyParser: false,
    // Nest's default ends the process when a provider cannot be made; the caller decides that.
    abortOnError: false,
  });
  nest.useGlobalFilters(filter);
  await nest.init();
  shutdown.add('close', 'nest', () => nest.close());
  return {
    nest,
    fastify,
    listen: ({ host, port }) => fastify.listen({ host, port }),
  };
}

function createAdapter(options: HttpAppOptions): { adapter: FastifyAdapter; filter: ProblemFilter } {
  const { requestTimeoutMs } = options;
  const headersTimeout = Math.min(options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS, requestTimeoutMs);
  const adapter = new FastifyAdapter({
    http: {
      maxHeaderSize: options.headerBytesMax ?? HEADER_BYTES_MAX,
      requestTimeout: requestTimeoutMs,
      headersTimeout,
      requireHostHeader: false,
      connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_MS, Math.ceil(headersTimeout / 4)),
    },
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: options.keepAliveTimeoutMs ?? KEEP_ALIVE_TIMEOUT_MS,
    bodyLimit: options.bodyBytesMax,
    routerOptions: { maxParamLength: PATH_PART_CHARS_MAX },
    trustProxy: options.trustedProxies ? [...options.trustedProxies] : false,
    exposeHeadRoutes: false,
    logger: false,
    // No middleware is used, and its plugin would cost each request a hook.
    skipMiddie: true,
    // Requests on open connections are still served while stopping: see drainConnections.
    return503OnClosing: false,
    genReqId: requestId,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, requests),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      filter.answer(error, request, reply),
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const filter = new ProblemFilter(options.log, new AllowedMethods(fastify), options.problemForm);
  // Nest sets its own handler last, too late for routes that were registered before a plugin was waited for.
  fastify.addHook('onRoute', (route) => {
    route.errorHandler ??= (error, request, reply) => filter.answer(error, request, reply);
  });
  const requests = new OpenRequests(fastify.server);
  answerUnusualRequests(fastify.server);
  letEarlyAnswersArrive(fastify.server, requestTimeoutMs);
  return { adapter, filter };
}
