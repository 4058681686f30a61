import type { Pool } from 'pg';
import { pause } from '../back-off.ts';

/** Deleted and committed at once: short enough for appends to the same partition to wait for. */
const chunkEvents = 5000;
/** Rest after a chunk, for the sake of everybody else. */
const restMs = 20;
/** Any number that nothing else in the database locks; distinct from the one of the migrations. */
const sweepLock = 7_305_446_222;

/**
 * Removes the events that are older than their topic's retention, oldest first, and moves `earliest` past them in the same
 * transaction. Several processes may call it: the second does nothing. Rejects with the driver's error.
 */
export async function sweepRetention(pool: Pool, signal: AbortSignal): Promise<void> {
  const { rows } = await pool.query<{ partition_id: number; retention_days: number }>(
    'SELECT partition_id, retention_days FROM event_log.partitions JOIN event_log.topics USING (topic_id) WHERE next > earliest',
  );
  for (const { partition_id: partitionId, retention_days: days } of rows) {
    while (!signal.aborted && (await removeChunk(pool, partitionId, days)) === chunkEvents)
      await pause(restMs, signal);
  }
}

/** Within a partition events lie in the order of their append, so a chunk that is not full is the last. */
async function removeChunk(pool: Pool, partitionId: number, retentionDays: number): Promise<number> {
  const { rows } = await pool.query<{ removed: number }>(
    `WITH permitted AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock($4::bigint) AS is_ours
      ), oldest AS MATERIALIZED (
        SELECT e.position, e.appended_at FROM permitted, event_log.partitions p
        CROSS JOIN LATERAL (
          SELECT position, appended_at FROM event_log.events
          WHERE partition_id = p.partition_id AND position >= p.earliest ORDER BY position LIMIT $3) e
        WHERE is_ours AND p.partition_id = $1
      ), removed AS (
        DELETE FROM event_log.events e USING oldest o
        WHERE e.partition_id = $1 AND e.position = o.position AND o.appended_at < now() - make_interval(days => $2)
        RETURNING e.position
      ), moved AS (
        UPDATE event_log.partitions SET earliest = (SELECT max(position) + 1 FROM removed)
        WHERE partition_id = $1 AND EXISTS (SELECT FROM removed)
      )
      SELECT count(*)::integer AS removed FROM removed`,
    [partitionId, retentionDays, chunkEvents, sweepLock],
  );
  return rows[0]?.removed ?? 0;
}
