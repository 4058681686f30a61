import { request, type IncomingMessage } from 'node:http';

export interface SseMessage {
  /** Last id that came, with this message or before it. */
  readonly id: string;
  readonly event: string;
  readonly data: string;
  readonly arrivedAt: number;
}

export interface CloudEvent {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly jurisdiction?: string;
  readonly department: string;
  readonly operation: string;
  readonly revision: string;
  readonly receivedtime: string;
  readonly data: Record<string, unknown>;
}

/** A reader of server-sent events as the standard has it, on a plain connection. */
export class SseClient {
  readonly messages: SseMessage[] = [];
  lastId = '';
  comments = 0;
  isClosed = false;
  private readonly response: IncomingMessage;
  private buffer = '';
  private onChange: () => void = () => {};

  private constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    const close = (): void => {
      this.isClosed = true;
      this.onChange();
    };
    response.on('close', close).on('error', close);
  }

  /** Rejects with the problem document when the answer is no stream. */
  static async open(url: string, token: string, lastEventId?: string): Promise<SseClient> {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { headers, agent: false }, resolve).on('error', reject).end();
    });
    if (response.statusCode === 200) return new SseClient(response);
    let body = '';
    for await (const chunk of response) body += String(chunk);
    throw Object.assign(new Error(body), {
      status: response.statusCode,
      problem: JSON.parse(body) as unknown,
    });
  }

  get events(): CloudEvent[] {
    return this.messages
      .filter(({ event }) => event.startsWith('wujin.'))
      .map(({ data }) => JSON.parse(data) as CloudEvent);
  }

  of(event: string): unknown[] {
    return this.messages
      .filter((message) => message.event === event)
      .map(({ data }) => JSON.parse(data) as unknown);
  }

  /** Waits until the condition holds; rejects after `timeoutMs`, or when the stream has ended without it. */
  async until(holds: (client: this) => boolean, timeoutMs = 10_000): Promise<this> {
    const deadline = Date.now() + timeoutMs;
    while (!holds(this)) {
      if (this.isClosed) throw new Error(`the stream has ended; ${this.messages.length} messages came`);
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`not within ${timeoutMs} ms; ${this.messages.length} messages came`);
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.onChange = resolve;
        timer = setTimeout(resolve, Math.min(left, 200));
      });
      clearTimeout(timer);
    }
    return this;
  }

  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  /** Cuts the connection without a word, like a network that is gone. */
  cut(): void {
    this.response.destroy();
  }

  private take(text: string): void {
    this.buffer += text;
    const blocks = this.buffer.split('\n\n');
    this.buffer = blocks.pop() ?? '';
    for (const block of blocks) this.dispatch(block);
    this.onChange();
  }

  private dispatch(block: string): void {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) this.comments += 1;
      else if (line.startsWith('id: ')) this.lastId = line.slice(4);
      else if (line.startsWith('event: ')) event = line.slice(7);
      else if (line.startsWith('data: ')) data.push(line.slice(6));
    }
    if (data.length === 0) return;
    this.messages.push({ id: this.lastId, event, data: data.join('\n'), arrivedAt: performance.now() });
  }
}
