import type { ISocketFactory } from 'kafkajs';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const keepAliveMs = 60_000;
/** Our own doing, so nothing that the log of kafkajs need tell. */
export const GIVEN_UP = 'the connection was given up';

/** The sockets of some kafkajs clients, so that they can be cut when a broker does not answer: kafkajs waits for it. */
export class TrackedSockets {
  readonly #sockets = new Set<Socket>();
  #isDestroyed = false;

  readonly factory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (this.#isDestroyed) throw new Error(GIVEN_UP);
    // A name is needed for SNI, an address is not allowed there.
    const servername = isIP(host) ? {} : { servername: host };
    const socket = ssl
      ? connectTls({ host, port, ...servername, ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    // kafkajs says goodbye to a dead socket again and again, each time with one more listener.
    socket.setMaxListeners(0);
    socket.setKeepAlive(true, keepAliveMs);
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  };

  /** What is under way on them rejects, and no more are opened: kafkajs would connect again to say goodbye. */
  destroy(): void {
    this.#isDestroyed = true;
    for (const socket of this.#sockets) socket.destroy(new Error(GIVEN_UP));
  }
}
