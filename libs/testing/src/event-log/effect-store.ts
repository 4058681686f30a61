import { ExchangeError } from '@exchange/contracts';
import type { EventBatch, Gap, Position } from '@exchange/event-log';
import { Pool } from 'pg';

/** One event as a member of a group made it effective. */
export interface Effect {
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
  readonly id: string;
  readonly member: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS positions (
  grp text, topic text, partition integer, position bigint NOT NULL, PRIMARY KEY (grp, topic, partition));
CREATE TABLE IF NOT EXISTS effects (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, grp text NOT NULL, topic text NOT NULL, partition integer NOT NULL,
  position bigint NOT NULL, id text NOT NULL, member text NOT NULL);`;

/** A consumer as the delivery rule wants it: the effect and the position row in one transaction, compare and set. */
export class EffectStore {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = new Pool({ connectionString: url, max: 8, idle_in_transaction_session_timeout: 3000 });
    this.#pool.on('error', () => undefined);
  }

  async create(): Promise<void> {
    await this.#pool.query(SCHEMA);
  }

  async position(group: string, topic: string, partition: number): Promise<Position | null> {
    const { rows } = await this.#pool.query<{ position: string }>(
      'SELECT position FROM positions WHERE grp = $1 AND topic = $2 AND partition = $3',
      [group, topic, partition],
    );
    return rows[0] ? Number(rows[0].position) : null;
  }

  async setPosition(group: string, topic: string, partition: number, position: Position): Promise<void> {
    await this.#pool.query(
      `INSERT INTO positions VALUES ($1, $2, $3, $4)
       ON CONFLICT (grp, topic, partition) DO UPDATE SET position = excluded.position`,
      [group, topic, partition, position],
    );
  }

  /** The group decides to go on where the log begins now. */
  async skipGap(group: string, { topic, partition, earliest }: Gap): Promise<void> {
    await this.setPosition(group, topic, partition, earliest);
  }

  /** `beforeCommit` is where a test stalls or fails a member. Rejects with `position-moved` when another was faster. */
  async apply(
    group: string,
    member: string,
    batch: EventBatch,
    beforeCommit?: () => Promise<void>,
  ): Promise<void> {
    const { topic, partition, events, from, next } = batch;
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    // A session that ends while it is lent out tells its borrower, whom silence would cost the process.
    const onError = (error: Error): void => void (failure = error);
    client.on('error', onError);
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO effects (grp, topic, partition, position, id, member)
         SELECT $1, $2, $3, e.position, e.id, $4 FROM unnest($5::bigint[], $6::text[]) AS e (position, id)`,
        [
          group,
          topic,
          partition,
          member,
          events.map(({ position }) => position),
          events.map(({ event }) => event.id),
        ],
      );
      await beforeCommit?.();
      const moved = await client.query(
        `INSERT INTO positions AS p VALUES ($1, $2, $3, $4)
         ON CONFLICT (grp, topic, partition) DO UPDATE SET position = excluded.position WHERE p.position = $5`,
        [group, topic, partition, next, from],
      );
      if (moved.rowCount !== 1)
        throw new ExchangeError('position-moved', 'another member was faster', { retryable: true });
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: unknown) => (failure = cause as Error));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(failure);
    }
  }

  /** In the order in which they were committed within each partition. */
  async effects(group: string): Promise<Effect[]> {
    const { rows } = await this.#pool.query<Effect & { position: string | number }>(
      'SELECT topic, partition, position, id, member FROM effects WHERE grp = $1 ORDER BY number',
      [group],
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
