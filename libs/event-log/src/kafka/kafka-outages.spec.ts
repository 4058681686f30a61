import { describeEventLogOutages, kafkaAvailable, startLocalKafka } from '@exchange/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const availability = await kafkaAvailable();

if (availability.available || process.env['CI'])
  describeEventLogOutages('Kafka', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'exchange-kafka-outages-'));
    const kafka = await startLocalKafka({ directory: join(directory, 'kafka'), persistent: true });
    let isFrozen = false;
    return {
      settings: { kind: 'kafka', brokers: kafka.brokers.split(','), clientId: 'outages' },
      breakDown: () => kafka.kill(),
      freeze: async () => {
        kafka.pause();
        isFrozen = true;
      },
      recover: async () => {
        if (isFrozen) kafka.resume();
        else await kafka.restart();
        isFrozen = false;
      },
      stop: async () => {
        await kafka.stop();
        await rm(directory, { recursive: true, force: true });
      },
    };
  });
else
  describe.skip(`outages of Kafka (skipped, a broker of its own is needed: missing ${availability.missing.join(', ')})`, () => {
    test('are survived', () => undefined);
  });
