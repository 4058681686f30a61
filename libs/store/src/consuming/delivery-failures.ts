import { NAMED_TOPICS, type AccessScope } from '@exchange/access';
import type { ExchangeEvent } from '@exchange/contracts';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { errorCodeOf } from './delivery-error.ts';
import type { PartitionOfGroup } from './positions.ts';

/**
 * Keeps an event that a group cannot apply, within the transaction that moves the group's position past it. The same
 * event failing again at the same place counts as another attempt; another event there is of a log that was made anew.
 */
export async function keepDeliveryFailure(
  client: pg.ClientBase,
  at: PartitionOfGroup & { readonly position: number },
  event: ExchangeEvent,
  error: unknown,
): Promise<void> {
  const { value, ...headers } = event;
  await client.query(
    `INSERT INTO exchange.delivery_failure AS f
       (id, consumer_group, topic, partition, position, event_id, department, jurisdiction, headers, value, error_code, error)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (consumer_group, topic, partition, position, md5(event_id)) DO UPDATE
       SET attempts = f.attempts + 1, last_at = clock_timestamp(), state = 'open',
           error_code = excluded.error_code, error = excluded.error`,
    [
      uuidv7(),
      at.group,
      at.topic,
      at.partition,
      at.position,
      storable(event.id),
      storable(event.department),
      event.jurisdiction === null ? null : storable(event.jurisdiction),
      JSON.stringify(headers),
      Buffer.from(value),
      errorCodeOf(error),
      storable(error instanceof Error ? error.message : String(error)),
    ],
  );
}

/** Column type text takes every character but NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u2400');
}

export interface KeptFailure {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
  readonly eventId: string;
  readonly department: string;
  readonly jurisdiction: string | null;
  readonly errorCode: string;
  /** May quote the record. Null where the reader may not see that. */
  readonly error: string | null;
  readonly attempts: number;
  /** RFC 3339 UTC. */
  readonly firstTime: string;
  readonly lastTime: string;
}

export interface FailurePlace {
  readonly limit: number;
  /** Id of the last failure of the page before. */
  readonly after?: string;
  /** Left out: all of them. */
  readonly scope?: AccessScope;
}

type FailureRow = Omit<KeptFailure, 'position' | 'firstTime' | 'lastTime'> & {
  readonly position: string;
  readonly first_at: Date;
  readonly last_at: Date;
};

/** Failures of a group that nobody has settled yet, oldest first. */
export async function openDeliveryFailures(
  client: pg.ClientBase | pg.Pool,
  group: string,
  { limit, after, scope }: FailurePlace,
): Promise<KeptFailure[]> {
  const { topics = 'all', jurisdictions = 'district', departments = 'all' } = scope ?? {};
  const hidden = scope?.topics === 'all' ? NAMED_TOPICS : [];
  const { rows } = await client.query<FailureRow>(
    `SELECT id, topic, partition, position, event_id AS "eventId", department, jurisdiction,
       error_code AS "errorCode", error, attempts, first_at, last_at
     FROM exchange.delivery_failure WHERE consumer_group = $1 AND state = 'open' AND ($3::uuid IS NULL OR id > $3)
       AND ($4::text[] IS NULL OR topic = ANY ($4)) AND ($5::text[] IS NULL OR jurisdiction = ANY ($5))
       AND ($6::text[] IS NULL OR department = ANY ($6)) AND topic <> ALL ($7::text[])
     ORDER BY id LIMIT $2`,
    [
      group,
      limit,
      after ?? null,
      topics === 'all' ? null : topics,
      jurisdictions === 'district' ? null : jurisdictions,
      departments === 'all' ? null : departments,
      hidden,
    ],
  );
  return rows.map(({ first_at: firstAt, last_at: lastAt, ...row }) => ({
    ...row,
    position: Number(row.position),
    firstTime: firstAt.toISOString(),
    lastTime: lastAt.toISOString(),
  }));
}
