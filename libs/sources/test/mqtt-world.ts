import { connectAsync, type MqttClient } from 'mqtt';
import { MOSQUITTO_USERS, type Mosquitto, type SourceRow, type SourceWorld } from '@exchange/testing';
import { openQueueSource } from '../src/queue/open-queue-source.ts';
import type { QueueConnection } from '../src/queue/queue-connection.ts';
import type { QueueSettings } from '../src/queue/queue-settings.ts';
import type { Source } from '../src/port.ts';

let streams = 0;

/** A stream of its own on the broker, with the session of its reader already known to the broker. */
export async function mqttWorld(
  broker: Mosquitto,
  settings: Partial<QueueSettings> = {},
): Promise<SourceWorld> {
  const stream = `stream-${process.pid}-${++streams}`;
  const name = { system: 'flood-monitoring', stream };
  const topic = `wujin/${stream}/records`;
  const open = (connection: Partial<QueueConnection> = {}): Source =>
    openQueueSource({
      settings: { protocol: 'mqtt', topics: [topic], ...settings },
      connection: { ...connectionOf(broker), ...connection },
      stream: name,
      charset: 'utf-8',
    });
  await makeSession(broker, name, [topic]);
  return {
    open,
    openWithWrongCredentials: () => open({ password: 'wrong' }),
    put: (rows) => publish(broker, topic, rows.map(textOf)),
    putWithBrokenRecord: (before, after) =>
      publish(broker, topic, [...before.map(textOf), '{"key":"K', ...after.map(textOf)]),
    rowOf: (value) => ({ key: String(value['key']), text: String(value['text']) }),
    isReplayable: false,
    stopServer: () => broker.stop(),
    startServer: () => broker.start(),
    end: () => Promise.resolve(),
  };
}

export function connectionOf(broker: Pick<Mosquitto, 'port'>): QueueConnection {
  return { host: '127.0.0.1', port: broker.port, ...MOSQUITTO_USERS.full };
}

/** A broker keeps messages for a reader from its first connection on: this is that connection. */
export async function makeSession(
  broker: Pick<Mosquitto, 'port'>,
  stream: { system: string; stream: string },
  topics: readonly string[],
): Promise<void> {
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
    username: MOSQUITTO_USERS.full.user,
    password: MOSQUITTO_USERS.full.password,
    protocolVersion: 4,
    clientId: `wujin-exchange-${stream.system}-${stream.stream}`,
    clean: false,
  });
  await client.subscribeAsync([...topics], { qos: 1 });
  await client.endAsync();
}

export async function publish(
  broker: Pick<Mosquitto, 'port'>,
  topic: string,
  texts: ReadonlyArray<string | Buffer>,
  options: { qos?: 0 | 1 | 2; retain?: boolean } = {},
): Promise<void> {
  const client = await publisher(broker);
  await Promise.all(texts.map((text) => client.publishAsync(topic, text, { qos: 1, ...options })));
  await client.endAsync();
}

function publisher(broker: Pick<Mosquitto, 'port'>): Promise<MqttClient> {
  const { user, password } = MOSQUITTO_USERS.full;
  return connectAsync(`mqtt://127.0.0.1:${broker.port}`, { username: user, password, protocolVersion: 4 });
}

function textOf({ key, text, marking }: SourceRow): string {
  return JSON.stringify({ key, text, 密级: marking ?? '公开' });
}
