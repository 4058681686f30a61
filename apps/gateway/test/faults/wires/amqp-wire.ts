import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RABBITMQ_USERS, rabbitMqAvailable, startRabbitMq } from '@exchange/testing';
import { connect, type ChannelModel } from 'amqplib';
import { messageOf } from './mqtt-wire.ts';
import { CHUNK_RECORDS, type Wire } from './wire.ts';

const QUEUE = 'hotline.orders';

/** A durable queue of a RabbitMQ. */
export const amqpWire: Wire = {
  kind: 'amqp',
  source: {
    kind: 'queue',
    format: 'json',
    charset: 'utf-8',
    queue: { protocol: 'amqp', queue: QUEUE, declare: true, batchMessages: CHUNK_RECORDS },
  },
  missing: async () => {
    const found = await rabbitMqAvailable();
    return found.available ? '' : found.missing.join('; ');
  },
  start: async () => {
    const broker = await startRabbitMq({ directory: await mkdtemp(join(tmpdir(), 'wire-amqp-')) });
    const { user, password } = RABBITMQ_USERS.full;
    const connected = (): Promise<ChannelModel> =>
      connect({ hostname: '127.0.0.1', port: broker.port, username: user, password, vhost: '/' });
    return {
      connection: { host: '127.0.0.1', port: broker.port, user, password },
      hasUnreadable: true,
      bytesOf: messageOf,
      put: async (_run, rows) => {
        const connection = await connected();
        const channel = await connection.createConfirmChannel();
        await channel.assertQueue(QUEUE, { durable: true });
        for (const row of rows) channel.sendToQueue(QUEUE, messageOf(row), { persistent: true });
        await channel.waitForConfirms();
        await connection.close();
      },
      leftOver: async () => {
        const connection = await connected();
        const channel = await connection.createChannel();
        const { messageCount } = await channel.checkQueue(QUEUE);
        await connection.close();
        return messageCount === 0 ? '' : `${messageCount} messages were not acknowledged`;
      },
      end: () => broker.end(),
    };
  },
};
