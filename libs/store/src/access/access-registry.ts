import type { AccessScope } from '@exchange/access';
import { IsNull } from 'typeorm';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';
import { AccessKey, AccessToken } from './access.entities.ts';

/** Keys of systems and tokens of readers. Looked up at every request, so a revocation takes effect at once. */
export class AccessRegistry {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async findKey(id: string): Promise<AccessKey | null> {
    const { rows } = await withStoreErrors(() =>
      this.#store.pool.query<AccessKey>({
        name: 'find-key',
        text: `SELECT id, system, kind, trial, hash, sealed_secret AS "sealedSecret", created_at AS "createdAt",
                 expires_at AS "expiresAt", revoked_at AS "revokedAt" FROM exchange.access_key WHERE id = $1`,
        values: [id],
      }),
    );
    return rows[0] ?? null;
  }

  async findToken(id: string): Promise<AccessToken | null> {
    return withStoreErrors(() => this.#store.data.getRepository(AccessToken).findOneBy({ id }));
  }

  async addKey(
    key: Pick<AccessKey, 'id' | 'system' | 'kind' | 'trial' | 'hash' | 'sealedSecret' | 'expiresAt'>,
    by: string,
  ): Promise<void> {
    await withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        await manager.insert(AccessKey, key);
        const after = { system: key.system, kind: key.kind, trial: key.trial };
        await recordAudit(manager, { actor: by, action: 'key.issue', object: key.id, before: null, after });
      }),
    );
  }

  async addToken(
    token: { id: string; name: string; hash: string; scope: AccessScope; expiresAt: Date | null },
    by: string,
  ): Promise<void> {
    await withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        await manager.insert(AccessToken, token);
        const after = { name: token.name, scope: token.scope };
        await recordAudit(manager, {
          actor: by,
          action: 'token.issue',
          object: token.id,
          before: null,
          after,
        });
      }),
    );
  }

  /** False when there is no such key or token, or it was revoked before. */
  async revoke(id: string, by: string): Promise<boolean> {
    return withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        const revocation = { revokedAt: new Date() };
        const keys = await manager.update(AccessKey, { id, revokedAt: IsNull() }, revocation);
        const tokens = await manager.update(AccessToken, { id, revokedAt: IsNull() }, revocation);
        if ((keys.affected ?? 0) + (tokens.affected ?? 0) === 0) return false;
        await recordAudit(manager, {
          actor: by,
          action: 'access.revoke',
          object: id,
          before: null,
          after: revocation,
        });
        return true;
      }),
    );
  }

  /** True the first time that a key uses a nonce, in whichever process. */
  async useNonce(keyId: string, nonce: string): Promise<boolean> {
    const { rowCount } = await withStoreErrors(() =>
      this.#store.pool.query({
        name: 'use-nonce',
        text: 'INSERT INTO exchange.nonce (key_id, nonce) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        values: [keyId, nonce],
      }),
    );
    return rowCount === 1;
  }
}
