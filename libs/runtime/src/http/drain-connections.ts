import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Shutdown } from '../shutdown.ts';

const IDLE_CHECK_MS = 50;

/**
 * Ends the server without cutting off an answer: it stops listening, answers what is in flight or still arrives on open
 * connections with `connection: close`, and waits until the last connection is gone. Whatever holds an answer open for
 * long (a stream) has to end it in the phase `stop-reading`.
 */
export function drainConnections(fastify: FastifyInstance, shutdown: Shutdown): void {
  const { server } = fastify;
  const connections = openConnections(server);
  let closed: Promise<void> | null = null;
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (shutdown.isStopping) reply.header('connection', 'close');
    done(null, payload);
  });
  shutdown.add('stop-accepting', 'http', () => {
    if (!server.listening) return;
    closed = new Promise((resolve) => server.close(() => resolve()));
  });
  shutdown.add('drain', 'http', async () => {
    const idleCheck = setInterval(() => {
      server.closeIdleConnections();
      // Node does not count a connection as idle before its first request.
      for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
    }, IDLE_CHECK_MS);
    try {
      await closed;
    } finally {
      clearInterval(idleCheck);
    }
  });
  // Only what the phase before could not wait for is left now.
  shutdown.add('flush', 'http', () => server.closeAllConnections());
}

function openConnections(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return connections;
}
