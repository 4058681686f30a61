import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a group stands in a partition: the position of the next event that it will read. */
@Entity({ name: 'consumer_position', schema: 'exchange' })
export class ConsumerPosition {
  @PrimaryColumn({ type: 'text', name: 'consumer_group' })
  group!: string;

  @PrimaryColumn({ type: 'text' })
  topic!: string;

  @PrimaryColumn({ type: 'integer' })
  partition!: number;

  /** A bigint, which the driver gives as text. */
  @Column({ type: 'bigint', transformer: { from: Number, to: (position: number) => position } })
  position!: number;

  @Column({ type: 'timestamptz', name: 'moved_at' })
  movedAt!: Date;
}
