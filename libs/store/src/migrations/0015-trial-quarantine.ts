import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds what the quarantine holds of trials, which is deleted when its time is over. By itself: the whole quarantine is read
 * for it, and claims must not wait meanwhile.
 */
export class TrialQuarantine0015 implements MigrationInterface {
  readonly name = 'TrialQuarantine00151764000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX quarantine_on_trial ON exchange.quarantine (quarantined_at) WHERE trial`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX exchange.quarantine_on_trial`);
  }
}
