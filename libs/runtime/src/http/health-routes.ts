import type { FastifyInstance } from 'fastify';
import type { Health } from '../health.ts';
import type { Metrics } from '../metrics.ts';
import type { Shutdown } from '../shutdown.ts';
import { Problem } from './problem.ts';

/**
 * `/livez`: the process turns over. `/readyz`: it can accept work; 503 with the names of what fails. `/metrics`: numbers
 * in Prometheus's text format.
 */
export function healthRoutes(
  fastify: FastifyInstance,
  health: Health,
  metrics: Metrics,
  shutdown: Shutdown,
): void {
  fastify.get('/livez', async () => ({ status: 'ok' }));
  fastify.get('/readyz', async () => {
    const { ready, failing } = shutdown.isStopping
      ? { ready: false, failing: ['stopping'] }
      : await health.readiness();
    if (!ready) throw notReady(failing);
    return { status: 'ok' };
  });
  fastify.get('/metrics', async (_request, reply) => {
    const text = await metrics.registry.metrics();
    return reply.type(metrics.registry.contentType).send(text);
  });
}

function notReady(failing: readonly string[]): Problem {
  const names = failing.join(', ');
  return new Problem({
    status: 503,
    code: 'not-ready',
    detail: { zh: `尚不能接收：${names}`, en: `cannot accept work: ${names}` },
    members: { failing: [...failing] },
  });
}
