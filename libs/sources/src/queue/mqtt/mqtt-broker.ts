import type { IPublishPacket } from 'mqtt-packet';
import { SourceError } from '../../source-error.ts';
import type { Broker, BrokerEvents, BrokerLink, Message } from '../broker.ts';
import { identityDigest } from '../identity-digest.ts';
import type { Endpoint } from '../open-socket.ts';
import { MqttSession, UNACKNOWLEDGED, type MqttSessionOptions } from './mqtt-session.ts';

export interface MqttBrokerOptions {
  readonly endpoint: Endpoint;
  readonly user?: string;
  readonly password?: string;
  /** The same for every reader of a stream: by it the broker knows whose session it keeps. */
  readonly clientId: string;
  readonly topics: readonly string[];
  readonly version: '5' | '3.1.1' | 'auto';
  readonly takesRetained: boolean;
  readonly receiveMaximum: number;
  readonly sessionExpirySeconds: number;
  /** A session that should have been there is gone, and with it what the broker had kept. */
  readonly onSessionLost: () => void;
}

type SessionEvents = Pick<MqttSessionOptions, 'onPublish' | 'onBlocked' | 'onLost'>;

/** MQTT 5 and 3.1.1 with a session that the broker keeps while nobody reads. */
export class MqttBroker implements Broker {
  readonly #options: MqttBrokerOptions;

  constructor(options: MqttBrokerOptions) {
    this.#options = options;
  }

  async connect(events: BrokerEvents, subscribed: readonly string[]): Promise<BrokerLink> {
    const { topics, onSessionLost, takesRetained, clientId } = this.#options;
    let acknowledge: MqttSession['acknowledge'] = () => undefined;
    const session = await this.#open(clientId, false, {
      onLost: events.onLost,
      onBlocked: events.onBlocked,
      onPublish: (packet) => {
        if (!packet.retain || takesRetained) events.onMessage(messageOf(packet));
        else acknowledge([tagOf(packet)]);
      },
    });
    acknowledge = (tags) => session.acknowledge(tags);
    if (!session.isResumed && subscribed.length > 0) onSessionLost();
    const dropped = session.isResumed ? subscribed.filter((topic) => !topics.includes(topic)) : [];
    try {
      await this.#subscribe(session, dropped);
    } catch (error) {
      // What came before a message that is too large is taken first; a session that has messages has its subscriptions.
      if (!session.isBlocked) {
        await session.close();
        throw error;
      }
    }
    return {
      subscriptions: topics,
      acknowledge: (tags) => session.acknowledge(tags),
      confirmed: () => session.ping(),
      pause: () => session.pause(),
      resume: () => session.resume(),
      close: () => session.close(),
    };
  }

  /** Under a client id of its own: the session of a reader that runs is not taken away from it. */
  async test(): Promise<string> {
    const { topics, clientId } = this.#options;
    const ignore = (): void => undefined;
    const session = await this.#open(`${clientId}-test`, true, {
      onPublish: ignore,
      onBlocked: ignore,
      onLost: ignore,
    });
    try {
      await this.#subscribe(session, []);
      return `MQTT ${session.version === 5 ? '5' : '3.1.1'}: ${topics.join(', ')}`;
    } finally {
      await session.close();
    }
  }

  async #open(clientId: string, isClean: boolean, events: SessionEvents): Promise<MqttSession> {
    const { version, endpoint, user, password, receiveMaximum, sessionExpirySeconds } = this.#options;
    const login = {
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
    };
    const options = {
      endpoint,
      ...login,
      receiveMaximum,
      sessionExpirySeconds,
      clientId,
      isClean,
      ...events,
    };
    if (version === '3.1.1') return MqttSession.open({ ...options, version: 4 });
    try {
      return await MqttSession.open({ ...options, version: 5 });
    } catch (error) {
      // A broker that does not know MQTT 5 says so, or just ends the connection.
      if (version === '5' || !(error instanceof SourceError) || error.failed !== 'protocol') throw error;
      return MqttSession.open({ ...options, version: 4 });
    }
  }

  async #subscribe(session: MqttSession, dropped: readonly string[]): Promise<void> {
    const { topics, takesRetained } = this.#options;
    await session.subscribe(
      topics.map((topic) => ({ topic, retainHandling: takesRetained ? (1 as const) : (2 as const) })),
    );
    if (dropped.length > 0) await session.unsubscribe(dropped);
  }
}

function messageOf(packet: IPublishPacket): Message {
  const body = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
  return {
    body,
    digest: identityDigest(packet.topic, body),
    isRedelivered: packet.dup,
    tag: tagOf(packet),
  };
}

/** QoS 0 is not acknowledged. */
function tagOf({ messageId, qos }: IPublishPacket): number {
  return qos === 0 ? UNACKNOWLEDGED : (messageId ?? UNACKNOWLEDGED);
}
