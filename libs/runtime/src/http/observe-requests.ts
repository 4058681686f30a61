import { context, isSpanContextValid, trace, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { HttpServerMetrics } from '../metrics.ts';
import { formatTraceparent, newSpanContext, parseTraceparent } from '../trace-context.ts';
import { startServerSpan } from '../tracing.ts';

/** Status in the metrics of an answer that the client did not wait for (nginx's convention). */
const CLIENT_CLOSED = 499;

/** The id of a request is its trace id: the caller's when it sent a traceparent, else a new one. */
export function requestId(request: IncomingMessage): string {
  return (traceOf(request) ?? newSpanContext()).traceId;
}

/**
 * Gives each request a server span, its id in `x-request-id`, and a place in the metrics under its route's pattern.
 * Streams (route option `config.stream`) are not counted as durations: an open subscription would say nothing there.
 */
export function observeRequests(fastify: FastifyInstance, metrics: HttpServerMetrics): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, reply, done) => {
    const startedAt = performance.now();
    const route = request.routeOptions.url ?? '';
    const span = spanOf(request, route);
    spans.set(request, span);
    metrics.started();
    reply.raw.once('close', () => {
      const status = reply.raw.writableFinished ? reply.raw.statusCode : CLIENT_CLOSED;
      metrics.finished(
        { http_request_method: request.method, http_route: route, http_response_status_code: status },
        isStream(request) ? null : (performance.now() - startedAt) / 1_000,
      );
      span.setAttribute('http.response.status_code', status);
      span.end();
    });
    reply.header('x-request-id', request.id);
    done();
  });
  // Here and not in onRequest: reading a body leaves the asynchronous context of the hook.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) context.with(trace.setSpan(context.active(), span), done);
    else done();
  });
}

// Without an SDK a span has no identity of its own: the request still gets one, to pass on and to be asked by.
function spanOf(request: FastifyRequest, route: string): Span {
  const parent = traceOf(request.raw);
  const span = startServerSpan(`${request.method} ${route}`, parent ? formatTraceparent(parent) : undefined, {
    'http.request.method': request.method,
    'http.route': route,
  });
  if (isSpanContextValid(span.spanContext())) return span;
  return trace.wrapSpanContext({ ...newSpanContext(), traceId: request.id });
}

function traceOf(request: IncomingMessage): ReturnType<typeof parseTraceparent> {
  const header = request.headers['traceparent'];
  return parseTraceparent(typeof header === 'string' ? header : undefined);
}

/** Whether the answer is one that stays open. */
export function isStream(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { stream?: boolean }).stream === true;
}
