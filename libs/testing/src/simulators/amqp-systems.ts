import type { JsonObject } from '@exchange/contracts';
import type { QueueSettings } from '@exchange/sources';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { RABBITMQ_USERS, rabbitMqAvailable, startRabbitMq, type RabbitMq } from '../servers/rabbitmq.ts';

/** The systems that publish by AMQP, on a RabbitMQ of their own. */
export class AmqpSystems {
  readonly #broker: RabbitMq;
  readonly #model: ChannelModel;
  readonly #channel: ConfirmChannel;

  private constructor(broker: RabbitMq, model: ChannelModel, channel: ConfirmChannel) {
    this.#broker = broker;
    this.#model = model;
    this.#channel = channel;
  }

  /** Null where there is no RabbitMQ on this machine. */
  static async start(directory: string): Promise<AmqpSystems | null> {
    if (!(await rabbitMqAvailable()).available) return null;
    const broker = await startRabbitMq({ directory });
    const { user, password } = RABBITMQ_USERS.full;
    const model = await connect({
      hostname: '127.0.0.1',
      port: broker.port,
      username: user,
      password,
      vhost: '/',
    });
    // It ends with the broker, which is stopped behind it.
    model.on('error', () => undefined);
    return new AmqpSystems(broker, model, await model.createConfirmChannel());
  }

  get connection(): JsonObject {
    return { host: '127.0.0.1', port: this.#broker.port, ...RABBITMQ_USERS.full };
  }

  /** What the administrator of the broker does before the system is connected. */
  async prepare({ queue = '', bindings = [] }: QueueSettings): Promise<void> {
    await this.#channel.assertQueue(queue, { durable: true });
    for (const { exchange, routingKey } of bindings) {
      await this.#channel.assertExchange(exchange, 'topic', { durable: true });
      await this.#channel.bindQueue(queue, exchange, routingKey);
    }
  }

  /** Waits until the broker has them all. */
  async publish({ queue = '', bindings = [] }: QueueSettings, bodies: readonly Buffer[]): Promise<void> {
    const [binding] = bindings;
    const exchange = binding?.exchange ?? '';
    const routingKey = binding ? keyOf(binding.routingKey) : queue;
    for (const body of bodies) this.#channel.publish(exchange, routingKey, body, { persistent: true });
    await this.#channel.waitForConfirms();
  }

  async stop(): Promise<void> {
    await this.#model.close().catch(() => undefined);
    await this.#broker.end();
  }
}

/** A routing key that the binding matches. */
function keyOf(pattern: string): string {
  return pattern.replaceAll('*', 'one').replaceAll('#', 'all');
}
