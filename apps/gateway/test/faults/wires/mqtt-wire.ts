import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOSQUITTO_USERS, mosquittoAvailable, startMosquitto } from '@exchange/testing';
import { connectAsync, type MqttClient } from 'mqtt';
import { CHUNK_RECORDS, type Wire, type WireRow } from './wire.ts';

const TOPIC = 'hotline/orders';
/** A broker sends at once what it keeps for a session. */
const QUIET_MS = 1_000;

/** A Mosquitto that keeps messages for the exchange's session. */
export const mqttWire: Wire = {
  kind: 'mqtt',
  source: {
    kind: 'queue',
    format: 'json',
    charset: 'utf-8',
    queue: { protocol: 'mqtt', topics: [TOPIC], batchMessages: CHUNK_RECORDS },
  },
  missing: async () => {
    const found = await mosquittoAvailable();
    return found.available ? '' : found.missing.join('; ');
  },
  start: async (_world, system) => {
    const broker = await startMosquitto({ directory: await mkdtemp(join(tmpdir(), 'wire-mqtt-')) });
    const session = (): Promise<MqttClient> => connect(broker.port, `wujin-exchange-${system}-orders`, false);
    // A broker keeps messages for a session from its first subscription on.
    const first = await session();
    await first.subscribeAsync(TOPIC, { qos: 1 });
    await first.endAsync();
    return {
      connection: { host: '127.0.0.1', port: broker.port, ...MOSQUITTO_USERS.full },
      hasUnreadable: true,
      bytesOf: messageOf,
      put: async (_run, rows) => {
        const client = await connect(broker.port, 'hotline', true);
        await Promise.all(rows.map((row) => client.publishAsync(TOPIC, messageOf(row), { qos: 1 })));
        await client.endAsync();
      },
      leftOver: async () => {
        const client = await session();
        let kept = 0;
        client.on('message', () => (kept += 1));
        await sleep(QUIET_MS);
        await client.endAsync();
        return kept === 0 ? '' : `${kept} messages were not acknowledged`;
      },
      end: () => broker.end(),
    };
  },
};

function connect(port: number, clientId: string, clean: boolean): Promise<MqttClient> {
  const { user, password } = MOSQUITTO_USERS.full;
  const options = { username: user, password, protocolVersion: 4, clientId, clean } as const;
  return connectAsync(`mqtt://127.0.0.1:${port}`, options);
}

/** An unreadable message was cut short. */
export function messageOf({ value, isUnreadable }: WireRow): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  return isUnreadable ? text.subarray(0, text.length - 1) : text;
}
