import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In a log that was made anew a place holds another event: the failure that was kept for the old one stays. */
export class DeliveryFailuresByEvent0003 implements MigrationInterface {
  readonly name = 'DeliveryFailuresByEvent00031764000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('kept failures are not taken back: two of them may have one place by now');
  }
}

const STATEMENTS = [
  // By digest: an event that nobody could apply may have an id that is too long for an index.
  `CREATE UNIQUE INDEX delivery_failure_event ON exchange.delivery_failure
     (consumer_group, topic, partition, position, md5(event_id))`,
  `ALTER TABLE exchange.delivery_failure
     DROP CONSTRAINT delivery_failure_consumer_group_topic_partition_position_key`,
];
