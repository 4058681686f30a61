import type { Socket } from 'node:net';
import { generate, parser, type IConnackPacket, type IPublishPacket, type Packet } from 'mqtt-packet';
import { networkStep } from '../../connecting/network-step.ts';
import { SourceError } from '../../source-error.ts';
import { MESSAGE_BYTES_MAX, messageTooLarge } from '../message-too-large.ts';
import { openSocket, type Endpoint } from '../open-socket.ts';
import { endedConnection, reasonOf, refusedConnection, refusedSubscription } from './mqtt-refusal.ts';

export interface MqttSessionOptions {
  readonly endpoint: Endpoint;
  readonly version: 4 | 5;
  readonly clientId: string;
  /** Throw away what the broker kept for this client id. */
  readonly isClean: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly receiveMaximum: number;
  readonly sessionExpirySeconds: number;
  readonly onPublish: (packet: IPublishPacket) => void;
  /** A message comes that is too large to be taken. Nothing more is read. */
  readonly onBlocked: (error: SourceError) => void;
  readonly onLost: (error: SourceError) => void;
}

export interface Subscription {
  readonly topic: string;
  /** MQTT 5: 1 = messages kept for new subscribers come with a new subscription only, 2 = never. */
  readonly retainHandling: 1 | 2;
}

/** No message has this id. */
export const UNACKNOWLEDGED = 0;
const KEEPALIVE_SECONDS = 30;
const ANSWER_MS_MAX = 10_000;
const CLOSE_MS_MAX = 2_000;
const SUBSCRIPTION_REFUSED = 0x80;
/** Of a packet, in front of its message: the topic, and the properties of MQTT 5. */
const HEADER_BYTES_MAX = 262_144;

/**
 * A client's side of MQTT 3.1.1 and 5 as far as a subscriber with QoS 1 needs it, over the codec of MQTT.js. The client of MQTT.js
 * itself cannot be used: it acknowledges each message before it reads the next one, so either one message is on its way at a
 * time, or messages are acknowledged before they are durable; and while it waits it hears no ping.
 */
export class MqttSession {
  readonly version: 4 | 5;
  /** The broker had kept the session. */
  readonly isResumed: boolean;
  readonly #socket: Socket;
  readonly #options: MqttSessionOptions;
  /** Who waits for the answers to our pings, in order. */
  readonly #pings: Array<() => void> = [];
  readonly #answers = new Map<number, (granted: readonly number[]) => void>();
  readonly #keepalive: NodeJS.Timeout;
  readonly #rejects = new Set<(error: SourceError) => void>();
  #nextId = 1;
  #isClosing = false;
  #isPaused = false;
  #isBlocked = false;
  #heardAt = performance.now();
  #lost: SourceError | null = null;

  private constructor(socket: Socket, options: MqttSessionOptions, isResumed: boolean) {
    this.#socket = socket;
    this.#options = options;
    this.version = options.version;
    this.isResumed = isResumed;
    this.#keepalive = setInterval(() => this.#stayAlive(), (KEEPALIVE_SECONDS * 1_000) / 2);
  }

  /** Connects and logs in. Messages of a session that the broker kept may arrive before this resolves. */
  static async open(options: MqttSessionOptions): Promise<MqttSession> {
    const socket = await openSocket(options.endpoint);
    return new Promise((resolve, reject) => {
      let session: MqttSession | null = null;
      const fail = (error: SourceError): void => {
        clearTimeout(timer);
        socket.destroy();
        if (session) session.#lose(error);
        else reject(error);
      };
      const timer = setTimeout(() => fail(noAnswer()), ANSWER_MS_MAX);
      const packets = parser({ protocolVersion: options.version });
      let unparsedBytes = 0;
      packets.on('packet', (packet) => {
        unparsedBytes = 0;
        if (session) return session.#take(packet);
        clearTimeout(timer);
        const reason = packet.cmd === 'connack' ? reasonOfConnack(packet) : null;
        if (reason !== 0) return fail(reason === null ? noAnswer() : refusedConnection(reason));
        session = new MqttSession(socket, options, (packet as IConnackPacket).sessionPresent);
        resolve(session);
      });
      packets.on('error', () => fail(notMqtt()));
      socket.on('data', (bytes) => {
        if (session?.isBlocked) return;
        unparsedBytes += bytes.length;
        packets.parse(bytes);
        if (session && unparsedBytes > MESSAGE_BYTES_MAX + HEADER_BYTES_MAX) session.#block();
      });
      socket.on('error', (error) => fail(session ? networkStep(error) : noAnswer()));
      socket.once('close', () => fail(session ? hungUp() : noAnswer()));
      socket.write(connectPacket(options));
    });
  }

  /** A message was too large to be taken: nothing is read any more, acknowledgements still reach the broker. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  async subscribe(subscriptions: readonly Subscription[]): Promise<void> {
    const granted = await this.#ask((messageId) => ({
      cmd: 'subscribe',
      messageId,
      subscriptions: subscriptions.map(({ topic, retainHandling }) =>
        this.version === 5 ? { topic, qos: 1, rh: retainHandling, nl: false, rap: false } : { topic, qos: 1 },
      ),
    }));
    for (const [place, { topic }] of subscriptions.entries()) {
      const reason = granted[place] ?? SUBSCRIPTION_REFUSED;
      if (reason >= SUBSCRIPTION_REFUSED) throw refusedSubscription(topic, reason);
    }
  }

  async unsubscribe(topics: readonly string[]): Promise<void> {
    await this.#ask((messageId) => ({ cmd: 'unsubscribe', messageId, unsubscriptions: [...topics] }));
  }

  /** Messages by their ids. */
  acknowledge(messageIds: readonly number[]): void {
    const packets = messageIds
      .filter((messageId) => messageId !== UNACKNOWLEDGED)
      .map((messageId) => this.#encode({ cmd: 'puback', messageId, reasonCode: 0 }));
    if (packets.length > 0) this.#socket.write(Buffer.concat(packets));
  }

  /** A broker answers in the order in which it was written to, so the answer comes when it has read everything before. */
  ping(): Promise<void> {
    return this.#orLost((resolve) => {
      this.#pings.push(resolve);
      this.#socket.write(this.#encode({ cmd: 'pingreq' }));
    });
  }

  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (this.#isBlocked) return;
    this.#isPaused = false;
    this.#heardAt = performance.now();
    this.#socket.resume();
  }

  /** What was written still reaches the broker, which keeps the session. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#lose(hungUp());
    if (this.#socket.destroyed) return;
    const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_MS_MAX);
    this.#socket.end(this.#encode({ cmd: 'disconnect', reasonCode: 0 }));
    // Unread bytes would keep the socket from seeing the broker's end.
    this.#socket.resume();
    await closed;
    clearTimeout(timer);
  }

  #take(packet: Packet): void {
    if (this.#isClosing) return;
    this.#heardAt = performance.now();
    switch (packet.cmd) {
      case 'publish':
        return this.#options.onPublish(packet);
      case 'pingresp':
        return this.#pings.shift()?.();
      case 'suback':
      case 'unsuback':
        return this.#answers.get(packet.messageId ?? 0)?.((packet.granted as number[] | undefined) ?? []);
      case 'disconnect':
        return this.#lose(endedConnection(packet.reasonCode ?? 0));
      default:
        return;
    }
  }

  #block(): void {
    const error = messageTooLarge();
    this.#isBlocked = true;
    this.pause();
    // Answers would come behind the message.
    for (const reject of this.#rejects) reject(error);
    this.#options.onBlocked(error);
  }

  #lose(error: SourceError): void {
    if (this.#lost) return;
    this.#lost = error;
    clearInterval(this.#keepalive);
    for (const reject of this.#rejects) reject(error);
    if (this.#isClosing) return;
    this.#socket.destroy();
    this.#options.onLost(error);
  }

  #ask(packetOf: (messageId: number) => Packet): Promise<readonly number[]> {
    const messageId = this.#nextId++;
    const answer = this.#orLost<readonly number[]>((resolve) => {
      this.#answers.set(messageId, resolve);
      this.#socket.write(this.#encode(packetOf(messageId)));
    });
    // While reading is paused the answer may be waiting behind messages.
    const timer = setInterval(() => {
      if (!this.#isPaused) this.#lose(noAnswer());
    }, ANSWER_MS_MAX);
    return answer.finally(() => {
      clearInterval(timer);
      this.#answers.delete(messageId);
    });
  }

  #orLost<T>(start: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#lost) return reject(this.#lost);
      this.#rejects.add(reject);
      start((value) => {
        this.#rejects.delete(reject);
        resolve(value);
      });
    });
  }

  /** While reading is paused an answer may be waiting behind messages; then only the broker needs to hear of us. */
  #stayAlive(): void {
    const silentMs = performance.now() - this.#heardAt;
    if (silentMs > KEEPALIVE_SECONDS * 1_000 && !this.#isPaused) return this.#lose(noAnswer());
    this.ping().catch(() => undefined);
  }

  #encode(packet: Packet): Buffer {
    return generate(packet, { protocolVersion: this.version });
  }
}

function connectPacket(options: MqttSessionOptions): Buffer {
  const { version, clientId, isClean, user, password, receiveMaximum, sessionExpirySeconds } = options;
  return generate(
    {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: version,
      clientId,
      clean: isClean,
      keepalive: KEEPALIVE_SECONDS,
      ...(user === undefined ? {} : { username: user }),
      ...(password === undefined ? {} : { password: Buffer.from(password) }),
      ...(version === 5
        ? { properties: { receiveMaximum, sessionExpiryInterval: isClean ? 0 : sessionExpirySeconds } }
        : {}),
    },
    { protocolVersion: version },
  );
}

/** A broker that does not know MQTT 5 answers with a return code of 3.1.1. */
function reasonOfConnack(packet: IConnackPacket): number {
  const code = packet.reasonCode ?? packet.returnCode ?? 0;
  return code < SUBSCRIPTION_REFUSED ? reasonOf(code) : code;
}

function noAnswer(): SourceError {
  return new SourceError('protocol', {
    zh: '消息服务器没有应答，请检查端口以及是否应使用 TLS',
    en: 'the broker does not answer: check the port, and whether it wants TLS',
  });
}

function notMqtt(): SourceError {
  return new SourceError('protocol', {
    zh: '该端口的应答不是 MQTT 协议，请检查端口',
    en: 'what answers on this port does not speak MQTT: check the port',
  });
}

function hungUp(): SourceError {
  return new SourceError('tcp', {
    zh: '消息服务器断开了连接',
    en: 'the broker closed the connection',
  });
}
