import type { KafkaConfig } from 'kafkajs';

export interface KafkaLogSettings {
  readonly kind: 'kafka';
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Copies of each partition of the topics that are created, and the least that existing ones must have; default 1. */
  readonly replicationFactor?: number;
  /** Copies that must have a batch before it is acknowledged; default one less than there are, at least 1. */
  readonly minInsyncReplicas?: number;
  /** As kafkajs takes them: PLAIN, SCRAM-SHA-256/512, OAUTHBEARER. */
  readonly sasl?: KafkaConfig['sasl'];
  /** `true` or the options of a TLS connection. */
  readonly ssl?: KafkaConfig['ssl'];
}
