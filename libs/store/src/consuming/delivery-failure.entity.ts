import type { ExchangeEvent } from '@exchange/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that a group could not apply, kept aside so that the events behind it go on. */
@Entity({ name: 'delivery_failure', schema: 'exchange' })
export class DeliveryFailure {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text', name: 'consumer_group' })
  group!: string;

  @Column({ type: 'text' })
  topic!: string;

  @Column({ type: 'integer' })
  partition!: number;

  @Column({ type: 'bigint', transformer: { from: Number, to: (position: number) => position } })
  position!: number;

  @Column({ type: 'text', name: 'event_id' })
  eventId!: string;

  @Column({ type: 'text' })
  department!: string;

  @Column({ type: 'text', nullable: true })
  jurisdiction!: string | null;

  /** The event without its value. */
  @Column({ type: 'json' })
  headers!: Omit<ExchangeEvent, 'value'>;

  @Column({ type: 'bytea' })
  value!: Buffer;

  /** SQLSTATE or name of the error. */
  @Column({ type: 'text', name: 'error_code' })
  errorCode!: string;

  /** May quote the record: shown to those only who may see its body. */
  @Column({ type: 'text' })
  error!: string;

  @Column({ type: 'timestamptz', name: 'first_at' })
  firstAt!: Date;

  @Column({ type: 'timestamptz', name: 'last_at' })
  lastAt!: Date;

  @Column({ type: 'integer' })
  attempts!: number;

  @Column({ type: 'text' })
  state!: 'open' | 'replayed' | 'discarded';
}
