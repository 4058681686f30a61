import type { Catalog, SourceKind } from '@exchange/catalog';
import type { Store } from '@exchange/store';
import { eventsOf, type Ledger, type LedgerReport, type LedgerSources } from '@exchange/testing';
import { wireNameOf } from '../systems/wire-name.ts';
import type { DemoAccess } from './access.ts';
import type { DemoApps } from './apps.ts';
import { fullestChain, type ChainView } from './fullest-chain.ts';
import { countMarkedTraces } from './marked-traces.ts';
import type { PlayedSystem } from './play-systems.ts';

/** The last line of `--once`, as JSON. */
export interface Summary {
  readonly systems: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly blocked: number;
  readonly refused: number;
  readonly pending: number;
  readonly rejectedByCode: Readonly<Record<string, number>>;
  readonly acceptedBySystem: Readonly<Record<string, number>>;
  /** Accepted records by the wire that they came over. */
  readonly wires: Readonly<Record<SourceKind, number>>;
  /** For each system its wire and what played it. */
  readonly wireBySystem: Readonly<Record<string, string>>;
  /** Systems whose own product is not on this machine: what stood in for what. */
  readonly standIns: Readonly<Record<string, string>>;
  readonly topics: Readonly<Record<string, number>>;
  readonly modules: Readonly<Record<string, number>>;
  readonly chainStages: readonly string[];
  readonly creditNotices: number;
  /** Places in the database and on disk that hold text of the refused, marked records. */
  readonly markedTextFound: number;
  readonly lost: number;
  readonly doubled: number;
}

export interface Collected {
  readonly figures: Summary;
  readonly report: LedgerReport;
  readonly catalog: Catalog;
  readonly systems: ReadonlyArray<{
    readonly system: string;
    readonly accepted: number;
    readonly quarantined: number;
    readonly blocked: number;
    readonly kind: SourceKind;
    readonly wire: string;
    readonly reasons: string;
    /** Null: it pushes. */
    readonly played: PlayedSystem | null;
  }>;
  readonly jurisdictions: ReadonlyArray<{
    readonly module: string;
    readonly jurisdiction: string;
    readonly records: number;
  }>;
  readonly chain: ChainView | null;
}

export interface SummarySources {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly sources: LedgerSources;
  readonly apps: DemoApps;
  readonly access: DemoAccess;
  readonly played: ReadonlyMap<string, PlayedSystem>;
  readonly directories: readonly string[];
}

/** Reads everything back: from the log, the tables and the query API, and holds the ledger against it. */
export async function collectSummary(from: SummarySources): Promise<Collected> {
  const { catalog, store, ledger, sources } = from;
  const report = await ledger.audit(sources);
  const chain = await fullestChain(store.pool, from.apps.platformFeed.url, from.access.districtToken);
  const systems = await perSystem(from, report);
  const byModule = await query<{ module: string; jurisdiction: string; records: number }>(
    store,
    `SELECT module, coalesce(jurisdiction, '-') AS jurisdiction, sum(active)::int AS records
     FROM platform.module_count JOIN platform.subject USING (topic) GROUP BY 1, 2 HAVING sum(active) > 0 ORDER BY 1, 3 DESC`,
  );
  const figures: Summary = {
    systems: catalog.systems.size,
    accepted: report.accepted,
    quarantined: report.quarantined,
    blocked: report.blocked,
    refused: report.refused,
    pending: await count(store, 'SELECT count(*) FROM exchange.receipt_work'),
    rejectedByCode: await rejectedByCode(store),
    acceptedBySystem: Object.fromEntries(systems.map(({ system, accepted }) => [system, accepted])),
    wires: perWire(systems),
    wireBySystem: Object.fromEntries(systems.map(({ system, wire }) => [system, wire])),
    standIns: standInsOf(systems),
    topics: await perTopic(sources),
    modules: totals(byModule),
    chainStages: chain?.stages ?? [],
    creditNotices: await count(store, `SELECT count(*) FROM credit.disclosure WHERE state = 'reported'`),
    markedTextFound: await countMarkedTraces(catalog, store.pool, from.directories),
    lost: report.lost.length,
    doubled: report.doubled.length,
  };
  return { figures, report, catalog, systems, jurisdictions: byModule, chain };
}

async function perSystem(
  { catalog, store, played }: SummarySources,
  { bySystem }: LedgerReport,
): Promise<Collected['systems']> {
  const reasons = await query<{ system: string; reasons: string }>(
    store,
    `SELECT system, string_agg(code || ' ' || n, ', ' ORDER BY n DESC, code) AS reasons FROM (
       SELECT system, rejection ->> 'code' AS code, count(*) AS n
       FROM exchange.quarantine, jsonb_array_elements(rejections) AS rejection GROUP BY 1, 2) c GROUP BY 1`,
  );
  return [...catalog.systems].map(([system, entry]) => ({
    system,
    accepted: bySystem.get(system)?.accepted ?? 0,
    quarantined: bySystem.get(system)?.quarantined ?? 0,
    blocked: bySystem.get(system)?.blocked ?? 0,
    kind: entry.adapter.source.kind,
    wire: wireNameOf(system, entry, played.get(system)?.by ?? null),
    reasons: reasons.find((row) => row.system === system)?.reasons ?? '',
    played: played.get(system) ?? null,
  }));
}

function perWire(systems: Collected['systems']): Record<SourceKind, number> {
  const wires = { push: 0, poll: 0, sql: 0, file: 0, queue: 0 };
  for (const { kind, accepted } of systems) wires[kind] += accepted;
  return wires;
}

function standInsOf(systems: Collected['systems']): Record<string, string> {
  return Object.fromEntries(
    systems.flatMap(({ system, played }) =>
      played?.by.insteadOf ? [[system, `${played.by.server} ← ${played.by.insteadOf}`]] : [],
    ),
  );
}

async function rejectedByCode(store: Store): Promise<Record<string, number>> {
  const rows = await query<{ code: string; records: number }>(
    store,
    `SELECT rejection ->> 'code' AS code, count(DISTINCT id)::int AS records
     FROM exchange.quarantine, jsonb_array_elements(rejections) AS rejection GROUP BY 1 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ code, records }) => [code, records]));
}

/** Distinct events: a retry may have put one into the log twice. */
async function perTopic({ log, topics }: LedgerSources): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const topic of topics) {
    const ids = new Set<string>();
    for await (const { event } of eventsOf(log, topic)) ids.add(event.id);
    if (ids.size > 0) counts[topic] = ids.size;
  }
  return counts;
}

function totals(rows: ReadonlyArray<{ module: string; records: number }>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { module, records } of rows) sums[module] = (sums[module] ?? 0) + records;
  return sums;
}

async function count(store: Store, statement: string): Promise<number> {
  const rows = await query<{ count: string }>(store, statement);
  return Number(rows[0]?.count);
}

async function query<Row extends object>(store: Store, statement: string): Promise<Row[]> {
  return (await store.pool.query<Row>(statement)).rows;
}
