import {
  SpanKind,
  SpanStatusCode,
  context,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
} from '@opentelemetry/api';
import { LocalContextManager, parseTraceparent } from './trace-context.ts';

export interface TracingOptions {
  readonly service: string;
  /** Base address of an OTLP/HTTP collector (`http://collector:4318`); without it spans are passed on but not exported. */
  readonly otlpEndpoint?: string;
}

export interface Tracing {
  /** Sends what is left. Bounded by the exporter's own deadline. */
  stop(): Promise<void>;
}

export interface SpanOptions {
  /** `traceparent` of the caller or of the message; the active span when left out. */
  readonly parent?: string | undefined;
  /** `traceparent`s of the messages that a batch was made of. */
  readonly links?: readonly string[];
  readonly kind?: 'internal' | 'producer' | 'consumer' | 'client';
}

const TRACER = 'exchange';
const LINKS_MAX = 32;
const KINDS = {
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
} as const;

let running: Tracing | null = null;

/**
 * To be called once, before the rest is started. The SDK is loaded only when there is somewhere to export to: it costs
 * some 40 MB and 300 ms. Trace context from outside is passed on in either case. A second call gives the first's result.
 */
export async function startTracing({ service, otlpEndpoint }: TracingOptions): Promise<Tracing> {
  running ??= otlpEndpoint === undefined ? passOnly() : await exporting(service, otlpEndpoint);
  return running;
}

/**
 * Runs `work` inside a span. Attributes are names, counts and codes, never contents of a record; of an error only its
 * type is kept.
 */
export async function withSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
  { parent, links = [], kind = 'internal' }: SpanOptions = {},
): Promise<T> {
  const options = { kind: KINDS[kind], attributes, links: linksTo(links) };
  const run = async (span: Span): Promise<T> => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
  return trace.getTracer(TRACER).startActiveSpan(name, options, contextUnder(parent), run);
}

/** Starts the span of a request that was received; the caller ends it. */
export function startServerSpan(name: string, traceparent: string | undefined, attributes: Attributes): Span {
  return trace
    .getTracer(TRACER)
    .startSpan(name, { kind: SpanKind.SERVER, attributes }, contextUnder(traceparent));
}

export function markFailed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
}

function contextUnder(traceparent: string | undefined): Context {
  const parent = parseTraceparent(traceparent);
  return parent ? trace.setSpanContext(context.active(), parent) : context.active();
}

function linksTo(traceparents: readonly string[]): Link[] {
  const links: Link[] = [];
  for (const text of new Set(traceparents)) {
    const linked = parseTraceparent(text);
    if (linked) links.push({ context: linked });
    if (links.length === LINKS_MAX) break;
  }
  return links;
}

function passOnly(): Tracing {
  context.setGlobalContextManager(new LocalContextManager());
  return { stop: async () => context.disable() };
}

async function exporting(service: string, endpoint: string): Promise<Tracing> {
  const [{ NodeSDK, core }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const sdk = new NodeSDK({
    serviceName: service,
    autoDetectResources: false,
    traceExporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }),
    textMapPropagator: new core.W3CTraceContextPropagator(),
    instrumentations: [],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return { stop: () => sdk.shutdown() };
}
