import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between a reader and its server that can be cut. */
export interface CuttingProxy {
  readonly port: number;
  /** What the server has sent and the readers' side has taken. */
  readonly bytesSent: number;
  /** From now on nothing that the readers write reaches the server, and they do not notice. */
  swallow(): void;
  /** Ends all connections on both sides without a farewell; new ones work. */
  cut(): void;
  end(): Promise<void>;
}

export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  let bytesSent = 0;
  const server = createServer((reader) => {
    const upstream = connect(serverPort, '127.0.0.1');
    for (const [socket, other] of [
      [reader, upstream],
      [upstream, reader],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    reader.on('data', (bytes) => {
      if (!isSwallowing) upstream.write(bytes);
    });
    upstream.on('data', (bytes) => (bytesSent += bytes.length));
    upstream.pipe(reader);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get bytesSent() {
      return bytesSent;
    },
    swallow: () => {
      isSwallowing = true;
    },
    cut: () => {
      isSwallowing = false;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    end: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
