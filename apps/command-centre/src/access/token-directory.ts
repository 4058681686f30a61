import type { AccessScope } from '@exchange/access';

/** A reader's token as it is kept. */
export interface KeptToken {
  readonly hash: string;
  readonly scope: AccessScope;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Where tokens are looked up: at every request, and again while a stream is open. */
export interface TokenDirectory {
  find(id: string): Promise<KeptToken | null>;
}

/** Who reads, and what they may see. */
export interface Reader {
  readonly tokenId: string;
  readonly scope: AccessScope;
}
