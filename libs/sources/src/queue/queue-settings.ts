/** How the messages of a system are taken from its broker. Protocol settings that a stream needs are checked when it is opened. */
export interface QueueSettings {
  readonly protocol: 'mqtt' | 'amqp';
  /**
   * Messages that the broker may send ahead of their acknowledgement: MQTT 5 receive maximum, AMQP prefetch. Default: twice
   * the messages of a chunk, so that the next chunk is there when one is claimed. MQTT 3.1.1 leaves this to the broker.
   */
  readonly prefetch?: number;
  /** Messages of one chunk at most; default 500, at most 2,000: their digests are part of the checkpoint. */
  readonly batchMessages?: number;
  /** Bytes of one chunk, unless a single message has more; default 1 MiB. */
  readonly batchBytes?: number;
  /** How long a chunk waits for more messages at most, in ms, while they keep coming; default 200. */
  readonly batchWaitMs?: number;

  /**
   * MQTT topic filters, with wildcards. No shared subscriptions: they have no order. They are subscribed to with QoS 1,
   * and senders must publish with it: with QoS 2 a broker was seen to lose messages (docs/queue-sources.md). What is published with QoS 0 is kept for nobody.
   */
  readonly topics?: readonly string[];
  /** MQTT: `auto` (default) tries 5 and falls back to 3.1.1. */
  readonly version?: '5' | '3.1.1' | 'auto';
  /** MQTT: whether messages that the broker keeps for new subscribers are taken; default `ignore`. */
  readonly retained?: 'take' | 'ignore';
  /** MQTT 5: how long the broker keeps messages while nobody reads; default 7 days. */
  readonly sessionExpirySeconds?: number;

  /** AMQP: name of the durable queue. */
  readonly queue?: string;
  /** AMQP: whether the queue is made, durable, when it is missing; default false. */
  readonly declare?: boolean;
  /** AMQP: bindings that are made when the queue is opened. Taking one away is done at the broker. */
  readonly bindings?: ReadonlyArray<{ readonly exchange: string; readonly routingKey: string }>;
}
