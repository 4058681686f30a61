import { Socket } from 'node:net';
import { Client, Pool } from 'pg';

/** A session of its own, outside the pool. */
export interface Connection {
  readonly client: Client;
  /** Becomes true when the session has ended for any reason. */
  readonly isBroken: () => boolean;
  /** Cuts the connection at once, also when the server does not answer: what is under way rejects. */
  readonly destroy: () => void;
  /** Ends the session in order, or cuts it when the server does not answer. */
  readonly end: () => Promise<void>;
}

export interface ConnectionOptions {
  /** Shows in pg_stat_activity. */
  readonly name: string;
  /** A statement that takes longer rejects; without it only `destroy` ends the waiting. */
  readonly queryMsMax?: number;
  readonly onEnd?: () => void;
}

const connectMsMax = 5000;
/** How long a server that does not answer can delay the end of a session. */
const endMsMax = 2000;
const poolQueryMsMax = 15_000;

/**
 * Opens a session that the server gives up when we are gone: a statement of a connection that was cut must not go on
 * waiting for a lock and take effect later.
 */
export async function connect(
  url: string,
  { name, queryMsMax, onEnd }: ConnectionOptions,
): Promise<Connection> {
  const socket = new Socket();
  let isBroken = false;
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: connectMsMax,
    ...(queryMsMax === undefined ? {} : { query_timeout: queryMsMax }),
    keepAlive: true,
    stream: () => socket,
  });
  const destroy = (): void => {
    isBroken = true;
    socket.destroy();
  };
  // An idle session that breaks only emits; without a listener that ends the process.
  client.on('error', destroy);
  client.on('end', () => {
    isBroken = true;
    onEnd?.();
  });
  try {
    await client.connect();
    // Not every platform can watch its clients: the limit of a statement's time then has to do.
    await client.query("SET client_connection_check_interval = '1s'").catch(() => undefined);
    await client.query("SET statement_timeout = '30s'");
  } catch (error) {
    destroy();
    throw error;
  }
  const end = (): Promise<void> => (isBroken ? Promise.resolve() : endInTime(client, destroy));
  return { client, isBroken: () => isBroken, destroy, end };
}

/** A pool for reading, and how to end it even when the server does not answer. */
export function openPool(url: string, sessionsMax: number): { pool: Pool; end: () => Promise<void> } {
  const sockets = new Set<Socket>();
  const pool = new Pool({
    connectionString: url,
    application_name: 'event-log',
    max: sessionsMax,
    connectionTimeoutMillis: connectMsMax,
    query_timeout: poolQueryMsMax,
    keepAlive: true,
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
  });
  // An idle session that breaks is replaced by the pool; whoever needs one meets the problem itself.
  pool.on('error', () => undefined);
  const destroy = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return { pool, end: () => endInTime(pool, destroy) };
}

async function endInTime(sessions: { end(): Promise<void> }, destroy: () => void): Promise<void> {
  const timer = setTimeout(destroy, endMsMax);
  try {
    await sessions.end();
  } finally {
    clearTimeout(timer);
  }
}
