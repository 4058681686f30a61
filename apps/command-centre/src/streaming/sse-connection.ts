import type { ServerResponse } from 'node:http';

export interface SseConnectionOptions {
  readonly response: ServerResponse;
  readonly headers: Readonly<Record<string, string>>;
  /** A reader that takes nothing for so long is disconnected. */
  readonly stallMs: number;
  readonly onClose: () => void;
}

/** Bytes that are put together before they are handed to the socket. */
const CHUNK_BYTES = 65_536;
/** How long the last bytes of an ended stream may take. */
const END_MS = 1_000;
/** How soon a browser's EventSource connects again after a break. */
const RETRY_MS = 1_000;

/** The sending side of one stream of server-sent events, with memory bounded by the socket's own buffer and one chunk. */
export class SseConnection {
  private readonly response: ServerResponse;
  private readonly stallMs: number;
  private frames: Buffer[] = [];
  private frameBytes = 0;
  private ending: Promise<void> | null = null;

  constructor({ response, headers, stallMs, onClose }: SseConnectionOptions) {
    this.response = response;
    this.stallMs = stallMs;
    response.once('close', onClose);
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies of the nginx family would hold events back otherwise.
      'x-accel-buffering': 'no',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  /** True when there is nothing that the reader has not been sent. */
  get isIdle(): boolean {
    return this.frameBytes === 0 && !this.response.writableNeedDrain;
  }

  /** Adds a frame to the next chunk; false when the chunk is full and has to be flushed. After the end it has no effect. */
  add(frame: Buffer | string): boolean {
    if (this.ending) return true;
    const bytes = typeof frame === 'string' ? Buffer.from(frame) : frame;
    this.frames.push(bytes);
    this.frameBytes += bytes.length;
    return this.frameBytes < CHUNK_BYTES;
  }

  /** Hands the chunk to the socket and waits while the reader is slower than the stream. */
  async flush(): Promise<void> {
    if (this.frameBytes === 0) {
      // A heartbeat may have filled the socket: without waiting here the stream would go round and round.
      if (this.response.writableNeedDrain) await this.drained();
      return;
    }
    const chunk = this.frames.length === 1 ? this.frames[0] : Buffer.concat(this.frames, this.frameBytes);
    this.frames = [];
    this.frameBytes = 0;
    if (!this.response.write(chunk)) await this.drained();
  }

  /**
   * Ends the stream behind what was added, and resolves when the connection has let it go. A reader that does not take the
   * rest is cut off.
   */
  end(): Promise<void> {
    this.ending ??= this.finish();
    return this.ending;
  }

  private async finish(): Promise<void> {
    const { response } = this;
    if (response.destroyed) return;
    const closed = Promise.withResolvers<void>();
    response.once('close', closed.resolve);
    for (const frame of this.frames.splice(0)) response.write(frame);
    this.frameBytes = 0;
    response.end();
    const overdue = setTimeout(() => response.destroy(), END_MS);
    await closed.promise;
    clearTimeout(overdue);
  }

  private async drained(): Promise<void> {
    if (this.response.destroyed) return;
    const stalled = setTimeout(() => this.response.destroy(), this.stallMs);
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        this.response.off('drain', settle).off('close', settle);
        resolve();
      };
      this.response.on('drain', settle).on('close', settle);
    });
    clearTimeout(stalled);
  }
}
