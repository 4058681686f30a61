import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@exchange/contracts';
import type { PollSettings } from '@exchange/sources';

export interface RestProviderOptions {
  readonly port?: number;
  readonly user: string;
  readonly password: string;
  /** Answers at most so many requests in a minute, then 429. */
  readonly requestsPerMinuteMax?: number;
}

interface Entry {
  readonly at: number;
  readonly record: unknown;
}

/** How the provider is asked, as an adapter says it. `records` of its answers are at `/data/list`. */
export function restProviderSettings(options: {
  readonly pageRecords: number;
  readonly overlapSeconds: number;
  /** RFC 3339. */
  readonly start: string;
}): JsonObject & PollSettings {
  return {
    request: {
      method: 'GET',
      path: '/records',
      query: { startTime: '{from}', endTime: '{until}', pageNo: '{page}', pageSize: '{size}' },
      headers: { 'x-token': '{token}' },
    },
    authentication: {
      kind: 'token',
      request: {
        method: 'POST',
        path: '/token',
        body: { appId: '{connection.user}', sign: '{connection.sign}' },
      },
      at: '/data/accessToken',
      validSeconds: 600,
    },
    paging: { kind: 'page', first: 1, size: options.pageRecords, total: '/data/total' },
    window: {
      format: 'ms',
      start: options.start,
      sizeSeconds: 86_400,
      overlapSeconds: options.overlapSeconds,
    },
    success: { at: '/code', values: ['0'], expired: ['40001'], refused: ['401'] },
  };
}

/**
 * A legacy system's REST interface as many are: HTTP 200 whatever happens, a code and a message in the body, a token to be
 * fetched first, pages within a time window, and a provider's own page limit.
 */
export class RestProvider {
  readonly #options: RestProviderOptions;
  #entries: Entry[] = [];
  readonly #tokens = new Map<string, number>();
  #server: Server | null = null;
  #port = 0;
  #answered: number[] = [];
  /** Tokens end after so many ms, whatever was promised. */
  tokenMs = 600_000;
  requests = 0;

  constructor(options: RestProviderOptions) {
    this.#options = options;
    this.#port = options.port ?? 0;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}/open`;
  }

  /** What an administrator sets to reach it. */
  get connection(): JsonObject {
    const { user } = this.#options;
    return { baseUrl: this.baseUrl, user, values: { sign: this.#sign() } };
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** A record that was changed now. */
  put(record: unknown): void {
    this.#entries.push({ at: Date.now(), record });
  }

  /** Records that the system no longer shows. */
  forget(isGone: (record: unknown) => boolean): void {
    this.#entries = this.#entries.filter(({ record }) => !isGone(record));
  }

  /** The one record of the interface, as it stands now. */
  replace(record: unknown): void {
    this.#entries = [{ at: Date.now(), record }];
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const url = new URL(request.url ?? '/', 'http://provider');
    const body = await textOf(request);
    const { requestsPerMinuteMax } = this.#options;
    const now = Date.now();
    this.#answered = this.#answered.filter((at) => at > now - 60_000);
    if (requestsPerMinuteMax !== undefined && this.#answered.length >= requestsPerMinuteMax) {
      response.writeHead(429, { 'retry-after': '1' }).end();
      return;
    }
    this.#answered.push(now);
    response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' });
    response.end(
      JSON.stringify(url.pathname === '/open/token' ? this.#tokenFor(body) : this.#page(url, request)),
    );
  }

  #tokenFor(body: string): object {
    const asked = JSON.parse(body) as { appId?: string; sign?: string };
    if (asked.appId !== this.#options.user || asked.sign !== this.#sign())
      return { code: '401', msg: '签名错误', data: null };
    const token = randomUUID();
    this.#tokens.set(token, Date.now() + this.tokenMs);
    return { code: '0', msg: 'ok', data: { accessToken: token, expires: 7200 } };
  }

  /** As its manual asks for it. */
  #sign(): string {
    const { user, password } = this.#options;
    return createHash('md5').update(`${user}${password}`).digest('hex').toUpperCase();
  }

  #page(url: URL, request: IncomingMessage): object {
    if ((this.#tokens.get(String(request.headers['x-token'])) ?? 0) < Date.now())
      return { code: '40001', msg: '令牌失效', data: null };
    const [from, until] = ['startTime', 'endTime'].map((name) => Number(url.searchParams.get(name)));
    const size = Math.min(Number(url.searchParams.get('pageSize')), 500);
    const number = Number(url.searchParams.get('pageNo'));
    const found = this.#entries.filter(({ at }) => at >= from! && at <= until!);
    const list = found.slice((number - 1) * size, number * size).map(({ record }) => record);
    return { code: '0', msg: 'ok', data: { total: found.length, list: list.length === 0 ? null : list } };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
