import { describeEventLogConformance, startEmbeddedPostgres } from '@exchange/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migratePostgresEventLog } from './migrations.ts';
import { PostgresEventLog } from './postgres-event-log.ts';

describeEventLogConformance('PostgreSQL', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-event-log-'));
  const server = await startEmbeddedPostgres({ directory: join(directory, 'server'), persistent: false });
  await migratePostgresEventLog(server.url);
  return {
    settings: { kind: 'postgres', url: server.url },
    expire: (topic, partition, before) => expire(server.url, topic, partition, before),
    destroy: (topic) => destroy(server.url, topic),
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
});

/** Makes events look as old as their topic's retention and lets the sweep of a client find them. */
async function expire(url: string, topic: string, partition: number, before: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `UPDATE event_log.events SET appended_at = now() - interval '31 days' WHERE position < $3 AND partition_id =
       (SELECT partition_id FROM event_log.partitions JOIN event_log.topics USING (topic_id) WHERE topic = $1 AND partition = $2)`,
    [topic, partition, before],
  );
  await client.end();
  const log = new PostgresEventLog({ kind: 'postgres', url, sweepIntervalMs: 0 });
  await log.sweep();
  await log.close();
}

/** Leaves the topic as in a copy of the database that was made before anything was appended to it. */
async function destroy(url: string, topic: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `WITH partitions AS (
       UPDATE event_log.partitions SET next = 0, earliest = 0
       WHERE topic_id = (SELECT topic_id FROM event_log.topics WHERE topic = $1) RETURNING partition_id)
     DELETE FROM event_log.events WHERE partition_id IN (SELECT partition_id FROM partitions)`,
    [topic],
  );
  await client.end();
}
