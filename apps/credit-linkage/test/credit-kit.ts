import type { Schemas } from '@exchange/catalog';
import type { ExchangeEvent } from '@exchange/contracts';
import { createLogger } from '@exchange/runtime';
import {
  createConsumerWorld,
  eventsOf,
  schemaOf,
  subjectEvent,
  waitUntil,
  type ConsumerWorld,
  type EventWish,
} from '@exchange/testing';
import { creditLinkageConfig } from '../src/config.ts';
import { migrateCredit } from '../src/migrate.ts';
import { startCreditLinkage, type CreditLinkageOverrides, type RunningCreditLinkage } from '../src/start.ts';

const SETTLED_MS_MAX = 20_000;

/** A real database, a real event log, and the linkage on top of them. */
export interface CreditKit extends ConsumerWorld {
  start(overrides?: CreditLinkageOverrides): Promise<RunningCreditLinkage>;
  /** Resolves when the group stands at the end of every partition and the outbox is empty. */
  settled(): Promise<void>;
  /** What was published, in the order of each record. */
  published(): Promise<ExchangeEvent[]>;
}

export async function createCreditKit(env: Record<string, string> = {}): Promise<CreditKit> {
  const world = await createConsumerWorld();
  const { store, eventLog, schemas } = world;
  const config = creditLinkageConfig({ ...world.env, ...env });
  await migrateCredit(config);
  // Faults are what these tests are about: their warnings are no news.
  const log = createLogger({ service: 'credit-linkage', level: 'fatal' });
  const decisions = ['license-decision', 'penalty-decision'].map(
    (subject) => schemaOf(schemas, subject).topic,
  );
  const isSettled = async (): Promise<boolean> => {
    if ((await world.behind(decisions)) > 0) return false;
    const { rows } = await store.pool.query('SELECT 1 FROM credit.outbox LIMIT 1');
    return rows.length === 0;
  };
  const running: RunningCreditLinkage[] = [];
  return {
    ...world,
    start: async (overrides) => {
      const linkage = await startCreditLinkage(config, { schemas, log, ...overrides });
      running.push(linkage);
      return linkage;
    },
    settled: () => waitUntil('all is linked and published', isSettled, SETTLED_MS_MAX),
    published: async () => {
      const events: ExchangeEvent[] = [];
      for await (const { event } of eventsOf(eventLog, schemaOf(schemas, 'credit-disclosure').topic))
        events.push(event);
      return events;
    },
    close: async () => {
      await Promise.all(running.map((linkage) => linkage.stop('test ends')));
      await world.close();
    },
  };
}

/** An event of a decision as the gateway makes it. */
export function decisionEvent(
  schemas: Schemas,
  subject: string,
  wish: Omit<EventWish, 'subject'>,
): ExchangeEvent {
  return subjectEvent(schemas, { subject, stream: 'decisions', time: '2026-11-15T16:00:00.000Z', ...wish });
}
