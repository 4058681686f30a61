import type { ChannelModel } from 'amqplib';
import type { Socket } from 'node:net';

/**
 * Stops the AMQP client from reading its socket, so that a broker waits. The prefetch counts messages, whatever their size; where
 * they are large, so many of them would fill the memory. Brokers know no other way: `flow` and a prefetch in bytes are not
 * implemented, and cancelling a consumer comes too late for what is on its way. The client has no way either: it pulls from its
 * socket whatever there is. The broker still hears of us; the client ends the connection after two silent heartbeats.
 */
export class ReadGate {
  readonly #socket: Socket;
  #isShut = false;

  constructor(connection: ChannelModel) {
    const { stream } = connection.connection as unknown as { readonly stream: Socket };
    this.#socket = stream;
    const read = stream.read.bind(stream) as (size?: number) => unknown;
    // Of size 0 is what the stream asks itself to fill its own buffer.
    stream.read = (size?: number) => (this.#isShut && size !== 0 ? null : read(size));
  }

  shut(): void {
    this.#isShut = true;
  }

  open(): void {
    if (!this.#isShut) return;
    this.#isShut = false;
    this.#socket.emit('readable');
  }
}
