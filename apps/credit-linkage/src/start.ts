import { loadSchemas, type Schemas } from '@exchange/catalog';
import { GroupConsumer, startConsumer, startSweeping } from '@exchange/consuming';
import { isWorkingDay, type SubjectSchema } from '@exchange/contracts';
import { DEFAULT_DISCLOSURE_SETTINGS, type DisclosureSettings } from '@exchange/credit';
import { openAppEventLog, type EventLog } from '@exchange/event-log';
import {
  createHttpApp,
  serveOpenApi,
  startApp,
  type Chassis,
  type Logger,
  type RunningServer,
} from '@exchange/runtime';
import { AccessRegistry, openAppStore } from '@exchange/store';
import { AppModule } from './app.module.ts';
import type { CreditLinkageConfig } from './config.ts';
import { changeSweep } from './linking/change-sweep.store.ts';
import { linkingEffects } from './linking/linking-effects.ts';
import { migrateCredit } from './migrate.ts';
import { creditDocument } from './openapi/credit-document.ts';
import { OutboxPublisher } from './publishing/outbox-publisher.ts';

export interface CreditLinkageOverrides {
  readonly log?: Logger;
  /** An event log that is shared with other apps of the same process; the one who made it closes it. */
  readonly eventLog?: EventLog;
  readonly schemas?: Schemas;
}

export type RunningCreditLinkage = RunningServer;

const BODY_BYTES_MAX = 65_536;

/** Starts the linkage and its query API; resolves when it listens and consumes. */
export function startCreditLinkage(
  config: CreditLinkageConfig,
  overrides: CreditLinkageOverrides = {},
): Promise<RunningCreditLinkage> {
  const { log, eventLog } = overrides;
  return startApp({ service: 'credit-linkage', config, log, isAlone: eventLog === undefined }, (chassis) =>
    start(config, overrides, chassis),
  );
}

async function start(
  config: CreditLinkageConfig,
  overrides: CreditLinkageOverrides,
  chassis: Chassis,
): Promise<string> {
  const { group, batchEventsMax } = config;
  const { log, metrics, shutdown } = chassis;
  const schemas = overrides.schemas ?? (await loadSchemas(config.catalogDirectory));
  const publication = publicationOf(schemas);
  if (config.migrateAtStart) await migrateCredit(config);
  const store = await openAppStore(config, chassis);
  const { pool } = store;
  const eventLog = openAppEventLog(config, chassis, overrides.eventLog);

  const publisher = new OutboxPublisher({ pool, eventLog, log, metrics });
  const linkage = new GroupConsumer({
    name: 'linkage',
    group,
    effects: linkingEffects(schemas, { disclosure: disclosureSettings(config), isWorkingDay, publication }),
    pool,
    log,
    metrics,
    onMoved: () => publisher.wake(),
  });
  await eventLog.ensureTopics(
    [...schemas.subjects.values()].filter(
      ({ topic }) => topic === publication.topic || linkage.topics.includes(topic),
    ),
  );

  const tokens = new AccessRegistry(store);
  const observed = { group, topics: linkage.topics, eventLog, pool };
  const app = await createHttpApp(AppModule.of({ store, observed, publication, tokens }), {
    ...chassis,
    bodyBytesMax: BODY_BYTES_MAX,
    requestTimeoutMs: config.requestTimeoutMs,
    configure: (fastify) => serveOpenApi(fastify, creditDocument()),
  });
  publisher.start();
  shutdown.add('drain', 'outbox', () => publisher.stop());
  startSweeping(pool, [changeSweep(config.historyMonths)], chassis);
  await startConsumer(linkage, { app, eventLog, shutdown, batchEventsMax });
  return app.listen({ host: config.httpHost, port: config.httpPort });
}

function publicationOf(schemas: Schemas): SubjectSchema {
  const publication = schemas.subjects.get('credit-disclosure.v1');
  if (!publication) throw new Error('the catalogue has no subject credit-disclosure');
  return publication;
}

function disclosureSettings(config: CreditLinkageConfig): DisclosureSettings {
  const { dataSources, reportsNaturalPersons, reportsMinorPenalties } = config;
  const sources = dataSources.map((text) => {
    const [department = '', name = '', uscc = ''] = text.split('=');
    return [department, { name, uscc }] as const;
  });
  return {
    ...DEFAULT_DISCLOSURE_SETTINGS,
    reportsNaturalPersons,
    reportsMinorPenalties,
    dataSources: Object.fromEntries(sources),
  };
}
