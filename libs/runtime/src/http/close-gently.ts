import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes the sending side alone and throws away what still comes, until the other side is done or out of time. A connection
 * that is closed at once while its client still sends is reset, and the reset takes the answer with it (RFC 9112, 9.6).
 */
export function closeGently(socket: Socket, waitMs: number): void {
  socket.end();
  const overdue = setTimeout(() => socket.destroy(), waitMs);
  socket.once('close', () => clearTimeout(overdue));
  socket.resume();
}

/** Answers that come before the end of their request, such as a 413, reach also a client that reads when it has sent all. */
export function letEarlyAnswersArrive(server: Server, waitMs: number): void {
  server.on('request', (request, response) => {
    // Node's own listener, which comes after this one, ends the connection with `destroySoon`.
    response.prependOnceListener('finish', () => {
      const { socket } = request;
      if (request.complete || socket.destroyed) return;
      socket.destroySoon = () => {
        Reflect.deleteProperty(socket, 'destroySoon');
        if (request.complete) socket.destroySoon();
        else closeGently(socket, waitMs);
      };
    });
  });
}
