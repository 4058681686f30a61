import { randomBytes } from 'node:crypto';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { issueApiKey, issueReaderToken, type AccessScope } from '@exchange/access';
import { ExchangeError } from '@exchange/contracts';
import {
  createHttpApp,
  createLogger,
  CurrentReader,
  ReaderGuard,
  startApp,
  type KeptToken,
  type Reader,
  type RunningServer,
} from '@exchange/runtime';

const SCOPE: AccessScope = {
  topics: ['wujin.work-order.v1'],
  jurisdictions: 'district',
  departments: ['water'],
  unmasked: false,
};

const kept = new Map<string, KeptToken>();
const lookedUp: string[] = [];
const lines: string[] = [];
let isDirectoryDown = false;
let reads = 0;

@Controller('v1/shelf')
class Shelf {
  @Get()
  read(@CurrentReader() reader: Reader): Reader {
    reads += 1;
    return reader;
  }

  @Post()
  add(@CurrentReader() reader: Reader): Reader {
    reads += 1;
    return reader;
  }
}

const tokens = {
  findToken: async (id: string) => {
    lookedUp.push(id);
    if (isDirectoryDown) throw new ExchangeError('store-unavailable', 'no database', { retryable: true });
    return kept.get(id) ?? null;
  },
};

@Module({
  controllers: [Shelf],
  providers: [{ provide: APP_GUARD, useValue: new ReaderGuard({ tokens, realm: 'shelf' }) }],
})
class ShelfModule {}

let app: RunningServer;

beforeAll(async () => {
  const log = createLogger({
    service: 'shelf',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  });
  app = await startApp(
    { service: 'shelf', config: { logLevel: 'debug' }, log, isAlone: false },
    async (chassis) => {
      const http = await createHttpApp(ShelfModule, {
        ...chassis,
        bodyBytesMax: 1_000,
        requestTimeoutMs: 5_000,
      });
      return http.listen({ host: '127.0.0.1', port: 0 });
    },
  );
});

afterAll(async () => {
  expect(await app.stop('test')).toBe(true);
});

beforeEach(() => {
  reads = 0;
  lookedUp.length = 0;
});

function issued(dates: Partial<Pick<KeptToken, 'expiresAt' | 'revokedAt'>> = {}): string {
  const { id, key, hash } = issueReaderToken(randomBytes);
  kept.set(id, { hash, scope: SCOPE, expiresAt: null, revokedAt: null, ...dates });
  return key;
}

async function ask(headers: Record<string, string>, query = '', method = 'GET') {
  const response = await fetch(`${app.url}/v1/shelf${query}`, { headers, method });
  const text = await response.text();
  const { traceId: _, ...body } = JSON.parse(text) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body, text };
}

const bearing = (key: string) => ({ authorization: `Bearer ${key}` });
const past = () => new Date(Date.now() - 1_000);

describe('who is let in', () => {
  it('is known to the route by the id of the token and its scope', async () => {
    const key = issued({ expiresAt: new Date(Date.now() + 60_000) });
    const { status, body } = await ask(bearing(key));
    expect(status).toBe(200);
    expect(body).toEqual({ tokenId: key.slice(3, 19), scope: SCOPE });
    expect(reads).toBe(1);
  });

  it('is looked up again at every request, so that a revocation takes effect at once', async () => {
    const key = issued();
    expect((await ask(bearing(key))).status).toBe(200);
    const id = key.slice(3, 19);
    kept.set(id, { ...kept.get(id)!, revokedAt: new Date() });
    expect((await ask(bearing(key))).status).toBe(401);
    expect([lookedUp, reads]).toEqual([[id, id], 1]);
  });
});

describe('who is not let in', () => {
  const reasons: ReadonlyArray<[string, () => string]> = [
    ['has a token of the wrong form', () => 'hello'],
    ['has a token that nobody issued', () => issueReaderToken(randomBytes).key],
    ['has a token with a wrong secret', () => issued().slice(0, -43) + 'A'.repeat(43)],
    ['has the key of a system', () => issueApiKey(randomBytes).key],
    ['has a reader token with the prefix of systems', () => issued().replace(/^wr_/u, 'wx_')],
    ['has an expired token', () => issued({ expiresAt: past() })],
    ['has a revoked token', () => issued({ revokedAt: past() })],
  ];

  it.each(reasons)(
    'who %s gets the one answer for every reason, and nothing is done',
    async (_name, make) => {
      const { status, headers, body } = await ask(bearing(make()));
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer realm="shelf"');
      const { body: answerToNobody } = await ask(bearing(issueReaderToken(randomBytes).key));
      expect(body).toEqual(answerToNobody);
      expect((await ask(bearing(make()), '', 'POST')).body).toEqual(answerToNobody);
      expect(reads).toBe(0);
    },
  );

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic d3I6eA==' }],
    ['a scheme alone', { authorization: 'Bearer' }],
  ])('who sends %s is told how to give a token, without a look-up', async (_name, headers) => {
    const { status, body } = await ask(headers as Record<string, string>);
    expect([status, body['code']]).toEqual([401, 'token-refused']);
    expect(JSON.stringify(body)).toContain('Authorization: Bearer');
    expect([lookedUp, reads]).toEqual([[], 0]);
  });

  it('is asked for no look-up by the key of a system', async () => {
    await ask(bearing(issueApiKey(randomBytes).key));
    expect(lookedUp).toEqual([]);
  });

  it('who puts a token into the address is refused, whatever the header says, and the token is repeated nowhere', async () => {
    const key = issued();
    for (const headers of [{}, bearing(key)]) {
      const { status, body, text } = await ask(headers, `?access_token=${key}`);
      expect([status, body['code']]).toEqual([400, 'token-in-address']);
      expect(text + lines.join('')).not.toContain(key);
    }
    expect([lookedUp, reads]).toEqual([[], 0]);
  });

  it('who cannot be looked up is asked to come again later', async () => {
    isDirectoryDown = true;
    try {
      const { status, headers, body } = await ask(bearing(issued()));
      expect([status, body['code']]).toEqual([503, 'store-unavailable']);
      expect(headers.get('retry-after')).not.toBeNull();
      expect(reads).toBe(0);
    } finally {
      isDirectoryDown = false;
    }
  });
});
