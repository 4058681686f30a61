import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultWorld } from './fault-world.ts';
import { REFERRALS, type Traffic } from './workload.ts';

const POLL_MS = 200;
const GIVE_UP_MS = 90_000;

/** Waits until no receipt is pending and the platform has read the whole topic; throws when that does not come about. */
export async function untilSettled(world: FaultWorld, traffic: Traffic = REFERRALS): Promise<void> {
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    const left = await leftOver(world, traffic);
    if (left === '') return;
    if (performance.now() > deadline) throw new Error(`not settled in time: ${left}`);
    await sleep(POLL_MS);
  }
}

async function leftOver(world: FaultWorld, { system, stream, topic }: Traffic): Promise<string> {
  const { pool } = world.store();
  const work = await pool.query('SELECT 1 FROM exchange.receipt_work LIMIT 1');
  if (work.rowCount !== 0) return 'receipts are pending';
  const mode = await pool.query(
    `SELECT 1 FROM exchange.stream WHERE system = $1 AND stream = $2 AND mode = 'pending'`,
    [system, stream],
  );
  if (mode.rowCount !== 0) return 'the stream is pending';
  const { rows } = await pool.query<{ partition: number; position: string }>(
    `SELECT partition, position FROM exchange.consumer_position WHERE consumer_group = 'platform-feed' AND topic = $1`,
    [topic],
  );
  const reached = new Map(rows.map((row) => [row.partition, Number(row.position)]));
  for (const [partition, { earliest, next }] of await world.log.bounds(topic)) {
    if (next > earliest && (reached.get(partition) ?? 0) < next)
      return `the feed is behind in partition ${partition}`;
  }
  return '';
}
