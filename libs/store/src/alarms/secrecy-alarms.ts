import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';
import type { StreamName } from '../registration/stream-name.ts';
import type { Alarm } from './alarm.ts';
import { raiseWithin } from './alarms.ts';

/** What was blocked of one stream. */
interface Blocked extends StreamName {
  readonly records: number;
  /** Requests and chunks. */
  readonly batches: number;
  readonly rules: readonly string[];
}

/**
 * Raises the alarm of every stream of which something was blocked that the secrecy officer was not told yet; one that is open
 * already then tells of everything since it was raised. Resolves with how many streams these were.
 */
export async function raiseSecrecyAlarms(pool: pg.Pool): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Blocked>(
      `WITH told AS (
         UPDATE exchange.secrecy_block SET is_told = true WHERE NOT is_told
         RETURNING system, stream, record_index, rule, blocked_at
       )
       SELECT system, stream, count(DISTINCT (blocked_at, record_index))::integer AS records,
         count(DISTINCT blocked_at)::integer AS batches, array_agg(DISTINCT rule ORDER BY rule) AS rules
       FROM told GROUP BY system, stream ORDER BY system, stream`,
    );
    for (const blocked of rows) {
      const all = added(blocked, await openFacts(client, blocked));
      await raiseWithin(client, { ...secrecyAlarm(all), occurrences: blocked.batches });
    }
    return rows.length;
  });
}

type BlockedFacts = Pick<Blocked, 'records' | 'batches' | 'rules'>;

async function openFacts(
  client: pg.ClientBase,
  { system, stream }: StreamName,
): Promise<BlockedFacts | null> {
  const { rows } = await client.query<{ facts: BlockedFacts }>(
    `SELECT facts FROM exchange.alarm
     WHERE rule = 'secrecy-block' AND system = $1 AND stream = $2 AND recovered_at IS NULL FOR UPDATE`,
    [system, stream],
  );
  return rows[0]?.facts ?? null;
}

function added(blocked: Blocked, before: BlockedFacts | null): Blocked {
  if (!before) return blocked;
  return {
    ...blocked,
    records: before.records + blocked.records,
    batches: before.batches + blocked.batches,
    rules: [...new Set([...before.rules, ...blocked.rules])].sort(),
  };
}

function secrecyAlarm({ system, stream, records, batches, rules }: Blocked): Alarm {
  return {
    rule: 'secrecy-block',
    system,
    stream,
    detail: {
      zh: `${records} 条数据带有涉密标志，所在的 ${batches} 个批次未接收，未保存任何内容。请按保密规定处理，并通知来源单位从系统中清除；处理完毕后关闭告警`,
      en: `${records} records bear a secrecy marking; nothing of their ${batches} batches was taken or kept. Act by the rules of secrecy, let the source take them out of its system, and close the alarm when that is done`,
    },
    facts: { records, batches, rules },
  };
}
