import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import type { SourceError } from '../../source-error.ts';
import type { Broker, BrokerEvents, BrokerLink, Message } from '../broker.ts';
import { identityDigest } from '../identity-digest.ts';
import type { Endpoint } from '../open-socket.ts';
import {
  amqpFailure,
  cancelledByBroker,
  connectionEnded,
  isInExclusiveUse,
  isNotFound,
} from './amqp-failure.ts';
import { ReadGate } from './read-gate.ts';

export interface AmqpBrokerOptions {
  readonly endpoint: Endpoint;
  readonly user?: string;
  readonly password?: string;
  readonly vhost: string;
  readonly queue: string;
  readonly declares: boolean;
  readonly bindings: ReadonlyArray<{ readonly exchange: string; readonly routingKey: string }>;
  readonly prefetch: number;
}

const CONNECT_MS_MAX = 10_000;
const CLOSE_MS_MAX = 2_000;
const HEARTBEAT_SECONDS = 15;
/** A reader that has just ended is still a consumer for a moment. */
const EXCLUSIVE_ATTEMPTS_MAX = 15;
const EXCLUSIVE_PAUSE_MS = 200;

/** AMQP 0-9-1: one exclusive consumer on a durable queue, because two would share the messages out and lose their order. */
export class AmqpBroker implements Broker {
  readonly #options: AmqpBrokerOptions;

  constructor(options: AmqpBrokerOptions) {
    this.#options = options;
  }

  async connect(events: BrokerEvents): Promise<BrokerLink> {
    const connection = await this.#login();
    let isOver = false;
    const lost = (error: SourceError): void => {
      if (!isOver) events.onLost(error);
      isOver = true;
    };
    connection.on('error', (error) => lost(amqpFailure(error, 'channel')));
    connection.on('close', () => lost(connectionEnded()));
    try {
      await this.#prepare(connection);
      const gate = new ReadGate(connection);
      const channel = await this.#consume(connection, (message) => {
        if (!message) lost(cancelledByBroker());
        else if (!isOver) events.onMessage(messageOf(message));
      });
      channel.on('error', (error) => lost(amqpFailure(error, 'channel')));
      channel.on('close', () => lost(connectionEnded()));
      return this.#linkOf(connection, channel, gate, () => (isOver = true));
    } catch (error) {
      isOver = true;
      await closed(connection);
      throw amqpFailure(error, 'channel');
    }
  }

  /** A message may travel here for a moment while the right to read is tried; it goes back to its place. */
  async test(): Promise<string> {
    const { queue, declares } = this.#options;
    const connection = await this.#login();
    connection.on('error', () => undefined);
    try {
      const { product, version } = connection.connection.serverProperties;
      const waiting = await this.#countWaiting(connection);
      if (waiting === null && declares) return `${product} ${version}: ${queue} will be declared`;
      const channel = await openChannel(connection);
      await channel.prefetch(1);
      const consumer = await channel.consume(queue, () => undefined, { exclusive: true });
      await channel.cancel(consumer.consumerTag);
      return `${product} ${version}: ${queue}, ${waiting} messages`;
    } catch (error) {
      if (isInExclusiveUse(error)) return `${queue} is being read`;
      throw amqpFailure(error, 'channel');
    } finally {
      await closed(connection);
    }
  }

  async #login(): Promise<ChannelModel> {
    const { endpoint, user, password, vhost } = this.#options;
    const { host, port, tls, ca } = endpoint;
    try {
      return await connect(
        {
          protocol: tls ? 'amqps' : 'amqp',
          hostname: host,
          port,
          vhost,
          heartbeat: HEARTBEAT_SECONDS,
          username: user ?? 'guest',
          password: password ?? 'guest',
        },
        { timeout: CONNECT_MS_MAX, noDelay: true, ...(ca === undefined ? {} : { ca: [Buffer.from(ca)] }) },
      );
    } catch (error) {
      throw amqpFailure(error, 'login');
    }
  }

  async #prepare(connection: ChannelModel): Promise<void> {
    const { queue, declares, bindings } = this.#options;
    if (declares && (await this.#countWaiting(connection)) === null)
      await (await openChannel(connection)).assertQueue(queue, { durable: true });
    if (bindings.length === 0) return;
    const channel = await openChannel(connection);
    for (const { exchange, routingKey } of bindings) await channel.bindQueue(queue, exchange, routingKey);
    await channel.close();
  }

  /** Null when the queue is missing and may be declared. */
  async #countWaiting(connection: ChannelModel): Promise<number | null> {
    const { queue, declares } = this.#options;
    try {
      const channel = await openChannel(connection);
      const { messageCount } = await channel.checkQueue(queue);
      await channel.close();
      return messageCount;
    } catch (error) {
      if (isNotFound(error) && declares) return null;
      throw error;
    }
  }

  async #consume(
    connection: ChannelModel,
    onMessage: (message: ConsumeMessage | null) => void,
  ): Promise<Channel> {
    const { queue, prefetch } = this.#options;
    for (let attempt = 1; ; attempt++) {
      // A refusal ends the channel.
      const channel = await openChannel(connection);
      try {
        await channel.prefetch(prefetch);
        await channel.consume(queue, onMessage, { exclusive: true, noAck: false });
        return channel;
      } catch (error) {
        if (!isInExclusiveUse(error) || attempt === EXCLUSIVE_ATTEMPTS_MAX) throw error;
        await sleep(EXCLUSIVE_PAUSE_MS);
      }
    }
  }

  #linkOf(connection: ChannelModel, channel: Channel, gate: ReadGate, end: () => void): BrokerLink {
    const { prefetch } = this.#options;
    return {
      subscriptions: [],
      acknowledge: (tags) => {
        const last = tags.at(-1);
        if (last !== undefined) acknowledgeUpTo(channel, last);
      },
      // A channel is served in order, so this is answered after every acknowledgement before it.
      confirmed: async () => {
        await channel.prefetch(prefetch);
      },
      pause: () => gate.shut(),
      resume: () => gate.open(),
      close: async () => {
        end();
        gate.open();
        await closed(connection, channel);
      },
    };
  }
}

async function openChannel(connection: ChannelModel): Promise<Channel> {
  const channel = await connection.createChannel();
  // Whoever waits for an answer gets the error too.
  channel.on('error', () => undefined);
  return channel;
}

/** Messages are acknowledged in the order in which they came, so one acknowledgement stands for all before it. */
function acknowledgeUpTo(channel: Channel, deliveryTag: number): void {
  try {
    channel.ack({ fields: { deliveryTag } } as ConsumeMessage, true);
  } catch {
    // The channel has ended: what was not acknowledged comes again.
  }
}

/**
 * An orderly end, unless the connection is gone or does not answer. The channel is closed first: frames of different channels
 * have no order, so the end of the connection could overtake the last acknowledgements.
 */
async function closed(connection: ChannelModel, channel?: Channel): Promise<void> {
  const given = new AbortController();
  const isGone = new Promise<void>((resolve) => connection.once('close', () => resolve()));
  const deadline = sleep(CLOSE_MS_MAX, undefined, { signal: given.signal }).catch(() => undefined);
  const orderly = async (): Promise<void> => {
    await channel?.close();
    await connection.close();
  };
  await Promise.race([orderly().catch(() => undefined), isGone, deadline]);
  given.abort();
  connection.close().catch(() => undefined);
}

/** The id that the sender gave, where it did, tells two messages with the same content apart. */
function messageOf({ content, fields, properties }: ConsumeMessage): Message {
  const id: unknown = properties.messageId;
  return {
    body: content,
    digest: identityDigest(typeof id === 'string' ? id : '', fields.exchange, fields.routingKey, content),
    isRedelivered: fields.redelivered,
    tag: fields.deliveryTag,
  };
}
