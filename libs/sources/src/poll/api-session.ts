import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { valueAt, type Json } from '@exchange/contracts';
import { SourceError } from '../source-error.ts';
import { fillPlaceholders, hasPlaceholder } from './fill-placeholders.ts';
import { HttpClient, type HttpAnswer, type HttpCall } from './http-call.ts';
import type { PollConnection } from './poll-connection.ts';
import type { PollRequest, PollSettings } from './poll-settings.ts';
import { RequestRefused } from './request-refused.ts';
import { sign, sortedQuery } from './sign.ts';
import { wallClockText } from './wall-clock-text.ts';

export interface ApiAnswer extends HttpAnswer {
  readonly json: Json;
}

/** Takes one turn in so many ms; resolves with the time to wait for it. */
type Turn = (everyMs: number) => Promise<number>;

const MINUTE_MS = 60_000;
/** Turns are a little further apart than the limit asks for: requests do not take equally long to get there. */
const APART = 1.05;
/** A token is renewed before it ends. */
const TOKEN_MARGIN_MS = 30_000;

/** Calls of one interface: authenticated, not faster than the provider allows, with failures told apart. */
export class ApiSession {
  readonly #settings: PollSettings;
  readonly #connection: PollConnection;
  readonly #http: HttpClient;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #turn: Turn;
  #token: { readonly text: string; readonly until: number } | null = null;

  constructor(settings: PollSettings, connection: PollConnection, charset: string, turn: Turn) {
    this.#settings = settings;
    this.#connection = connection;
    this.#turn = turn;
    this.#http = new HttpClient(connection.ca);
    this.#decoder = new TextDecoder(charset);
  }

  /** An answer that means success. `values`: placeholders of paging and window. */
  async ask(values: ReadonlyMap<string, string>, signal: AbortSignal): Promise<ApiAnswer> {
    const { request } = this.#settings;
    const first = await this.#try(request, values, signal);
    if (first.kind === 'answer') return first.answer;
    // The token ended earlier than it said.
    this.#token = null;
    const second = await this.#try(request, values, signal);
    if (second.kind === 'answer') return second.answer;
    throw refused();
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #try(
    request: PollRequest,
    values: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<{ kind: 'answer'; answer: ApiAnswer } | { kind: 'expired' }> {
    const { authentication } = this.#settings;
    const known = new Map([...this.#connectionValues(), ...values]);
    if (authentication?.kind === 'token') known.set('token', await this.#tokenText(authentication, signal));
    let answer: HttpAnswer;
    try {
      answer = await this.#call(request, known, signal);
    } catch (error) {
      const isExpired =
        authentication?.kind === 'token' && error instanceof SourceError && error.failed === 'credentials';
      if (isExpired && this.#token) return { kind: 'expired' };
      throw error;
    }
    const json = this.#parse(answer.body);
    return this.#isExpired(json) ? { kind: 'expired' } : { kind: 'answer', answer: { ...answer, json } };
  }

  async #tokenText(
    authentication: { request: PollRequest; at: string; validSeconds: number },
    signal: AbortSignal,
  ): Promise<string> {
    const now = performance.now();
    if (this.#token && this.#token.until > now) return this.#token.text;
    this.#token = null;
    const { body } = await this.#call(authentication.request, this.#connectionValues(), signal);
    const json = this.#parse(body);
    if (this.#isExpired(json)) throw refused();
    const token = valueAt(json, authentication.at);
    if (typeof token !== 'string' || token === '') throw refused();
    const validMs = authentication.validSeconds * 1_000;
    this.#token = { text: token, until: now + Math.max(validMs - TOKEN_MARGIN_MS, validMs / 2) };
    return token;
  }

  #connectionValues(): Map<string, string> {
    const { user, password, secret, values = {} } = this.#connection;
    const known = { ...values, user, password, secret };
    return new Map(
      Object.entries(known).flatMap(([name, value]) =>
        value === undefined ? [] : [[`connection.${name}`, value] as const],
      ),
    );
  }

  async #call(
    request: PollRequest,
    values: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    await this.#waitForTurn(signal);
    return this.#http.call(this.#prepare(request, values), signal);
  }

  async #waitForTurn(signal: AbortSignal): Promise<void> {
    const { requestsPerMinuteMax } = this.#settings;
    if (requestsPerMinuteMax === undefined) return;
    const waitMs = await this.#turn((MINUTE_MS / requestsPerMinuteMax) * APART);
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
  }

  #prepare(request: PollRequest, given: ReadonlyMap<string, string>): HttpCall {
    const values = this.#signed(request, given);
    const fill = (text: string): string => fillPlaceholders(text, values);
    const query = new URLSearchParams(mapValues(request.query ?? {}, fill));
    const url = `${this.#connection.baseUrl.replace(/\/$/u, '')}${fill(request.path)}`;
    const headers = { accept: 'application/json', ...mapValues(request.headers ?? {}, fill) };
    const { user, password } = this.#connection;
    if (this.#settings.authentication?.kind === 'basic')
      Object.assign(headers, {
        authorization: `Basic ${Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')}`,
      });
    return {
      method: request.method,
      url: query.size === 0 ? url : `${url}?${query}`,
      ...bodyOf(request, headers, fill),
    };
  }

  /** The placeholders of a signed request: time, nonce, and the signature over what the provider says. */
  #signed(request: PollRequest, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const { authentication } = this.#settings;
    if (authentication?.kind !== 'signature') return given;
    const now = new Date();
    const values = new Map(given);
    values.set('timestamp', timestampText(now, authentication.timestamp ?? 's'));
    values.set('nonce', randomUUID().replaceAll('-', ''));
    const unsigned = Object.entries(request.query ?? {}).filter(
      ([, text]) => !hasPlaceholder(text, 'signature'),
    );
    const query = mapValues(Object.fromEntries(unsigned), (text) => fillPlaceholders(text, values));
    const over =
      authentication.over === 'sorted-query'
        ? sortedQuery(query)
        : fillPlaceholders(authentication.over.replaceAll('{sortedQuery}', sortedQuery(query)), values);
    values.set('signature', sign(over, authentication, this.#connection.secret ?? ''));
    return values;
  }

  #parse(body: Buffer): Json {
    try {
      return JSON.parse(this.#decoder.decode(body)) as Json;
    } catch (error) {
      throw new SourceError(
        'protocol',
        { zh: '接口返回的不是 JSON', en: 'the answer of the interface is not JSON' },
        { cause: error },
      );
    }
  }

  /** Whether the answer asks for a new token; throws where it means another failure, though its status is 200. */
  #isExpired(json: Json): boolean {
    const { success } = this.#settings;
    if (!success) return false;
    const code = valueAt(json, success.at);
    const isOneOf = (values: ReadonlyArray<unknown> = []): boolean => values.some((value) => value === code);
    if (isOneOf(success.values)) return false;
    if (isOneOf(success.expired)) return true;
    if (isOneOf(success.refused)) throw refused();
    const words = {
      zh: `接口以代码 ${shown(code)} 表示失败`,
      en: `the interface reports a failure with the code ${shown(code)}`,
    };
    if (isOneOf(success.limited)) throw new SourceError('protocol', words, { retryAfterMs: MINUTE_MS });
    throw new RequestRefused(words);
  }
}

function bodyOf(
  { body, form = false }: PollRequest,
  headers: Record<string, string>,
  fill: (text: string) => string,
): Pick<HttpCall, 'headers' | 'body'> {
  if (!body) return { headers };
  const filled = mapValues(body, (value) => (typeof value === 'string' ? fill(value) : value));
  if (!form)
    return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(filled) };
  const fields = new URLSearchParams(mapValues(filled, String));
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: String(fields),
  };
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, to(value)]));
}

function timestampText(now: Date, as: 's' | 'ms' | 'text'): string {
  if (as === 'text') return wallClockText(now).replaceAll(/\D/gu, '');
  return String(as === 's' ? Math.floor(now.getTime() / 1_000) : now.getTime());
}

/** A code is short; anything else is not repeated, it may be content. */
function shown(code: Json | undefined): string {
  return /^[\w.-]{1,20}$/u.test(String(code)) ? String(code) : '?';
}

function refused(): SourceError {
  return new SourceError('credentials', {
    zh: '接口拒绝了凭据或签名，请检查账号、密钥与服务器时间',
    en: 'the interface refuses the credentials or the signature: check account, key and the clock of the server',
  });
}
