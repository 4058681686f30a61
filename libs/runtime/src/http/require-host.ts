import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** Exactly one `Host` (RFC 9112, 3.2). Checked here because Node answers a missing one without a word. */
export function requireHost(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const hosts = countHosts(request);
    const isOptional = request.raw.httpVersion === '1.0';
    if (hosts === 1 || (hosts === 0 && isOptional)) done();
    else done(badHost());
  });
}

function countHosts({ raw: { rawHeaders } }: FastifyRequest): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts;
}

function badHost(): Problem {
  return new Problem({
    status: 400,
    code: 'malformed-request',
    detail: { zh: '请求应有且只有一个 Host 头', en: 'a request has exactly one Host header' },
  });
}
