import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SystemEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { encodeReply, type Charset } from '@exchange/decoding';
import type { PollSettings } from '@exchange/sources';
import { fingerprintOf } from './fingerprint.ts';
import { pageAnswer, refusalOf, tokenAnswer, type PlayedInterface } from './rest-interface.ts';
import {
  LeftOut,
  type Plan,
  type PlayedBy,
  type PlayedStream,
  type Simulator,
  type SystemDocument,
} from './simulator.ts';

interface Played extends PlayedInterface {
  readonly system: string;
  readonly charset: Charset;
}

/**
 * Plays the REST interfaces of legacy systems, each as the gateway's settings describe it, seen from the other side: tokens
 * that have to be fetched, pages and cursors, windows of time, HTTP 200 with a code that means failure.
 */
export class RestSimulator implements Simulator {
  readonly needsReader = false;
  readonly #interfaces = new Map<string, Played>();
  readonly #tokens = new Set<string>();
  readonly #server: Server;
  readonly #port: number;
  readonly #startedAt = Date.now();

  private constructor(server: Server) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<RestSimulator> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new RestSimulator(server);
  }

  /** With a value of their own for everything that the settings take from the connection. */
  async connect(system: string, { streams }: SystemEntry): Promise<JsonObject> {
    const text = JSON.stringify([...streams.values()].map(({ source }) => source.poll ?? {}));
    const named = [...text.matchAll(/\{connection\.(\w+)\}/gu)].map(([, name]) => name!);
    const own = new Set(['user', 'password', 'secret']);
    const values = Object.fromEntries(
      named.filter((name) => !own.has(name)).map((name) => [name, `${system}-${name}`]),
    );
    return {
      baseUrl: `http://127.0.0.1:${this.#port}/${system}`,
      user: system,
      password: 'only-for-the-simulator',
      secret: 'only-for-the-simulator',
      // Nothing is older here.
      start: new Date(this.#startedAt).toISOString(),
      ...(named.length > 0 ? { values } : {}),
    };
  }

  overwrites(): boolean {
    return false;
  }

  async playedBy(): Promise<PlayedBy> {
    return { server: 'REST', insteadOf: null };
  }

  async plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    const played = this.#open(stream);
    const leftOut = new LeftOut();
    const records = documents
      .flatMap((document) => document.records ?? [])
      .flatMap((record) => {
        if ('value' in record) return [record];
        // The interface writes its answers itself.
        leftOut.add('unreadable');
        return [];
      });
    return {
      puts: [
        {
          expected: records.map((record) => fingerprintOf(record, [])),
          ignored: [],
          unreadable: 0,
          deliver: async () => {
            for (const { value } of records) played.entries.push({ at: Date.now(), record: value });
          },
        },
      ],
      leftOut: leftOut.counts,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #open({ system, stream, entry: { source } }: PlayedStream): Played {
    const name = `${system}/${stream}`;
    const played = this.#interfaces.get(name) ?? {
      system,
      settings: source.poll as unknown as PollSettings,
      records: source.records,
      charset: source.charset,
      entries: [],
    };
    this.#interfaces.set(name, played);
    return played;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const [, system = '', ...rest] = url.pathname.split('/');
    const path = `/${rest.join('/')}`;
    const sent = await parametersOf(request, url);
    const { status, answer, charset } = this.#answer(system, path, sent, request);
    response.writeHead(status, { 'content-type': `application/json;charset=${charset}` });
    response.end(encodeReply(JSON.stringify(answer), charset));
  }

  #answer(
    system: string,
    path: string,
    sent: ReadonlyMap<string, string>,
    request: IncomingMessage,
  ): { status: number; answer: unknown; charset: Charset } {
    const ofSystem = [...this.#interfaces.values()].filter((played) => played.system === system);
    const asked = ofSystem.find(({ settings }) => settings.request.path === path && isMeant(settings, sent));
    if (asked) {
      const { settings, charset } = asked;
      const refuses = settings.authentication?.kind === 'token' && !this.#hasToken(sent, request);
      if (refuses) return { ...refusalOf(settings), charset };
      return { status: 200, answer: pageAnswer(asked, sent), charset };
    }
    const tokenOf = ofSystem.find(
      ({ settings: { authentication } }) =>
        authentication?.kind === 'token' && authentication.request.path === path,
    );
    if (!tokenOf) return { status: 404, answer: { message: 'not found' }, charset: 'utf-8' };
    const token = randomUUID();
    this.#tokens.add(token);
    return { status: 200, answer: tokenAnswer(tokenOf.settings, token), charset: tokenOf.charset };
  }

  #hasToken(sent: ReadonlyMap<string, string>, request: IncomingMessage): boolean {
    const texts = [...sent.values(), ...Object.values(request.headers).flat()];
    return texts.some((text) => [...this.#tokens].some((token) => text?.includes(token)));
  }
}

/** Where several interfaces share a path, what stands fixed in the request tells them apart. */
function isMeant({ request }: PollSettings, sent: ReadonlyMap<string, string>): boolean {
  return Object.entries({ ...request.query, ...request.body }).every(
    ([name, value]) => String(value).includes('{') || sent.get(name) === String(value),
  );
}

async function parametersOf(request: IncomingMessage, url: URL): Promise<ReadonlyMap<string, string>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts).toString();
  const sent = new Map(url.searchParams);
  if (request.headers['content-type']?.includes('form')) {
    for (const [name, value] of new URLSearchParams(body)) sent.set(name, value);
  } else if (body.startsWith('{')) {
    for (const [name, value] of Object.entries(JSON.parse(body) as JsonObject)) sent.set(name, String(value));
  }
  return sent;
}
