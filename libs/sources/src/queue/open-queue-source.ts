import type { Charset } from '@exchange/decoding';
import type { Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { AmqpBroker } from './amqp/amqp-broker.ts';
import type { Broker } from './broker.ts';
import { MqttBroker } from './mqtt/mqtt-broker.ts';
import type { QueueConnection } from './queue-connection.ts';
import type { QueueSettings } from './queue-settings.ts';
import { QueueSource } from './queue-source.ts';

export interface QueueSourceOptions {
  readonly settings: QueueSettings;
  readonly connection: QueueConnection;
  readonly stream: { readonly system: string; readonly stream: string };
  /** Of the messages. */
  readonly charset: Charset;
  /** JSON Pointer of the records in each message. */
  readonly records?: string;
  /** The broker has lost what it had kept for this stream: messages may be missing that the sender takes for delivered. */
  readonly onSessionLost?: () => void;
  /** Told when the broker is connected and has nothing more at present, and again while that lasts. */
  readonly onUpToDate?: () => void;
}

const BATCH_MESSAGES = 500;
const BATCH_BYTES = 1_048_576;
const BATCH_WAIT_MS = 200;
const WINDOW_MAX = 65_535;
const SESSION_EXPIRY_SECONDS = 7 * 86_400;

/** A source that takes the messages of a broker. Throws `SourceError` when a setting is missing. */
export function openQueueSource(options: QueueSourceOptions): Source {
  const { settings, charset, records, onUpToDate } = options;
  const batchMessages = settings.batchMessages ?? BATCH_MESSAGES;
  const prefetch = Math.min(settings.prefetch ?? batchMessages * 2, WINDOW_MAX);
  return new QueueSource(brokerOf(options, prefetch), {
    charset,
    ...(records === undefined ? {} : { records }),
    prefetch,
    batchMessages,
    batchBytes: settings.batchBytes ?? BATCH_BYTES,
    batchWaitMs: settings.batchWaitMs ?? BATCH_WAIT_MS,
    ...(onUpToDate === undefined ? {} : { onUpToDate }),
  });
}

function brokerOf(options: QueueSourceOptions, prefetch: number): Broker {
  const { settings, connection, stream } = options;
  const { user, password, ca, host } = connection;
  const tls = connection.tls ?? false;
  const shared = {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  };
  const endpointAt = (plain: number, secure: number) => ({
    host,
    port: connection.port ?? (tls ? secure : plain),
    tls,
    ...(ca === undefined ? {} : { ca }),
  });
  if ((connection.protocol ?? settings.protocol) === 'amqp') {
    const { queue } = settings;
    if (queue === undefined) throw missing('queue');
    return new AmqpBroker({
      ...shared,
      endpoint: endpointAt(5672, 5671),
      vhost: connection.vhost ?? '/',
      queue,
      declares: settings.declare ?? false,
      bindings: settings.bindings ?? [],
      prefetch,
    });
  }
  const topics = topicsOf(settings);
  if (topics.length === 0) throw missing('topics');
  if (topics.some((topic) => topic.startsWith('$share/')))
    throw new SourceError('settings', {
      zh: '不支持共享订阅（$share）：它不保证顺序',
      en: 'shared subscriptions ($share) are not supported: they keep no order',
    });
  return new MqttBroker({
    ...shared,
    endpoint: endpointAt(1883, 8883),
    clientId: `${connection.clientIdPrefix ?? 'wujin-exchange'}-${stream.system}-${stream.stream}`,
    topics,
    version: settings.version ?? 'auto',
    takesRetained: settings.retained === 'take',
    receiveMaximum: prefetch,
    sessionExpirySeconds: settings.sessionExpirySeconds ?? SESSION_EXPIRY_SECONDS,
    onSessionLost: options.onSessionLost ?? (() => undefined),
  });
}

function topicsOf({ protocol, topics = [], queue }: QueueSettings): readonly string[] {
  return protocol === 'amqp' && queue !== undefined ? [queue] : topics;
}

function missing(name: string): SourceError {
  return new SourceError('settings', {
    zh: `适配器设置缺少 queue.${name}`,
    en: `the adapter's settings lack queue.${name}`,
  });
}
