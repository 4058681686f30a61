import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerSources } from '@exchange/testing';
import { say } from './terminal.ts';

const POLL_MS = 150;
const GIVE_UP_MS = 60_000;
/** What moves on from one place to the next while a round looks at them may be seen in neither. */
const QUIET_ROUNDS = 3;

/** Waits until nothing is pending and every group has read all that its topics hold, several rounds in a row. */
export async function untilSettled(sources: LedgerSources, stop: AbortSignal): Promise<void> {
  const deadline = performance.now() + GIVE_UP_MS;
  let quietRounds = 0;
  while (quietRounds < QUIET_ROUNDS && performance.now() < deadline && !stop.aborted) {
    quietRounds = (await behind(sources)) === 0 ? quietRounds + 1 : 0;
    await sleep(POLL_MS);
  }
  if (quietRounds < QUIET_ROUNDS && !stop.aborted) {
    say('仍有未处理完的数据，见下方账目', 'some data is still on its way, see the ledger below');
  }
}

async function behind({ log, topics, pool }: LedgerSources): Promise<number> {
  const pending = await pool.query<{ count: string }>(
    `SELECT (SELECT count(*) FROM exchange.receipt_work) + (SELECT count(*) FROM exchange.outbox)
       + (SELECT count(*) FROM credit.outbox) AS count`,
  );
  const positions = await pool.query<{ topic: string; partition: number; position: string }>(
    'SELECT topic, partition, min(position) AS position FROM exchange.consumer_position GROUP BY 1, 2',
  );
  const reached = new Map(
    positions.rows.map((row) => [`${row.topic}/${row.partition}`, Number(row.position)]),
  );
  let missing = Number(pending.rows[0]!.count);
  for (const topic of topics) {
    for (const [partition, { earliest, next }] of await log.bounds(topic)) {
      if (next > earliest) missing += Math.max(0, next - (reached.get(`${topic}/${partition}`) ?? earliest));
    }
  }
  return missing;
}
