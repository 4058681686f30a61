import { ExchangeError } from '@exchange/contracts';
import type { Pool } from 'pg';
import type { TopicSettings } from '../port.ts';

export interface KnownTopic {
  readonly topic: string;
  readonly topicId: number;
  /** Ids by partition number. */
  readonly partitionIds: readonly number[];
}

/** Topics and partitions by name and by id. Topics are never removed or changed, so what was read once holds. */
export class TopicDirectory {
  readonly #pool: Pool;
  readonly #topics = new Map<string, KnownTopic>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** What is known without asking. */
  known(topic: string): KnownTopic | undefined {
    return this.#topics.get(topic);
  }

  forget(): void {
    this.#topics.clear();
  }

  /** Rejects with `log-rejected` when there is no such topic. */
  async find(topic: string): Promise<KnownTopic> {
    const known = this.#topics.get(topic);
    if (known) return known;
    const found = await this.#pool.query<{ topic_id: number; partition_ids: number[] }>(
      `SELECT topic_id, array_agg(partition_id ORDER BY partition) AS partition_ids
       FROM event_log.topics JOIN event_log.partitions USING (topic_id) WHERE topic = $1 GROUP BY topic_id`,
      [topic],
    );
    const row = found.rows[0];
    if (!row) throw new ExchangeError('log-rejected', `there is no topic "${topic}"`, { retryable: false });
    const result = { topic, topicId: row.topic_id, partitionIds: row.partition_ids };
    this.#topics.set(topic, result);
    return result;
  }

  /** See `EventLog.ensureTopics`. */
  async ensure(settings: readonly TopicSettings[]): Promise<void> {
    for (const { topic, partitions, retentionDays } of settings) {
      await this.#pool.query(
        `WITH created AS (
           INSERT INTO event_log.topics (topic, partitions, retention_days) VALUES ($1, $2, $3)
           ON CONFLICT (topic) DO NOTHING RETURNING topic_id)
         INSERT INTO event_log.partitions (topic_id, partition)
         SELECT topic_id, partition FROM created, generate_series(0, $2 - 1) AS partition`,
        [topic, partitions, retentionDays],
      );
      const { rows } = await this.#pool.query<{ partitions: number }>(
        'UPDATE event_log.topics SET retention_days = $2 WHERE topic = $1 RETURNING partitions',
        [topic, retentionDays],
      );
      if (rows[0]?.partitions !== partitions)
        throw new ExchangeError(
          'log-rejected',
          `topic "${topic}" has ${rows[0]?.partitions} partitions, not ${partitions}: changing that is a drained migration`,
          { retryable: false },
        );
      await this.find(topic);
    }
  }
}
