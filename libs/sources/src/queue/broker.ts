import type { SourceError } from '../source-error.ts';

/** A message as a broker hands it over. */
export interface Message {
  readonly body: Buffer;
  /** Says which message it is, as far as the protocol lets one tell; see `identityDigest`. */
  readonly digest: string;
  /** The broker says that it may have sent the message before. */
  readonly isRedelivered: boolean;
  /** By which the link acknowledges it. */
  readonly tag: number;
}

export interface BrokerEvents {
  onMessage(message: Message): void;
  /** What comes next cannot be taken; what came before it can still be acknowledged. */
  onBlocked(error: SourceError): void;
  /** The link ended without having been closed by us. */
  onLost(error: SourceError): void;
}

/** An open connection on which messages arrive. Acknowledgements on a link that is lost come to nothing. */
export interface BrokerLink {
  /** What the broker was asked for, so that a later link can take back what is no longer in the settings. */
  readonly subscriptions: readonly string[];
  /** Acknowledges messages, all in the order in which they came. */
  acknowledge(tags: readonly number[]): void;
  /** Resolves when the broker has taken all acknowledgements so far; rejects when the link is lost. */
  confirmed(): Promise<void>;
  /** Back-pressure for a broker that knows no window. */
  pause(): void;
  resume(): void;
  /** What was acknowledged still reaches the broker; everything else stays with it. Never rejects. */
  close(): Promise<void>;
}

/** One way of speaking to brokers. */
export interface Broker {
  /** Throws `SourceError`. `subscribed` is what an earlier link of the stream had asked for. */
  connect(events: BrokerEvents, subscribed: readonly string[]): Promise<BrokerLink>;
  /** Tries to connect and to subscribe without taking a message; resolves with what was seen. Throws `SourceError`. */
  test(): Promise<string>;
}
