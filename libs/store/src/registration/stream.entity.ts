import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A stream of a registered system, and how its receipts go into the log at this moment. */
@Entity({ name: 'stream', schema: 'exchange' })
export class Stream {
  @PrimaryColumn({ type: 'text' })
  system!: string;

  @PrimaryColumn({ type: 'text' })
  stream!: string;

  @Column({ type: 'text' })
  department!: string;

  /** The stream's manifest with its system's, as they stood when it was registered. */
  @Column({ type: 'jsonb' })
  manifest!: object;

  @Column({ type: 'boolean', default: true })
  enabled!: boolean;

  /** direct: appended before the sender is answered. pending: queued, and appended in order by the drainer. */
  @Column({ type: 'text', default: 'direct' })
  mode!: 'direct' | 'pending';

  @Column({ type: 'timestamptz', name: 'mode_since', default: () => 'now()' })
  modeSince!: Date;
}
