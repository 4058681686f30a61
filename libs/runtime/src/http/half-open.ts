import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isStream } from './observe-requests.ts';

/**
 * A client that closes its side of the connection as soon as its request is sent still gets its answer, as with `nc -N` and
 * some old libraries: by default Node would do the work and drop the answer. A stream ends then, because it has no end of
 * its own at which the client's absence would show.
 */
export function answerHalfOpen(fastify: FastifyInstance): void {
  const server = fastify.server as Server & { httpAllowHalfOpen: boolean };
  server.httpAllowHalfOpen = true;
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { socket } = request.raw;
    if (isStream(request)) socket.once('end', () => socket.destroy());
    done();
  });
}
