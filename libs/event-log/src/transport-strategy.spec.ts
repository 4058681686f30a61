import 'reflect-metadata';
import { Controller, Module, UseFilters } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, type MicroserviceOptions } from '@nestjs/microservices';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import { createTestDatabase, type TestDatabase } from '@exchange/testing';
import { openEventLog } from './open-event-log.ts';
import type { EventBatch, EventLog } from './port.ts';
import { migratePostgresEventLog } from './postgres/migrations.ts';
import { EventLogTransport, HandErrorsOn } from './transport-strategy.ts';

const DECORATED = 'wujin.certificate.v1';
const ADDED = 'wujin.grid-event.v1';

let database: TestDatabase;
let eventLog: EventLog;

beforeAll(async () => {
  database = await createTestDatabase();
  await migratePostgresEventLog(database.url);
  eventLog = openEventLog({ kind: 'postgres', url: database.url });
  await eventLog.ensureTopics(
    [DECORATED, ADDED].map((topic) => ({ topic, partitions: 2, retentionDays: 1 })),
  );
}, 60_000);

afterAll(async () => {
  await eventLog.close();
  await database.drop();
});

function event(topic: string, key: string): ExchangeEvent {
  return {
    id: `${topic}-${key}`,
    topic,
    source: '/systems/s/t',
    key,
    operation: 'upsert',
    time: '2026-03-04T00:00:00.000Z',
    department: 'water',
    jurisdiction: null,
    revision: 'a1',
    mappingVersion: 1,
    receivedTime: '2026-03-04T00:00:00.000Z',
    receipt: 'r#0',
    historical: false,
    value: '{}',
  };
}

/** A group whose positions are in memory. */
class Group {
  readonly positions = new Map<string, number>();
  readonly keys: string[] = [];
  readonly errors: unknown[] = [];
  /** Thrown by the next batches, one each. */
  readonly faults: Error[] = [];

  take(batch: EventBatch): void {
    const fault = this.faults.shift();
    if (fault) throw fault;
    this.keys.push(...batch.events.map((logged) => logged.event.key));
    this.positions.set(`${batch.topic}/${batch.partition}`, batch.next);
  }

  transport(name: string): EventLogTransport {
    return new EventLogTransport({
      eventLog,
      group: name,
      from: async (topic, partition) => this.positions.get(`${topic}/${partition}`) ?? null,
      onGap: async () => undefined,
      onError: (error) => this.errors.push(error),
    });
  }

  async has(count: number): Promise<void> {
    for (let attempt = 0; attempt < 400 && this.keys.length < count; attempt += 1) await sleep(25);
    expect(this.keys).toHaveLength(count);
  }
}

async function startNest(transport: EventLogTransport, group: Group) {
  @Controller()
  @UseFilters(new HandErrorsOn())
  class CertificateController {
    @EventPattern(DECORATED)
    async onBatch(@Payload() batch: EventBatch): Promise<void> {
      group.take(batch);
    }
  }
  @Module({ controllers: [CertificateController] })
  class AppModule {}
  transport.onTopic(ADDED, async (batch) => group.take(batch));
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {
    strategy: transport,
    logger: false,
  });
  await app.listen();
  return app;
}

it('brings batches to decorated methods and to added handlers, and stops with the app', async () => {
  const group = new Group();
  const app = await startNest(group.transport('both'), group);
  await eventLog.append([event(DECORATED, 'a'), event(ADDED, 'b')], { deadlineMs: 5_000 });
  await group.has(2);
  expect([...group.keys].sort()).toEqual(['a', 'b']);
  await app.close();
  await eventLog.append([event(ADDED, 'c')], { deadlineMs: 5_000 });
  await sleep(200);
  expect(group.keys).toHaveLength(2);
}, 30_000);

it.each([
  ['a decorated method', DECORATED],
  ['an added handler', ADDED],
])(
  'hands the errors of %s to the driver as they were thrown, and the batch comes again',
  async (_what, topic) => {
    const group = new Group();
    const before = new Map<string, number>();
    for (const name of [DECORATED, ADDED])
      for (const [partition, { next }] of await eventLog.bounds(name))
        before.set(`${name}/${partition}`, next);
    for (const [place, next] of before) group.positions.set(place, next);
    group.faults.push(new ExchangeError('store-unavailable', 'down', { retryable: true }));
    const app = await startNest(group.transport(`errors-${topic}`), group);
    await eventLog.append([event(topic, 'again')], { deadlineMs: 5_000 });
    await group.has(1);
    expect(group.errors).toEqual([
      expect.objectContaining({ name: 'ExchangeError', code: 'store-unavailable' }),
    ]);
    await app.close();
  },
  30_000,
);

it('tells the app when it cannot subscribe', async () => {
  const failing = new EventLogTransport({
    eventLog: { ...eventLog, subscribe: () => Promise.reject(new Error('no such topic')) } as EventLog,
    group: 'failing',
    from: async () => null,
    onGap: async () => undefined,
  });
  const error = await new Promise((resolve) => failing.listen(resolve));
  expect(error).toMatchObject({ message: 'no such topic' });
  await failing.close();
});
