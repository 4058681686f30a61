import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueReaderToken, type AccessScope } from '@exchange/access';
import { loadSchemas, type Schemas } from '@exchange/catalog';
import {
  arrivalRevision,
  eventId,
  ExchangeError,
  type ExchangeEvent,
  type JsonObject,
} from '@exchange/contracts';
import { eventLogSettings, migratePostgresEventLog, openEventLog, type EventLog } from '@exchange/event-log';
import { createLogger } from '@exchange/runtime';
import { AccessRegistry, openStore, type Store } from '@exchange/store';
import { createTestDatabase, type TestDatabase } from '@exchange/testing';
import { platformFeedConfig, type PlatformFeedConfig } from '../src/config.ts';
import { migratePlatform } from '../src/migrate.ts';
import { startPlatformFeed, type RunningPlatformFeed } from '../src/start.ts';

const APPEND_DEADLINE_MS = 10_000;
const BOUNDS_ATTEMPTS_MAX = 25;
const CAUGHT_UP_MS_MAX = 20_000;

/** A real database, a real event log, and the feed on top of them. */
export interface PlatformKit {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly schemas: Schemas;
  readonly config: PlatformFeedConfig;
  /** Starts one more process's worth of the feed. */
  start(): Promise<RunningPlatformFeed>;
  append(...events: readonly ExchangeEvent[]): Promise<void>;
  /** Resolves when the group stands at the end of every partition. */
  caughtUp(): Promise<void>;
  tokenFor(scope: Partial<AccessScope>): Promise<string>;
  close(): Promise<void>;
}

/** With KAFKA_BROKERS the log is on Kafka, under topics of this run's own. */
export async function createPlatformKit(): Promise<PlatformKit> {
  const database = await createTestDatabase();
  const brokers = process.env['KAFKA_BROKERS'] ?? '';
  const schemas = withTopicPrefix(await loadSchemas('.'), brokers === '' ? '' : `t${Date.now()}-`);
  const config = platformFeedConfig({
    HTTP_PORT: '0',
    DATABASE_URL: database.url,
    EVENT_LOG: brokers === '' ? 'postgres' : 'kafka',
    KAFKA_BROKERS: brokers,
    IDENTITY_KEY: randomBytes(32).toString('base64'),
  });
  await migratePlatform(config);
  await migratePostgresEventLog(database.url);
  const eventLog = openEventLog(eventLogSettings(config, 'test'));
  const store = await openStore({
    url: database.url,
    applicationName: 'test',
    connectionsMax: 4,
    onIdleError: () => undefined,
  });
  await eventLog.ensureTopics([...schemas.subjects.values()]);
  // Faults are what these tests are about: their warnings are no news.
  const log = createLogger({ service: 'platform-feed', level: 'fatal' });
  const running: RunningPlatformFeed[] = [];
  return {
    database,
    store,
    eventLog,
    schemas,
    config,
    start: async () => {
      const feed = await startPlatformFeed(config, { schemas, log });
      running.push(feed);
      return feed;
    },
    append: (...events) => eventLog.append(events, { deadlineMs: APPEND_DEADLINE_MS }),
    caughtUp: () => caughtUp(store, eventLog, schemas),
    tokenFor: async (scope) => {
      const { id, key, hash } = issueReaderToken(randomBytes);
      const full: AccessScope = {
        topics: 'all',
        jurisdictions: 'district',
        departments: 'all',
        unmasked: false,
      };
      await new AccessRegistry(store).addToken(
        { id, name: 'test', hash, scope: { ...full, ...scope }, expiresAt: null },
        'test',
      );
      return key;
    },
    close: async () => {
      await Promise.all(running.map((feed) => feed.stop('test ends')));
      await eventLog.close();
      await store.close();
      await database.drop();
    },
  };
}

function withTopicPrefix(schemas: Schemas, prefix: string): Schemas {
  const subjects = [...schemas.subjects].map(
    ([name, schema]) => [name, { ...schema, topic: prefix + schema.topic }] as const,
  );
  return { ...schemas, subjects: new Map(subjects) };
}

async function caughtUp({ pool }: Store, eventLog: EventLog, schemas: Schemas): Promise<void> {
  const deadline = performance.now() + CAUGHT_UP_MS_MAX;
  for (;;) {
    const { rows } = await pool.query<{ topic: string; partition: number; position: string }>(
      'SELECT topic, partition, position FROM exchange.consumer_position',
    );
    const reached = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, Number(row.position)]));
    let behind = 0;
    for (const { topic } of schemas.subjects.values())
      for (const [partition, { earliest, next }] of await boundsOf(eventLog, topic))
        behind += Math.max(0, next - (reached.get(`${topic}/${partition}`) ?? earliest));
    if (behind === 0) return;
    if (performance.now() > deadline) throw new Error(`the feed is still ${behind} events behind`);
    await sleep(25);
  }
}

/** A topic that was just made may have no leader yet. */
async function boundsOf(eventLog: EventLog, topic: string): ReturnType<EventLog['bounds']> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await eventLog.bounds(topic);
    } catch (error) {
      if (!(error instanceof ExchangeError) || !error.retryable || attempt === BOUNDS_ATTEMPTS_MAX)
        throw error;
      await sleep(200);
    }
  }
}

let arrival = 0;

export interface EventWish {
  readonly subject: string;
  readonly key: string;
  readonly data: JsonObject;
  readonly system?: string;
  readonly stream?: string;
  readonly operation?: 'upsert' | 'delete';
  /** Left out: the source gives none, and the gateway's arrival stamp is taken. */
  readonly revision?: string;
  readonly time?: string;
  readonly department?: string;
  readonly jurisdiction?: string | null;
  readonly historical?: boolean;
}

/** An event as the gateway makes it. */
export function eventOf(schemas: Schemas, wish: EventWish): ExchangeEvent {
  arrival += 1;
  const { subject, key, data, system = 'town-enforcement', stream = 'cases', operation = 'upsert' } = wish;
  const schema = schemas.subjects.get(`${subject}.v1`);
  if (!schema) throw new Error(`no subject ${subject}`);
  if (operation === 'upsert') expect(schema.compiled.check(data)).toEqual([]);
  const { topic } = schema;
  const value = JSON.stringify(data);
  const occurrence = wish.revision ?? `receipt-${arrival}#0`;
  return {
    id: eventId({ system, stream, topic, key, operation, occurrence, value }),
    topic,
    source: `/systems/${system}/${stream}`,
    key,
    operation,
    time: wish.time ?? '2026-03-04T01:02:03.000Z',
    department: wish.department ?? 'urban-management',
    jurisdiction: wish.jurisdiction === undefined ? '320412100' : wish.jurisdiction,
    revision: wish.revision ?? arrivalRevision(arrival, 0),
    mappingVersion: 1,
    receivedTime: new Date().toISOString(),
    receipt: `receipt-${arrival}#0`,
    historical: wish.historical ?? false,
    value,
  };
}

/** The first valid example of a subject, with changes. */
export function exampleOf(schemas: Schemas, subject: string, change: JsonObject = {}): JsonObject {
  const example = schemas.examples.get(`${subject}.v1`)?.valid[0];
  if (!example) throw new Error(`no example of ${subject}`);
  return { ...example, ...change };
}

export async function getJson<T>(url: string, token: string): Promise<{ status: number; body: T }> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as T };
}
