import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Aedes } from 'aedes';

/** An MQTT 3.1.1 broker within this process, for the demo. It holds everything in memory. */
export interface EmbeddedMqtt {
  readonly port: number;
  /** Whether somebody has subscribed to this very filter. */
  isSubscribed(filter: string): boolean;
  stop(): Promise<void>;
}

export interface EmbeddedMqttOptions {
  /** 0 or missing = a free one. */
  readonly port?: number;
  /** Who may log in; without it everybody. */
  readonly users?: ReadonlyArray<{ readonly user: string; readonly password: string }>;
}

export async function startEmbeddedMqtt(options: EmbeddedMqttOptions = {}): Promise<EmbeddedMqtt> {
  const { users } = options;
  const broker = await Aedes.createBroker({
    // A reader that is told to wait must not be thrown out for it.
    drainTimeout: 0,
    authenticate: (_client, user, password, done) =>
      done(
        null,
        !users || users.some((known) => known.user === user && known.password === password?.toString()),
      ),
  });
  const filters = new Set<string>();
  broker.on('subscribe', (subscriptions) => {
    for (const { topic } of subscriptions) filters.add(topic);
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    isSubscribed: (filter) => filters.has(filter),
    stop: async () => {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await ended;
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}
