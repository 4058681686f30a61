import type { JsonObject } from '@exchange/contracts';
import { eventsOf, type Ledger, type LedgerReport } from '@exchange/testing';
import type { FaultWorld } from './fault-world.ts';
import { changeOf, REFERRALS, type Traffic } from './workload.ts';

export interface Account {
  readonly report: LedgerReport;
  /** Keys whose changes stand in the log in another order than they were sent. */
  readonly disordered: readonly string[];
  /** Keys whose row on the platform is not the last change that was accepted. */
  readonly notLast: readonly string[];
  /** Events in the log that a repetition put there once more: allowed, because readers know their ids. */
  readonly repeatedEvents: number;
  readonly mappingVersions: readonly number[];
}

/** Everything that must hold after a fault, read from the log, the tables and the ledger. */
export async function holdToAccount(
  world: FaultWorld,
  ledger: Ledger,
  seed: number,
  traffic: Traffic = REFERRALS,
): Promise<Account> {
  const { pool } = world.store();
  const { topic, member } = traffic;
  const report = await ledger.audit({ log: world.log, topics: [topic], pool });
  const seen = new Set<string>();
  const lastInLog = new Map<string, number>();
  const disordered = new Set<string>();
  const versions = new Set<number>();
  let repeatedEvents = 0;
  for await (const { event } of eventsOf(world.log, topic)) {
    if (!event.key.startsWith(`F${seed}L`)) continue;
    versions.add(event.mappingVersion);
    if (seen.has(event.id)) {
      repeatedEvents += 1;
      continue;
    }
    seen.add(event.id);
    const { key, change } = changeOf(String((JSON.parse(event.value) as JsonObject)[member]));
    if (change < (lastInLog.get(key) ?? 0)) disordered.add(key);
    lastInLog.set(key, Math.max(change, lastInLog.get(key) ?? 0));
  }
  return {
    report,
    disordered: [...disordered],
    notLast: await notLast(world, seed, traffic, lastInLog),
    repeatedEvents,
    mappingVersions: [...versions].sort(),
  };
}

async function notLast(
  world: FaultWorld,
  seed: number,
  { topic, member }: Traffic,
  last: ReadonlyMap<string, number>,
): Promise<string[]> {
  const { rows } = await world
    .store()
    .pool.query<{ key: string; text: string }>(
      `SELECT key, data ->> $3 AS text FROM platform.record WHERE topic = $1 AND key LIKE $2`,
      [topic, `F${seed}L%`, member],
    );
  const shown = new Map(rows.map((row) => [row.key, changeOf(row.text).change]));
  return [...last].filter(([key, change]) => shown.get(key) !== change).map(([key]) => key);
}
