import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds; the bounds that OpenTelemetry recommends for `http.server.request.duration`. */
export const DURATION_BUCKETS_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

type Numbers<Label extends string> = Readonly<Record<Label, string | number>>;

/**
 * The numbers of one app in one registry of its own, so that several apps can share a process. `counter`, `gauge` and
 * `histogram` give the same instrument when asked twice for one name.
 */
export interface Metrics {
  readonly registry: Registry;
  counter<L extends string>(name: string, help: string, labels: readonly L[]): Counter<L>;
  gauge<L extends string>(name: string, help: string, labels: readonly L[]): Gauge<L>;
  histogram<L extends string>(
    name: string,
    help: string,
    labels: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  readonly http: HttpServerMetrics;
}

export interface HttpServerMetrics {
  started(): void;
  /** `seconds` is null for a stream: its length is no duration of an answer. */
  finished(
    labels: Numbers<'http_request_method' | 'http_route' | 'http_response_status_code'>,
    seconds: number | null,
  ): void;
}

export interface MetricsOptions {
  readonly service: string;
  /** The process's own numbers (CPU, memory, event loop); one app of a process has them. */
  readonly processMetrics: boolean;
}

export function createMetrics({ service, processMetrics }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const known = <T>(name: string, create: () => T): T =>
    (registry.getSingleMetric(name) as T | undefined) ?? create();
  const metrics: Omit<Metrics, 'http'> = {
    registry,
    counter: (name, help, labelNames) =>
      known(name, () => new Counter({ name, help, labelNames, registers: [registry] })),
    gauge: (name, help, labelNames) =>
      known(name, () => new Gauge({ name, help, labelNames, registers: [registry] })),
    histogram: (name, help, labelNames, buckets = DURATION_BUCKETS_SECONDS) =>
      known(
        name,
        () => new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [registry] }),
      ),
  };
  return { ...metrics, http: httpServerMetrics(metrics) };
}

function httpServerMetrics(metrics: Omit<Metrics, 'http'>): HttpServerMetrics {
  const active = metrics.gauge('http_server_active_requests', 'Requests being answered', []);
  const duration = metrics.histogram(
    'http_server_request_duration_seconds',
    'Time from the head of a request to the end of its answer',
    ['http_request_method', 'http_route', 'http_response_status_code'],
  );
  return {
    started: () => active.inc(),
    finished: (labels, seconds) => {
      active.dec();
      if (seconds !== null) duration.observe(labels, seconds);
    },
  };
}
