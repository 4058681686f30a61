import { setTimeout as sleep } from 'node:timers/promises';
import { MOSQUITTO_USERS, startEmbeddedMqtt, type EmbeddedMqtt } from '@exchange/testing';
import { decodeBatch, DEFAULT_LIMITS } from '@exchange/decoding';
import { openQueueSource } from '../src/queue/open-queue-source.ts';
import type { QueueConnection } from '../src/queue/queue-connection.ts';
import type { Source } from '../src/port.ts';
import { ClaimStore, settled } from './claim-store.ts';
import { readAll } from './killed-readers.ts';
import { connectionOf, makeSession, publish } from './mqtt-world.ts';

/** A broker that knows MQTT 3.1.1 only, and no limit to what it sends ahead. */
describe('the broker of the demo', () => {
  let broker: EmbeddedMqtt;
  let streams = 0;
  beforeAll(async () => {
    broker = await startEmbeddedMqtt({ users: [MOSQUITTO_USERS.full] });
  });
  afterAll(() => broker.stop());
  beforeEach(() => void (streams += 1));

  const name = () => ({ system: 'muck-trucks', stream: `positions-${streams}` });

  function open(connection: Partial<QueueConnection> = {}): Source {
    return openQueueSource({
      settings: {
        protocol: 'mqtt',
        topics: [`demo/${streams}/#`],
        batchMessages: 40,
        prefetch: 100,
        batchWaitMs: 20,
      },
      connection: { ...connectionOf(broker), ...connection },
      stream: name(),
      charset: 'utf-8',
    });
  }

  it('is spoken to in MQTT 3.1.1 and read in order', async () => {
    expect(await open().test()).toMatchObject({ isOk: true, seen: expect.stringMatching(/^MQTT 3\.1\.1/) });
    expect(await open({ password: 'wrong' }).test()).toMatchObject({ isOk: false, failed: 'credentials' });
    await makeSession(broker, name(), [`demo/${streams}/#`]);
    const texts = Array.from({ length: 2_000 }, (_, place) => `{"place":${place}}`);
    const store = new ClaimStore();
    await publish(broker, `demo/${streams}/a`, texts.slice(0, 1_000));
    await readAll(open(), store, 1_000);
    await publish(broker, `demo/${streams}/a`, texts.slice(1_000));
    await readAll(open(), store, 2_000);
    expect(store.texts).toEqual(texts);
  });

  it('is kept waiting by a slow consumer, and with it the sender', async () => {
    await makeSession(broker, name(), [`demo/${streams}/#`]);
    const source = open();
    const iterator = source.read(null, new AbortController().signal)[Symbol.asyncIterator]();
    const first = iterator.next();
    const text = 'x'.repeat(4_000);
    let isSent = false;
    const sending = publish(
      broker,
      `demo/${streams}/a`,
      Array.from({ length: 8_000 }, (_, place) => JSON.stringify({ place, text })),
    ).then(() => (isSent = true));
    await first;
    await sleep(1_000);
    expect(isSent).toBe(false);
    // While a reader connects this broker sends some messages twice, without saying so.
    const places = new Set<unknown>();
    for (let result = await first; !result.done; result = await iterator.next()) {
      const { body, decode, checkpoint } = result.value;
      const decoded = decodeBatch(body, decode, DEFAULT_LIMITS);
      if (decoded.kind !== 'records') throw new Error(decoded.at);
      for (const record of decoded.records) if ('value' in record) places.add(record.value['place']);
      await source.settle(checkpoint, settled(0));
      if (places.size === 8_000) break;
    }
    await sending;
    await source.close();
  });
});
