import type { AccessScope } from '@exchange/access';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a legacy system authenticates with: an API key (only its hash is kept) or an HMAC secret (sealed). */
@Entity({ name: 'access_key', schema: 'exchange' })
export class AccessKey {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  system!: string;

  @Column({ type: 'text' })
  kind!: 'api-key' | 'hmac-sha256' | 'hmac-sm3';

  /** What is sent with it is checked and put on record, and reaches no consumer. */
  @Column({ type: 'boolean', default: false })
  trial!: boolean;

  @Column({ type: 'text', nullable: true })
  hash!: string | null;

  @Column({ type: 'bytea', name: 'sealed_secret', nullable: true })
  sealedSecret!: Buffer | null;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}

/** What a reader (command centre, platform user) authenticates with, and what it may see. */
@Entity({ name: 'access_token', schema: 'exchange' })
export class AccessToken {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  hash!: string;

  @Column({ type: 'jsonb' })
  scope!: AccessScope;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
