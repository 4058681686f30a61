import type { AccessScope } from '@exchange/access';

/** A reader's token as it is kept. */
export interface KeptToken {
  readonly hash: string;
  readonly scope: AccessScope;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Where tokens are looked up, at every request: a revocation takes effect at once. The store's `AccessRegistry` is one. */
export interface TokenDirectory {
  findToken(id: string): Promise<KeptToken | null>;
}
