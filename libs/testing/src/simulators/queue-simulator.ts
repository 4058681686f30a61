import type { StreamEntry, SystemEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { DecodedRecord } from '@exchange/decoding';
import type { QueueSettings } from '@exchange/sources';
import type { MqttClient } from 'mqtt';
import { startEmbeddedMqtt, type EmbeddedMqtt } from '../servers/embedded-mqtt.ts';
import { waitUntil } from '../wait-until.ts';
import type { AmqpSystems } from './amqp-systems.ts';
import { fingerprintOf } from './fingerprint.ts';
import { recordsOf } from './sample-documents.ts';
import {
  LeftOut,
  type Plan,
  type PlayedBy,
  type PlayedStream,
  type Simulator,
  type SystemDocument,
} from './simulator.ts';

const SUBSCRIBED_MS_MAX = 60_000;

/**
 * Plays systems that publish to a message broker: an MQTT broker within this process, and RabbitMQ for AMQP. Where there is no
 * RabbitMQ, the MQTT broker stands in by the connection's protocol.
 */
export class QueueSimulator implements Simulator {
  readonly needsReader = true;
  readonly #broker: EmbeddedMqtt;
  readonly #client: MqttClient;
  readonly #password: string;
  readonly #amqp: Promise<AmqpSystems | null>;

  private constructor(
    broker: EmbeddedMqtt,
    client: MqttClient,
    password: string,
    amqp: Promise<AmqpSystems | null>,
  ) {
    this.#broker = broker;
    this.#client = client;
    this.#password = password;
    this.#amqp = amqp;
  }

  static async start(password: string, amqp: Promise<AmqpSystems | null>): Promise<QueueSimulator> {
    const broker = await startEmbeddedMqtt({
      users: ['systems', 'exchange'].map((user) => ({ user, password })),
    });
    const { connectAsync } = await import('mqtt');
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { username: 'systems', password });
    return new QueueSimulator(broker, client, password, amqp);
  }

  async connect(_system: string, { streams }: SystemEntry): Promise<JsonObject> {
    const isAmqp = [...streams.values()].some((entry) => settingsOf(entry).protocol === 'amqp');
    const amqp = isAmqp ? await this.#amqp : null;
    if (amqp) return amqp.connection;
    const { port } = this.#broker;
    return {
      host: '127.0.0.1',
      port,
      user: 'exchange',
      password: this.#password,
      ...(isAmqp ? { protocol: 'mqtt' } : {}),
    };
  }

  overwrites(): boolean {
    return false;
  }

  async playedBy(entry: StreamEntry): Promise<PlayedBy> {
    if (settingsOf(entry).protocol !== 'amqp') return { server: 'MQTT', insteadOf: null };
    if (await this.#amqp) return { server: 'AMQP · RabbitMQ', insteadOf: null };
    return { server: 'MQTT', insteadOf: 'AMQP 0-9-1' };
  }

  async plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    const settings = settingsOf(stream.entry);
    const amqp = settings.protocol === 'amqp' ? await this.#amqp : null;
    await amqp?.prepare(settings);
    const bodies = documents.map(({ body }) => body);
    return {
      puts: [
        {
          expected: bodies.flatMap((body) =>
            messageRecords(body, stream.entry).map((record) => fingerprintOf(record, [])),
          ),
          ignored: [],
          unreadable: 0,
          deliver: () => (amqp ? amqp.publish(settings, bodies) : this.#publish(stream, settings, bodies)),
        },
      ],
      leftOut: new LeftOut().counts,
    };
  }

  async stop(): Promise<void> {
    await this.#client.endAsync(true);
    await this.#broker.stop();
    await (await this.#amqp)?.stop();
  }

  async #publish(
    { system, stream }: PlayedStream,
    settings: QueueSettings,
    bodies: readonly Buffer[],
  ): Promise<void> {
    const filter = filterOf(settings);
    await waitUntil(
      `${system}/${stream} is subscribed to`,
      () => this.#broker.isSubscribed(filter),
      SUBSCRIBED_MS_MAX,
    );
    for (const body of bodies) await this.#client.publishAsync(topicOf(filter), body, { qos: 1 });
  }
}

/** The records of one message; a message that is no JSON is one broken record. */
function messageRecords(body: Buffer, { source }: StreamEntry): readonly DecodedRecord[] {
  const { charset, records } = source;
  const sequence = Buffer.concat([Buffer.from([0x1e]), body, Buffer.from('\n')]);
  return (
    recordsOf(sequence, { format: 'json-seq', charset, ...(records === undefined ? {} : { records }) }) ?? []
  );
}

function settingsOf({ source }: StreamEntry): QueueSettings {
  return source.queue as unknown as QueueSettings;
}

/** What the reader subscribes to; a system that uses AMQP is read from a topic that is named like its queue. */
function filterOf({ protocol, topics, queue }: QueueSettings): string {
  return (protocol === 'amqp' ? queue : topics?.[0]) ?? '';
}

/** A topic that the filter matches. */
function topicOf(filter: string): string {
  return filter.replaceAll('+', 'one').replace('#', 'all');
}
