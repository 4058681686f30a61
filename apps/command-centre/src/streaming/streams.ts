import type { ServerResponse } from 'node:http';
import { isInForce } from '@exchange/access';
import { ExchangeError, type SubjectSchema } from '@exchange/contracts';
import type { EventLog } from '@exchange/event-log';
import { Problem, type Logger, type Reader, type TokenDirectory } from '@exchange/runtime';
import type { ScopeMemory } from '../scopes/scope-memory.ts';
import { EventStream } from './event-stream.ts';
import type { PositionVector } from './position-vector.ts';
import { SseConnection } from './sse-connection.ts';
import type { StreamMetrics } from './stream-metrics.ts';
import type { Admits } from './stream-filter.ts';
import { TopicFeeds, type HeldFeed } from './topic-feeds.ts';
import { turns } from '../turns.ts';

export interface StreamSettings {
  readonly streamsMax: number;
  readonly streamsPerTokenMax: number;
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
  /** Whether records can move out of what the reader sees. */
  readonly isNarrow: boolean;
  readonly start: StreamStart;
}

interface OpenStream {
  readonly tokenId: string;
  readonly stream: EventStream;
  readonly ended: Promise<void>;
}

/** Reads of the log at once: readers who are behind wait for each other, not for the readers who keep up. */
const LOG_READS_AT_ONCE_MAX = 4;
const RETRY_AFTER_SECONDS = 10;

/** All open streams of a process. */
export class Streams {
  private readonly log: EventLog;
  private readonly scopes: ScopeMemory;
  private readonly tokens: TokenDirectory;
  private readonly settings: StreamSettings;
  private readonly metrics: StreamMetrics;
  private readonly logger: Logger;
  private readonly feeds: TopicFeeds;
  private readonly inTurn = turns(LOG_READS_AT_ONCE_MAX);
  private readonly open = new Set<OpenStream>();
  private readonly tokenCheck: NodeJS.Timeout;

  constructor(parts: {
    readonly log: EventLog;
    readonly scopes: ScopeMemory;
    readonly tokens: TokenDirectory;
    readonly settings: StreamSettings;
    readonly metrics: StreamMetrics;
    readonly logger: Logger;
  }) {
    this.log = parts.log;
    this.scopes = parts.scopes;
    this.tokens = parts.tokens;
    this.settings = parts.settings;
    this.metrics = parts.metrics;
    this.logger = parts.logger;
    this.feeds = new TopicFeeds(
      parts.log,
      (topic, events) => parts.scopes.movesOf(topic, events),
      parts.metrics.arrived,
    );
    this.tokenCheck = setInterval(() => void this.endRefused(), parts.settings.tokenCheckMs);
  }

  /**
   * Prepares a stream; nothing has been answered yet, so an error still becomes a problem document. The result, called with
   * the response, streams until either side ends it.
   */
  async prepare(
    request: StreamRequest,
  ): Promise<(response: ServerResponse, headers: Record<string, string>) => void> {
    this.holdLimits(request.reader.tokenId);
    const held = await this.feeds.hold(request.subject, request.isNarrow);
    try {
      const positions = await this.startOf(request, held);
      return (response, headers) => this.start(request, held, positions, response, headers);
    } catch (error) {
      held.release();
      throw error;
    }
  }

  /** Ends all streams and waits for it; readers come back to another process, or later. */
  async close(): Promise<void> {
    clearInterval(this.tokenCheck);
    for (const { stream } of this.open) stream.stop();
    await Promise.all([...this.open].map(({ ended }) => ended));
  }

  private async startOf({ start, subject }: StreamRequest, { feed }: HeldFeed): Promise<PositionVector> {
    if (start === 'now') return feed.positions;
    if (start !== 'earliest') return start;
    const bounds = await this.log.bounds(subject.topic);
    return feed.positions.map((_next, partition) => bounds.get(partition)?.earliest ?? 0);
  }

  private start(
    { reader, subject, admits, isNarrow, start }: StreamRequest,
    { feed, views, release }: HeldFeed,
    positions: PositionVector,
    response: ServerResponse,
    headers: Record<string, string>,
  ): void {
    const { topic } = subject;
    const { heartbeatMs, stallMs } = this.settings;
    const connection = new SseConnection({ response, headers, stallMs, onClose: () => stream.stop() });
    const stream = new EventStream(
      {
        topic,
        log: this.log,
        feed,
        connection,
        admits,
        movesOf: isNarrow ? (events) => this.scopes.movesOf(topic, events) : null,
        view: reader.scope.unmasked ? views.open : views.masked,
        heartbeatMs,
        inTurn: this.inTurn,
        onSent: (events) => this.metrics.sent(topic, events),
        onReadFromLog: () => this.metrics.readFromLog(topic),
      },
      positions,
    );
    this.metrics.opened(topic);
    const ended = stream
      .run(start !== 'now')
      .catch((error: unknown) => {
        if (error instanceof ExchangeError && error.code === 'stopping') return;
        this.logger.warn('stream.broken', { topic }, error);
      })
      .finally(() => {
        connection.end();
        release();
        this.open.delete(entry);
        this.metrics.closed(topic);
      });
    const entry = { tokenId: reader.tokenId, stream, ended };
    this.open.add(entry);
    if (response.destroyed) stream.stop();
  }

  private holdLimits(tokenId: string): void {
    const { streamsMax, streamsPerTokenMax } = this.settings;
    const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };
    if (this.open.size >= streamsMax)
      throw new Problem({
        status: 503,
        code: 'too-many-streams',
        detail: {
          zh: '本服务的订阅连接已满，请稍后再试',
          en: 'this service has no room for another stream, try later',
        },
        headers,
      });
    const ofToken = [...this.open].filter((stream) => stream.tokenId === tokenId).length;
    if (ofToken >= streamsPerTokenMax)
      throw new Problem({
        status: 429,
        code: 'too-many-streams-of-token',
        detail: {
          zh: `一个令牌最多同时打开 ${streamsPerTokenMax} 个订阅`,
          en: `a token may have ${streamsPerTokenMax} streams open at once`,
        },
        headers,
      });
  }

  // While the store cannot be asked, streams go on: what they may see was decided when they were opened.
  private async endRefused(): Promise<void> {
    const now = new Date();
    for (const tokenId of new Set([...this.open].map((stream) => stream.tokenId))) {
      try {
        const token = await this.tokens.findToken(tokenId);
        if (token && isInForce(token, now)) continue;
      } catch (error) {
        this.logger.debug('stream.token_check_failed', {}, error);
        continue;
      }
      for (const { stream, tokenId: id } of this.open)
        if (id === tokenId)
          stream.stop({
            code: 'token-refused',
            zh: '令牌已过期或被吊销',
            en: 'the token expired or was revoked',
          });
    }
  }
}
