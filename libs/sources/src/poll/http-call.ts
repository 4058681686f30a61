import { Agent, request } from 'undici';
import { networkStep } from '../connecting/network-step.ts';
import { SourceError } from '../source-error.ts';
import { RequestRefused } from './request-refused.ts';

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly body: Buffer;
  /** By the server's clock; null where it does not say. */
  readonly at: Date | null;
}

const ANSWER_MS_MAX = 30_000;
/** For the whole of a call: a server that sends a byte now and then is no quick one. */
const CALL_MS_MAX = 120_000;
/** Longer a provider is not left alone, whatever it asks for: nobody would notice that it is mended. */
const RETRY_AFTER_MS_MAX = 3_600_000;
const ANSWER_BYTES_MAX = 16 * 1_048_576;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;
/** Bad request, gone, unprocessable. */
const REFUSED: ReadonlySet<number> = new Set([400, 410, 422]);

/** One connection pool to one provider; redirects are not followed, so that credentials go nowhere else. */
export class HttpClient {
  readonly #agent: Agent;

  constructor(ca?: string) {
    this.#agent = new Agent({
      connections: 2,
      headersTimeout: ANSWER_MS_MAX,
      bodyTimeout: ANSWER_MS_MAX,
      maxResponseSize: ANSWER_BYTES_MAX,
      connect: { timeout: 10_000, ...(ca === undefined ? {} : { ca }) },
    });
  }

  /** A 200 answer; throws SourceError otherwise, with the step that failed. */
  async call({ url, ...options }: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      const answer = await request(url, {
        ...options,
        dispatcher: this.#agent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS_MAX)]),
      });
      const body = Buffer.from(await answer.body.arrayBuffer());
      if (answer.statusCode === 200) return { body, at: dateOf(answer.headers['date']) };
      throw refusal(answer.statusCode, answer.headers['retry-after']);
    } catch (error) {
      if (error instanceof SourceError || signal.aborted) throw error;
      throw networkStep(error);
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function refusal(status: number, retryAfter: string | string[] | undefined): SourceError {
  const words = { zh: `接口返回 HTTP ${status}`, en: `the interface answered HTTP ${status}` };
  if (status === UNAUTHORIZED) return new SourceError('credentials', words);
  if (status === FORBIDDEN) return new SourceError('permission', words);
  if (status === NOT_FOUND) return new SourceError('missing-object', words);
  if (REFUSED.has(status)) return new RequestRefused(words);
  const retryAfterMs = retryAfterOf(retryAfter) ?? (status === TOO_MANY_REQUESTS ? 60_000 : undefined);
  return new SourceError('protocol', words, retryAfterMs === undefined ? {} : { retryAfterMs });
}

function dateOf(header: string | string[] | undefined): Date | null {
  const at = typeof header === 'string' ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at);
}

/** Seconds or a date, in ms from now. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return undefined;
  const ms = /^\d+$/u.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), RETRY_AFTER_MS_MAX);
}
