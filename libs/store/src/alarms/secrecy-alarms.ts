import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';
import type { StreamName } from '../registration/stream-name.ts';
import type { Alarm } from './alarm.ts';
import { raiseWithin } from './alarms.ts';

/** What was blocked of one stream since it was told last. */
interface Blocked extends StreamName {
  readonly records: number;
  /** Requests and chunks. */
  readonly batches: number;
  readonly rules: readonly string[];
}

/**
 * Raises the alarm of every stream of which something was blocked that the secrecy officer was not told yet. Resolves with how
 * many streams these were.
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
    for (const blocked of rows) await raiseWithin(client, secrecyAlarm(blocked));
    return rows.length;
  });
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
    occurrences: batches,
  };
}
