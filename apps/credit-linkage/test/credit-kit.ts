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
import { createTestDatabase, eventsOf } from '@exchange/testing';
import { creditLinkageConfig, type CreditLinkageConfig } from '../src/config.ts';
import { migrateCredit } from '../src/migrate.ts';
import { startCreditLinkage, type CreditLinkageOverrides, type RunningCreditLinkage } from '../src/start.ts';

const APPEND_DEADLINE_MS = 10_000;
const BOUNDS_ATTEMPTS_MAX = 25;
const SETTLED_MS_MAX = 20_000;

/** A real database, a real event log, and the linkage on top of them. */
export interface CreditKit {
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly schemas: Schemas;
  readonly config: CreditLinkageConfig;
  start(overrides?: CreditLinkageOverrides): Promise<RunningCreditLinkage>;
  append(...events: readonly ExchangeEvent[]): Promise<void>;
  /** Resolves when the group stands at the end of every partition and the outbox is empty. */
  settled(): Promise<void>;
  /** What was published, in the order of each record. */
  published(): Promise<ExchangeEvent[]>;
  tokenFor(scope: Partial<AccessScope>): Promise<string>;
  close(): Promise<void>;
}

/** With KAFKA_BROKERS the log is on Kafka, under topics of this run's own. */
export async function createCreditKit(env: Record<string, string> = {}): Promise<CreditKit> {
  const database = await createTestDatabase();
  const brokers = process.env['KAFKA_BROKERS'] ?? '';
  const schemas = withTopicPrefix(await loadSchemas('.'), brokers === '' ? '' : `t${Date.now()}-`);
  const config = creditLinkageConfig({
    HTTP_PORT: '0',
    DATABASE_URL: database.url,
    EVENT_LOG: brokers === '' ? 'postgres' : 'kafka',
    KAFKA_BROKERS: brokers,
    ...env,
  });
  await migrateCredit(config);
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
  const log = createLogger({ service: 'credit-linkage', level: 'fatal' });
  const running: RunningCreditLinkage[] = [];
  return {
    store,
    eventLog,
    schemas,
    config,
    start: async (overrides) => {
      const linkage = await startCreditLinkage(config, { schemas, log, ...overrides });
      running.push(linkage);
      return linkage;
    },
    append: (...events) => eventLog.append(events, { deadlineMs: APPEND_DEADLINE_MS }),
    settled: () => settled(store, eventLog, schemas),
    published: async () => {
      const events: ExchangeEvent[] = [];
      for await (const { event } of eventsOf(eventLog, topicOf(schemas, 'credit-disclosure')))
        events.push(event);
      return events;
    },
    tokenFor: async (scope) => {
      const { id, key, hash } = issueReaderToken(randomBytes);
      const full: AccessScope = {
        topics: 'all',
        jurisdictions: 'district',
        departments: 'all',
        unmasked: false,
      };
      const token = { id, name: 'test', hash, scope: { ...full, ...scope }, expiresAt: null };
      await new AccessRegistry(store).addToken(token, 'test');
      return key;
    },
    close: async () => {
      await Promise.all(running.map((linkage) => linkage.stop('test ends')));
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

export function topicOf(schemas: Schemas, subject: string): string {
  const schema = schemas.subjects.get(`${subject}.v1`);
  if (!schema) throw new Error(`no subject ${subject}`);
  return schema.topic;
}

async function settled({ pool }: Store, eventLog: EventLog, schemas: Schemas): Promise<void> {
  const deadline = performance.now() + SETTLED_MS_MAX;
  for (;;) {
    const { rows } = await pool.query<{ topic: string; partition: number; position: string }>(
      'SELECT topic, partition, position FROM exchange.consumer_position',
    );
    const reached = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, Number(row.position)]));
    let behind = 0;
    for (const subject of ['license-decision', 'penalty-decision']) {
      const topic = topicOf(schemas, subject);
      for (const [partition, { earliest, next }] of await boundsOf(eventLog, topic))
        behind += Math.max(0, next - (reached.get(`${topic}/${partition}`) ?? earliest));
    }
    const { rows: outbox } = await pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM credit.outbox',
    );
    if (behind + (outbox[0]?.count ?? 0) === 0) return;
    if (performance.now() > deadline)
      throw new Error(`${behind} events behind, ${outbox[0]?.count} in the outbox`);
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
  readonly key: string;
  readonly data: JsonObject;
  readonly operation?: 'upsert' | 'delete';
  /** Left out: the source gives none, and the gateway's arrival stamp is taken. */
  readonly revision?: string;
  readonly jurisdiction?: string | null;
}

/** An event of a decision as the gateway makes it. */
export function eventOf(schemas: Schemas, subject: string, wish: EventWish): ExchangeEvent {
  arrival += 1;
  const { key, data, operation = 'upsert' } = wish;
  const schema = schemas.subjects.get(`${subject}.v1`);
  if (!schema) throw new Error(`no subject ${subject}`);
  if (operation === 'upsert') expect(schema.compiled.check(data)).toEqual([]);
  const { topic } = schema;
  const [system, stream] = ['town-enforcement', 'decisions'];
  const value = JSON.stringify(data);
  const occurrence = wish.revision ?? `receipt-${arrival}#0`;
  return {
    id: eventId({ system, stream, topic, key, operation, occurrence, value }),
    topic,
    source: `/systems/${system}/${stream}`,
    key,
    operation,
    time: '2026-11-15T16:00:00.000Z',
    department: 'urban-management',
    jurisdiction: wish.jurisdiction === undefined ? '320412100' : wish.jurisdiction,
    revision: wish.revision ?? arrivalRevision(arrival, 0),
    mappingVersion: 1,
    receivedTime: new Date(1_790_000_000_000 + arrival).toISOString(),
    receipt: `receipt-${arrival}#0`,
    historical: false,
    value,
  };
}

/** The first valid example of a subject, with changes; a change to undefined takes the property out. */
export function exampleOf(
  schemas: Schemas,
  subject: string,
  change: Record<string, unknown> = {},
): JsonObject {
  const example = schemas.examples.get(`${subject}.v1`)?.valid[0];
  if (!example) throw new Error(`no example of ${subject}`);
  return JSON.parse(JSON.stringify({ ...example, ...change })) as JsonObject;
}
