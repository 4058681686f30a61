import type { StreamEntry, SystemEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { DecodedRecord } from '@exchange/decoding';
import type { QueueSettings } from '@exchange/sources';
import type { MqttClient } from 'mqtt';
import { startEmbeddedMqtt, type EmbeddedMqtt } from '../servers/embedded-mqtt.ts';
import { waitUntil } from '../wait-until.ts';
import { fingerprintOf } from './fingerprint.ts';
import { recordsOf } from './sample-documents.ts';
import { LeftOut, type Plan, type PlayedStream, type Simulator, type SystemDocument } from './simulator.ts';

const SUBSCRIBED_MS_MAX = 60_000;

/**
 * Plays systems that publish to a message broker: an MQTT broker within this process. For systems that use AMQP it stands in
 * by the connection's protocol.
 */
export class QueueSimulator implements Simulator {
  readonly needsReader = true;
  readonly #broker: EmbeddedMqtt;
  readonly #client: MqttClient;
  readonly #password: string;

  private constructor(broker: EmbeddedMqtt, client: MqttClient, password: string) {
    this.#broker = broker;
    this.#client = client;
    this.#password = password;
  }

  static async start(password: string): Promise<QueueSimulator> {
    const broker = await startEmbeddedMqtt({
      users: ['systems', 'exchange'].map((user) => ({ user, password })),
    });
    const { connectAsync } = await import('mqtt');
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { username: 'systems', password });
    return new QueueSimulator(broker, client, password);
  }

  async connect(_system: string, { streams }: SystemEntry): Promise<JsonObject> {
    const isStandIn = [...streams.values()].some((entry) => this.standIn(entry) !== null);
    const { port } = this.#broker;
    return {
      host: '127.0.0.1',
      port,
      user: 'exchange',
      password: this.#password,
      ...(isStandIn ? { protocol: 'mqtt' } : {}),
    };
  }

  standIn({ source }: StreamEntry): string | null {
    return settingsOf(source.queue).protocol === 'amqp' ? 'MQTT ← AMQP 0-9-1' : null;
  }

  async plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    const filter = filterOf(settingsOf(stream.entry.source.queue));
    return {
      puts: [
        {
          expected: documents.flatMap(({ body }) =>
            messageRecords(body, stream.entry).map((record) => fingerprintOf(record, [])),
          ),
          ignored: [],
          unreadable: 0,
          deliver: async () => {
            await waitUntil(
              `${stream.system}/${stream.stream} is subscribed to`,
              () => this.#broker.isSubscribed(filter),
              SUBSCRIBED_MS_MAX,
            );
            for (const { body } of documents)
              await this.#client.publishAsync(topicOf(filter), body, { qos: 1 });
          },
        },
      ],
      leftOut: new LeftOut().counts,
    };
  }

  async stop(): Promise<void> {
    await this.#client.endAsync(true);
    await this.#broker.stop();
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

function settingsOf(settings: JsonObject | undefined): QueueSettings {
  return settings as unknown as QueueSettings;
}

/** What the reader subscribes to; a system that uses AMQP is read from a topic that is named like its queue. */
function filterOf({ protocol, topics, queue }: QueueSettings): string {
  return (protocol === 'amqp' ? queue : topics?.[0]) ?? '';
}

/** A topic that the filter matches. */
function topicOf(filter: string): string {
  return filter.replaceAll('+', 'one').replace('#', 'all');
}
