import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isInForce } from '@exchange/access';
import { ExchangeError, type SubjectSchema } from '@exchange/contracts';
import type { EventLog } from '@exchange/event-log';
import type { Logger, Reader, TokenDirectory } from '@exchange/runtime';
import type { ScopeMemory } from '../scopes/scope-memory.ts';
import { orAborted } from '../or-aborted.ts';
import { turns } from '../turns.ts';
import { EventStream } from './event-stream.ts';
import type { PositionVector } from './position-vector.ts';
import { SseConnection } from './sse-connection.ts';
import type { StreamMetrics } from './stream-metrics.ts';
import type { Admits } from './stream-filter.ts';
import { StreamPlaces, type StreamLimits, type StreamPlace } from './stream-places.ts';
import { TopicFeeds, type HeldFeed } from './topic-feeds.ts';

export interface StreamSettings extends StreamLimits {
  readonly heartbeatMs: number;
  readonly stallMs: number;
  readonly tokenCheckMs: number;
}

/** Where a stream begins: at a place that the reader names, at the earliest event that is left, or now. */
export type StreamStart = 'earliest' | 'now' | PositionVector;

export interface StreamRequest {
  readonly reader: Reader;
  readonly subject: SubjectSchema;
  readonly admits: Admits;
  readonly start: StreamStart;
}

export interface StreamParts {
  readonly log: EventLog;
  readonly scopes: ScopeMemory;
  readonly tokens: TokenDirectory;
  readonly settings: StreamSettings;
  readonly metrics: StreamMetrics;
  readonly logger: Logger;
}

/** Reads of the log at once: readers who are behind wait for each other, not for the readers who keep up. */
const LOG_READS_AT_ONCE_MAX = 4;

/** All open streams of a process. */
export class Streams {
  private readonly parts: StreamParts;
  private readonly feeds: TopicFeeds;
  private readonly places: StreamPlaces;
  private readonly inTurn = turns(LOG_READS_AT_ONCE_MAX);
  private readonly open = new Map<EventStream, StreamPlace>();
  private readonly closing = new AbortController();
  private readonly tokenChecks: Promise<void>;

  constructor(parts: StreamParts) {
    this.parts = parts;
    this.feeds = new TopicFeeds(parts.log, parts.scopes, parts.metrics.arrived);
    this.places = new StreamPlaces(parts.settings);
    this.tokenChecks = this.keepCheckingTokens();
  }

  /**
   * Prepares a stream; nothing has been answered yet, so an error still becomes a problem document. The result, to be called
   * with the response, streams until either side ends it.
   */
  async prepare(
    request: StreamRequest,
  ): Promise<(response: ServerResponse, headers: Record<string, string>) => void> {
    const place = this.places.take(request.reader.tokenId);
    try {
      const held = await this.hold(request.subject);
      try {
        const positions = await this.startOf(request, held);
        return (response, headers) => this.start(request, place, held, positions, response, headers);
      } catch (error) {
        held.release();
        throw error;
      }
    } catch (error) {
      this.places.free(place);
      throw error;
    }
  }

  /** Ends all streams, those that are being prepared included, and waits for it; readers come back to another process. */
  async close(): Promise<void> {
    this.closing.abort();
    for (const stream of this.open.keys()) stream.stop();
    await Promise.all([this.places.close(), this.tokenChecks]);
  }

  // A log that does not answer must not hold up the end: what it still gives is given back.
  private async hold(subject: SubjectSchema): Promise<HeldFeed> {
    const holding = this.feeds.hold(subject);
    const held = await orAborted(holding, this.closing.signal);
    if (held) return held;
    holding.then(
      ({ release }) => release(),
      () => undefined,
    );
    throw stopping();
  }

  private async startOf({ start, subject }: StreamRequest, { feed }: HeldFeed): Promise<PositionVector> {
    if (start === 'now') return feed.positions;
    if (start !== 'earliest') return start;
    const bounds = await orAborted(this.parts.log.bounds(subject.topic), this.closing.signal);
    if (!bounds) throw stopping();
    return feed.positions.map((_next, partition) => bounds.get(partition)?.earliest ?? 0);
  }

  private start(
    { reader, subject, admits, start }: StreamRequest,
    place: StreamPlace,
    { feed, views, release }: HeldFeed,
    positions: PositionVector,
    response: ServerResponse,
    headers: Record<string, string>,
  ): void {
    const { topic } = subject;
    const { log, scopes, settings, metrics, logger } = this.parts;
    const { heartbeatMs, stallMs } = settings;
    const connection = new SseConnection({ response, headers, stallMs, onClose: () => stream.stop() });
    const stream = new EventStream(
      {
        topic,
        log,
        feed,
        connection,
        admits,
        scopes,
        view: reader.scope.unmasked ? views.open : views.masked,
        heartbeatMs,
        inTurn: this.inTurn,
        onSent: (events) => metrics.sent(topic, events),
        onReadFromLog: () => metrics.readFromLog(topic),
        onUnreadable: ({ partition, position, event }) => {
          metrics.unreadable(topic);
          logger.error('stream.event_unreadable', { topic, partition, position, event: event.id });
        },
      },
      positions,
    );
    metrics.opened(topic);
    this.open.set(stream, place);
    void stream
      .run(start !== 'now')
      .catch((error: unknown) => logger.warn('stream.broken', { topic }, error))
      .then(() => connection.end())
      .finally(() => {
        release();
        this.open.delete(stream);
        this.places.free(place);
        metrics.closed(topic);
      });
    if (response.destroyed || this.closing.signal.aborted) stream.stop();
  }

  private async keepCheckingTokens(): Promise<void> {
    const { signal } = this.closing;
    const { tokenCheckMs } = this.parts.settings;
    for (;;) {
      await pause(tokenCheckMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await orAborted(this.endRefused(), signal);
    }
  }

  // While the store cannot be asked, streams go on: what they may see was decided when they were opened.
  private async endRefused(): Promise<void> {
    const { tokens, logger } = this.parts;
    for (const tokenId of new Set([...this.open.values()].map((place) => place.tokenId))) {
      try {
        const token = await tokens.findToken(tokenId);
        if (token && isInForce(token, new Date())) continue;
      } catch (error) {
        logger.debug('stream.token_check_failed', {}, error);
        continue;
      }
      for (const [stream, place] of this.open)
        if (place.tokenId === tokenId)
          stream.stop({
            code: 'token-refused',
            zh: '令牌已过期或被吊销',
            en: 'the token expired or was revoked',
          });
    }
  }
}

function stopping(): ExchangeError {
  return new ExchangeError('stopping', 'the process stops', { retryable: true });
}
