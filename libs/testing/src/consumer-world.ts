import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueReaderToken, type AccessScope } from '@exchange/access';
import { loadSchemas, type Schemas } from '@exchange/catalog';
import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import { eventLogSettings, migratePostgresEventLog, openEventLog, type EventLog } from '@exchange/event-log';
import { AccessRegistry, type Store } from '@exchange/store';
import { openTestStore } from './test-store.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** What an app that consumes topics is tested on: a real database and a real event log with all topics. */
export interface ConsumerWorld {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly schemas: Schemas;
  /** Environment of an app in this world. */
  readonly env: Readonly<Record<string, string>>;
  append(...events: readonly ExchangeEvent[]): Promise<void>;
  /** How many events of these topics no group has consumed yet. */
  behind(topics: Iterable<string>): Promise<number>;
  /** A token for the whole district, masked, unless the scope says otherwise. The store has been migrated by then. */
  tokenFor(scope: Partial<AccessScope>): Promise<string>;
  close(): Promise<void>;
}

const APPEND_DEADLINE_MS = 10_000;
const BOUNDS_ATTEMPTS_MAX = 25;
const DISTRICT: AccessScope = {
  topics: 'all',
  jurisdictions: 'district',
  departments: 'all',
  unmasked: false,
};

/**
 * With brokers the log is on Kafka, under topics of this run's own; without, on PostgreSQL under their true names. The tables of
 * the store are the app's to make.
 */
export async function createConsumerWorld(
  brokers: string = process.env['KAFKA_BROKERS'] ?? '',
): Promise<ConsumerWorld> {
  const database = await createTestDatabase();
  const kind = brokers === '' ? 'postgres' : 'kafka';
  const schemas = underPrefix(await loadSchemas('.'), kind === 'kafka' ? `t${Date.now()}-` : '');
  await migratePostgresEventLog(database.url);
  const eventLog = openEventLog(
    eventLogSettings(
      {
        databaseUrl: database.url,
        eventLog: kind,
        kafkaBrokers: brokers.split(','),
        kafkaReplicationFactor: 1,
        kafkaTls: false,
      },
      'test',
    ),
  );
  const store = await openTestStore(database.url);
  await eventLog.ensureTopics([...schemas.subjects.values()]);
  return {
    database,
    store,
    eventLog,
    schemas,
    env: { HTTP_PORT: '0', DATABASE_URL: database.url, EVENT_LOG: kind, KAFKA_BROKERS: brokers },
    append: (...events) => eventLog.append(events, { deadlineMs: APPEND_DEADLINE_MS }),
    behind: (topics) => behind(store, eventLog, topics),
    tokenFor: async (scope) => {
      const { id, key, hash } = issueReaderToken(randomBytes);
      const token = { id, name: 'test', hash, scope: { ...DISTRICT, ...scope }, expiresAt: null };
      await new AccessRegistry(store).addToken(token, 'test');
      return key;
    },
    close: async () => {
      await eventLog.close();
      await store.close();
      await database.drop();
    },
  };
}

function underPrefix(schemas: Schemas, prefix: string): Schemas {
  const subjects = [...schemas.subjects].map(
    ([name, schema]) => [name, { ...schema, topic: prefix + schema.topic }] as const,
  );
  return { ...schemas, subjects: new Map(subjects) };
}

async function behind({ pool }: Store, eventLog: EventLog, topics: Iterable<string>): Promise<number> {
  const { rows } = await pool.query<{ topic: string; partition: number; position: string }>(
    'SELECT topic, partition, position FROM exchange.consumer_position',
  );
  const reached = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, Number(row.position)]));
  let count = 0;
  for (const topic of topics)
    for (const [partition, { earliest, next }] of await boundsOf(eventLog, topic))
      count += Math.max(0, next - (reached.get(`${topic}/${partition}`) ?? earliest));
  return count;
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
