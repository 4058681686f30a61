import { connect, type ChannelModel } from 'amqplib';
import { RABBITMQ_USERS, type RabbitMq, type SourceRow, type SourceWorld } from '@exchange/testing';
import { openQueueSource } from '../src/queue/open-queue-source.ts';
import type { QueueConnection } from '../src/queue/queue-connection.ts';
import type { QueueSettings } from '../src/queue/queue-settings.ts';
import type { Source } from '../src/port.ts';

let streams = 0;

/** A durable queue of its own on the broker. */
export async function amqpWorld(
  broker: RabbitMq,
  settings: Partial<QueueSettings> = {},
): Promise<SourceWorld> {
  const queue = `stream-${process.pid}-${++streams}`;
  const open = (connection: Partial<QueueConnection> = {}): Source =>
    openQueueSource({
      settings: { protocol: 'amqp', queue, ...settings },
      connection: { ...connectionOf(broker), ...connection },
      stream: { system: 'fishery', stream: 'positions' },
      charset: 'utf-8',
    });
  await declare(broker, queue);
  return {
    open,
    openWithWrongCredentials: () => open({ password: 'wrong' }),
    put: (rows) => send(broker, queue, rows.map(textOf)),
    putWithBrokenRecord: (before, after) =>
      send(broker, queue, [...before.map(textOf), '{"key":"K', ...after.map(textOf)]),
    rowOf: (value) => ({ key: String(value['key']), text: String(value['text']) }),
    isReplayable: false,
    stopServer: () => broker.stop(),
    startServer: () => broker.start(),
    end: () => Promise.resolve(),
  };
}

export function connectionOf(broker: RabbitMq): QueueConnection {
  return { host: '127.0.0.1', port: broker.port, ...RABBITMQ_USERS.full };
}

export async function declare(broker: RabbitMq, queue: string): Promise<void> {
  const connection = await sender(broker);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { durable: true });
  await connection.close();
}

/** Sends persistent messages and waits until the broker has them all. */
export async function send(
  broker: RabbitMq,
  queue: string,
  texts: ReadonlyArray<string | Buffer>,
  idOf?: (place: number) => string,
): Promise<void> {
  const connection = await sender(broker);
  const channel = await connection.createConfirmChannel();
  for (const [place, text] of texts.entries()) {
    const id = idOf === undefined ? {} : { messageId: idOf(place) };
    channel.sendToQueue(queue, Buffer.from(text), { persistent: true, ...id });
  }
  await channel.waitForConfirms();
  await connection.close();
}

export function sender(broker: RabbitMq): Promise<ChannelModel> {
  const { user, password } = RABBITMQ_USERS.full;
  return connect({ hostname: '127.0.0.1', port: broker.port, username: user, password, vhost: '/' });
}

function textOf({ key, text, marking }: SourceRow): string {
  return JSON.stringify({ key, text, 密级: marking ?? '公开' });
}
