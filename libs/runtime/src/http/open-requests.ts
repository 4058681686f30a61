import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface OpenRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Connection {
  /** Not answered to their end yet, oldest first. */
  readonly open: Set<OpenRequest>;
  /** The request that was answered last, and was not there completely then. */
  cutShort: IncomingMessage | null;
}

/** The requests of each connection: with pipelining there may be many at once. */
export class OpenRequests {
  readonly #connections = new WeakMap<Socket, Connection>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const connection: Connection = { open: new Set(), cutShort: null };
      this.#connections.set(socket, connection);
      // Node tells only the response whose turn it is of the end of its connection, and tells it after this.
      socket.once('close', () => setImmediate(() => connection.open.forEach(abandon)));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const connection = this.#connections.get(request.socket);
      if (!connection) return;
      const entry = { request, response };
      connection.open.add(entry);
      response.once('close', () => {
        connection.open.delete(entry);
        connection.cutShort = request.complete ? null : request;
      });
    });
  }

  of(socket: Socket): readonly OpenRequest[] {
    return [...(this.#connections.get(socket)?.open ?? [])];
  }

  /** Whether what now comes on the connection belongs to a request that has its answer already. */
  isAnswered(socket: Socket): boolean {
    return this.#connections.get(socket)?.cutShort?.complete === false;
  }
}

/** For whoever waits for the end of the response: it will not be sent. */
export function abandon({ response }: OpenRequest): void {
  response.emit('close');
}
