import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../audit.ts';
import { inTransaction } from '../in-transaction.ts';
import { putIntoOutbox } from '../outbox.ts';
import { withStoreErrors } from '../store-error.ts';
import { ALARM_RULES, type Alarm, type AlarmName, type AlarmView } from './alarm.ts';
import { alarmEvent, type ToldAlarm } from './alarm-event.ts';

const ALARM_COLUMNS = `a.id, a.rule, a.system, a.stream, a.severity, a.detail, a.facts, a.occurrences, a.changes,
  a.opened_at AS "openedAt", a.last_seen_at AS "lastSeenAt", a.recovered_at AS "recoveredAt"`;

/** With the names of the stream that the event tells. */
const TOLD = `SELECT ${ALARM_COLUMNS}, s.department, s.manifest #>> '{name,zh}' AS "systemName",
    s.manifest #>> '{stream,name,zh}' AS "streamName"
  FROM changed a LEFT JOIN exchange.stream s ON s.system = a.system AND s.stream = a.stream`;

/**
 * Raises an alarm, or counts that an open one happened again; either is told on the topic of alarms, once the relay has
 * appended it. Resolves with the alarm's number.
 */
export async function raiseAlarm(pool: pg.Pool, alarm: Alarm): Promise<string> {
  return inTransaction(pool, (client) => raiseWithin(client, alarm));
}

/** The same within the caller's transaction. */
export async function raiseWithin(client: pg.ClientBase, alarm: Alarm): Promise<string> {
  const { rule, system, stream, detail, facts, occurrences = 1 } = alarm;
  return told(
    client,
    `WITH changed AS (
       INSERT INTO exchange.alarm AS a (id, rule, system, stream, severity, detail, facts, occurrences)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (rule, system, stream) WHERE recovered_at IS NULL DO UPDATE
       SET detail = excluded.detail, facts = excluded.facts, occurrences = a.occurrences + excluded.occurrences,
         last_seen_at = clock_timestamp(), changes = a.changes + 1
       RETURNING *
     ) ${TOLD}`,
    [uuidv7(), rule, system, stream, ALARM_RULES[rule].severity, detail, facts, occurrences],
  ) as Promise<string>;
}

/** Notes that an open alarm still holds, with how it stands by now. Not told. */
export async function refreshAlarm(
  pool: pg.Pool,
  { rule, system, stream, detail, facts }: Alarm,
): Promise<void> {
  await withStoreErrors(() =>
    pool.query(
      `UPDATE exchange.alarm SET detail = $4, facts = $5, last_seen_at = clock_timestamp()
       WHERE rule = $1 AND system = $2 AND stream = $3 AND recovered_at IS NULL`,
      [rule, system, stream, detail, facts],
    ),
  );
}

/** The condition of an alarm has ended. False when none was open. */
export async function recoverAlarm(pool: pg.Pool, { rule, system, stream }: AlarmName): Promise<boolean> {
  const id = await inTransaction(pool, (client) =>
    told(
      client,
      `WITH changed AS (
         UPDATE exchange.alarm SET recovered_at = clock_timestamp(), changes = changes + 1
         WHERE rule = $1 AND system = $2 AND stream = $3 AND recovered_at IS NULL RETURNING *
       ) ${TOLD}`,
      [rule, system, stream],
    ),
  );
  return id !== null;
}

/**
 * Somebody has dealt with what no rule can see ending. False when there is no such open alarm, or it is one that ends by itself.
 */
export async function closeAlarm(pool: pg.Pool, id: string, by: string): Promise<boolean> {
  const closable = Object.entries(ALARM_RULES)
    .filter(([, { ends }]) => ends === 'by-somebody')
    .map(([rule]) => rule);
  return inTransaction(pool, async (client) => {
    const closed = await told(
      client,
      `WITH changed AS (
         UPDATE exchange.alarm SET recovered_at = clock_timestamp(), changes = changes + 1
         WHERE id::text = $1 AND rule = ANY ($2) AND recovered_at IS NULL RETURNING *
       ) ${TOLD}`,
      [id, closable],
    );
    if (closed === null) return false;
    await recordAudit(client, { actor: by, action: 'alarm.close', object: id, before: null, after: null });
    return true;
  });
}

async function told(client: pg.ClientBase, statement: string, values: unknown[]): Promise<string | null> {
  const { rows } = await client.query<ToldAlarm>(statement, values);
  const alarm = rows[0];
  if (!alarm) return null;
  await putIntoOutbox(client, alarmEvent(alarm));
  return alarm.id;
}

/** Open alarms, or all that are kept; the newest first. */
export async function listAlarms(
  pool: pg.Pool,
  { isAll = false, limit = 1_000 }: { readonly isAll?: boolean; readonly limit?: number } = {},
): Promise<AlarmView[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<AlarmView>(
      `SELECT ${ALARM_COLUMNS} FROM exchange.alarm a WHERE $1 OR a.recovered_at IS NULL
       ORDER BY a.opened_at DESC, a.id DESC LIMIT $2`,
      [isAll, limit],
    ),
  );
  return rows;
}
