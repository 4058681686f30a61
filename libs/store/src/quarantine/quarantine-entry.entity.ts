import type { Rejection, Warning } from '@exchange/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A record that waits for somebody to mend it, with its exact bytes. */
@Entity({ name: 'quarantine', schema: 'exchange' })
export class QuarantineEntry {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  system!: string;

  @Column({ type: 'text' })
  stream!: string;

  @Column({ type: 'text' })
  department!: string;

  /** As far as the mapping could read it from the rejected record; null: not known, for the district only. */
  @Column({ type: 'text', nullable: true })
  jurisdiction!: string | null;

  @Column({ type: 'uuid' })
  receipt!: string;

  /** Its receipt was sent on trial: nothing of it may ever reach a consumer. */
  @Column({ type: 'boolean' })
  trial!: boolean;

  @Column({ type: 'integer', name: 'record_index' })
  recordIndex!: number;

  /** Line of the file or body on which the record starts, from 1 (a bigint comes as text); null: it has none. */
  @Column({ type: 'bigint', nullable: true })
  line!: string | null;

  @Column({ type: 'text', name: 'record_key', nullable: true })
  recordKey!: string | null;

  @Column({ type: 'jsonb' })
  rejections!: Rejection[];

  @Column({ type: 'jsonb' })
  warnings!: Warning[];

  /** Groups the records that one mending may cure. */
  @Column({ type: 'text' })
  fingerprint!: string;

  /** The record's bytes as the sender sent them, in the sender's charset (`decode` says which). */
  @Column({ type: 'bytea' })
  raw!: Buffer;

  @Column({ type: 'jsonb' })
  decode!: object;

  @Column({ type: 'integer', name: 'mapping_version' })
  mappingVersion!: number;

  @Column({ type: 'text' })
  state!: 'open' | 'replayed' | 'discarded';

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;

  @Column({ type: 'timestamptz', name: 'quarantined_at' })
  quarantinedAt!: Date;
}
