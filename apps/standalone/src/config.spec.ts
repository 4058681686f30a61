import { demoOptions } from './config.ts';

test('a Kafka that is there is taken with all that it needs, TLS and SASL included', () => {
  const kafka = {
    EVENT_LOG: 'kafka',
    KAFKA_BROKERS: 'broker:9093',
    KAFKA_TLS: 'true',
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_USERNAME: 'demo',
    KAFKA_PASSWORD: 'secret of the test',
  };
  expect(demoOptions({ ...kafka, HOME: '/elsewhere' }, []).eventLogEnv).toEqual(kafka);
});

test('without it the settings of a Kafka mean nothing', () => {
  expect(demoOptions({ KAFKA_BROKERS: 'broker:9093' }, []).eventLogEnv).toEqual({});
});

test('a Kafka without brokers is said to lack them', () => {
  expect(() => demoOptions({ EVENT_LOG: 'kafka' }, [])).toThrow('KAFKA_BROKERS');
});
