import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { issueReaderToken, type AccessScope } from '@exchange/access';
import { arrivalRevision, eventId, type ExchangeEvent } from '@exchange/contracts';
import { migratePostgresEventLog, openEventLog, type EventLog } from '@exchange/event-log';
import { createLogger } from '@exchange/runtime';
import { AccessRegistry, migrateStore, type Store } from '@exchange/store';
import { openTestStore, createTestDatabase } from '@exchange/testing';
import { commandCentreConfig } from '../src/config.ts';
import { startCommandCentre } from '../src/start.ts';
import { SseClient } from './sse-client.ts';

export const TOPIC = 'wujin.work-order.v1';
export const HUTANG = '320412100';
export const NIUTANG = '320412102';
export const EVERYTHING: AccessScope = {
  topics: 'all',
  jurisdictions: 'district',
  departments: 'all',
  unmasked: true,
};

export interface StartedCommandCentre {
  readonly url: string;
  readonly databaseUrl: string;
  readonly store: Store;
  readonly registry: AccessRegistry;
  readonly eventLog: EventLog;
  readonly lines: string[];
  /** What the app asked of the log. */
  readonly calls: Record<'tail' | 'read' | 'bounds', number>;
  token(scope?: Partial<AccessScope>, expiresAt?: Date | null): Promise<{ id: string; key: string }>;
  append(events: readonly ExchangeEvent[]): Promise<void>;
  open(query: string, token: string, lastEventId?: string): Promise<SseClient>;
  metric(name: string): Promise<number>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The app over a real PostgreSQL with a log of its own to append to. */
export async function startedCommandCentre(
  env: Readonly<Record<string, string>> = {},
  openLog: (url: string) => EventLog | Promise<EventLog> = (url) => openEventLog({ kind: 'postgres', url }),
): Promise<StartedCommandCentre> {
  const database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  await migratePostgresEventLog(database.url);
  const store = await openTestStore(database.url);
  const registry = new AccessRegistry(store);
  const eventLog = await openLog(database.url);
  const calls = { tail: 0, read: 0, bounds: 0 };
  const lines: string[] = [];
  const log = createLogger({
    service: 'test',
    level: 'info',
    destination: { write: (line) => void lines.push(line) },
  });
  const config = commandCentreConfig({
    DATABASE_URL: database.url,
    HTTP_PORT: '0',
    CATALOG_DIRECTORY: join(import.meta.dirname, '../../..'),
    ...env,
  });
  const start = () => startCommandCentre(config, { log, eventLog: counting(eventLog, calls) });
  let app = await start();
  return {
    get url() {
      return app.url;
    },
    databaseUrl: database.url,
    store,
    registry,
    eventLog,
    lines,
    calls,
    token: async (scope = {}, expiresAt = null) => {
      const { id, key, hash } = issueReaderToken(randomBytes);
      await registry.addToken(
        { id, name: 'test', hash, scope: { ...EVERYTHING, ...scope }, expiresAt },
        'test',
      );
      return { id, key };
    },
    append: (events) => eventLog.append(events, { deadlineMs: 10_000 }),
    open: (query, token, lastEventId) =>
      SseClient.open(`${app.url}/v1/topics/${TOPIC}/events${query}`, token, lastEventId),
    metric: async (name) => {
      const text = await (await fetch(`${app.url}/metrics`)).text();
      const values = text.split('\n').filter((line) => line.startsWith(`${name}{`));
      return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    restart: async () => {
      await app.stop('restart');
      app = await start();
    },
    stop: async () => {
      expect(await app.stop('test')).toBe(true);
      await eventLog.close();
      await store.close();
      await database.drop();
    },
  };
}

let arrival = 0;

/** An event of a work order as the gateway would append it. */
export function workOrder(
  key: string,
  changes: Partial<ExchangeEvent> & { data?: Record<string, unknown> } = {},
): ExchangeEvent {
  const { data, ...attributes } = changes;
  arrival += 1;
  const value = JSON.stringify(data ?? { orderNo: key, turn: arrival });
  const operation = attributes.operation ?? 'upsert';
  const now = new Date().toISOString();
  return {
    id: eventId({
      system: 'hotline-12345',
      stream: 'work-orders',
      topic: TOPIC,
      key,
      operation,
      occurrence: String(arrival),
      value,
    }),
    topic: TOPIC,
    source: '/systems/hotline-12345/work-orders',
    key,
    operation,
    time: now,
    department: 'urban-management',
    jurisdiction: HUTANG,
    revision: arrivalRevision(arrival, 0),
    mappingVersion: 1,
    receivedTime: now,
    receipt: `r${arrival}#0`,
    historical: false,
    value,
    ...attributes,
  };
}

export function workOrders(count: number, changes: Parameters<typeof workOrder>[1] = {}): ExchangeEvent[] {
  return Array.from({ length: count }, (_each, index) => workOrder(`GD${index}`, changes));
}

function counting(log: EventLog, calls: Record<'tail' | 'read' | 'bounds', number>): EventLog {
  return new Proxy(log, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (name === 'tail' || name === 'read' || name === 'bounds') calls[name] += 1;
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}
