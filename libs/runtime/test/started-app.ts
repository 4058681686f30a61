import { createConnection } from 'node:net';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Module,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ExchangeError } from '@exchange/contracts';
import {
  currentTraceparent,
  createHttpApp,
  createLogger,
  createMetrics,
  Health,
  Problem,
  schemaPipe,
  Shutdown,
  startTracing,
} from '@exchange/runtime';
import type { HttpApp, HttpAppOptions } from '@exchange/runtime';

const PAGE = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    department: { type: 'array', items: { type: 'string', minLength: 2 } },
  },
};
const NOTE = {
  type: 'object',
  required: ['text', 'weight'],
  properties: { text: { type: 'string' }, weight: { type: 'integer' } },
};

/** What a test lets through to finish a request that waits. */
export const gate: { open: () => void } = { open: () => {} };

@Controller()
class Notes {
  @Get('v1/notes')
  list(@Query(schemaPipe(PAGE, { coerce: true })) query: unknown): unknown {
    return { query };
  }

  @Post('v1/notes')
  @HttpCode(200)
  add(@Body(schemaPipe(NOTE)) note: unknown): unknown {
    return { note, traceparent: currentTraceparent() };
  }

  @Get('v1/notes/:id')
  find(@Param('id') id: string): unknown {
    switch (id) {
      case 'unavailable':
        throw new ExchangeError('store-unavailable', 'connect ECONNREFUSED 10.0.0.5', { retryable: true });
      case 'broken':
        throw new TypeError('secret internals');
      case 'taken':
        throw new Problem({
          status: 409,
          code: 'note-taken',
          detail: { zh: '已被占用', en: 'already taken' },
          members: { holder: 'a' },
        });
      case 'nest':
        throw new NotFoundException('no such note');
      default:
        return { id, traceparent: currentTraceparent() };
    }
  }

  @Get('v1/slow')
  async slow(): Promise<unknown> {
    await new Promise<void>((resolve) => (gate.open = resolve));
    return { done: true };
  }
}

@Module({ controllers: [Notes] })
class NotesModule {}

export interface StartedApp {
  readonly app: HttpApp;
  readonly url: string;
  readonly port: number;
  readonly health: Health;
  readonly shutdown: Shutdown;
  readonly lines: ReadonlyArray<Record<string, unknown>>;
  stop(): Promise<boolean>;
}

export async function startApp(
  options: Partial<HttpAppOptions> = {},
  shutdownOptions: { stepTimeoutMs?: number } = {},
): Promise<StartedApp> {
  const lines: Array<Record<string, unknown>> = [];
  const log = createLogger({
    service: 'notes',
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
  await startTracing({ service: 'notes' });
  const shutdown = new Shutdown({ log, ...shutdownOptions });
  const health = new Health(log);
  const metrics = createMetrics({ service: 'notes', processMetrics: false });
  const app = await createHttpApp(NotesModule, {
    log,
    metrics,
    health,
    shutdown,
    bodyBytesMax: 2_000,
    requestTimeoutMs: 600,
    headerBytesMax: 4_096,
    ...options,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    url,
    port: Number(new URL(url).port),
    health,
    shutdown,
    lines,
    stop: () => shutdown.run('test'),
  };
}

/** Sends raw text and gives everything that came back until the other side closed. */
export async function exchangeRaw(port: number, parts: ReadonlyArray<string | number>): Promise<string> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  for (const part of parts) {
    if (typeof part === 'number') await new Promise((resolve) => setTimeout(resolve, part));
    else if (socket.writable) socket.write(part);
  }
  await closed;
  return answer;
}

/** The JSON body of a raw answer. */
export function bodyOf(answer: string): Record<string, unknown> {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>;
}
