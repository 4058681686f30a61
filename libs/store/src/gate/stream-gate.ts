import type { Detail } from '@exchange/contracts';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

/** What the failure policy does to a stream. */
type StreamClosing =
  /** Takes nothing until that moment, then by itself again. */
  | { readonly state: 'blocked'; readonly until: Date; readonly reason: Detail }
  /** Takes nothing until somebody resumes it. */
  | { readonly state: 'stopped'; readonly reason: Detail };

export interface StreamGate extends StreamName {
  readonly state: 'open' | 'blocked' | 'stopped';
  /** In this state. */
  readonly since: Date;
  /** Of a blocked stream. That it has passed opens the stream, and leaves the state. */
  readonly until: Date | null;
  readonly reason: Detail | null;
}

/**
 * Closes a stream, or moves the end of its block. What is stopped is not turned into a block. Resolves with whether the stream
 * has changed its state: a block that is only prolonged has not, one that had run out has.
 */
export async function closeStream(
  store: Store,
  name: StreamName,
  closing: StreamClosing,
  by: string,
): Promise<boolean> {
  const { state, reason } = closing;
  const until = closing.state === 'blocked' ? closing.until : null;
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO exchange.stream_gate (system, stream, state) VALUES ($1, $2, 'open') ON CONFLICT DO NOTHING`,
        [name.system, name.stream],
      );
      const before = await gateForUpdate(manager, name);
      if (before?.state === 'stopped') return false;
      const isProlonged = state === 'blocked' && before?.isBlockedNow === true;
      await manager.query(
        `UPDATE exchange.stream_gate SET state = $3, until = $4, reason = $5,
           since = CASE WHEN $6 THEN since ELSE clock_timestamp() END
         WHERE system = $1 AND stream = $2`,
        [name.system, name.stream, state, until, reason, isProlonged],
      );
      if (isProlonged) return false;
      await audit(manager, name, state === 'blocked' ? 'stream.block' : 'stream.stop', by, before, {
        until,
        reason,
      });
      return true;
    }),
  );
}

/** Opens a stream that the failure policy closed: what came before counts no more. False when it was not closed. */
export async function openStream(store: Store, name: StreamName, by: string): Promise<boolean> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const before = await gateForUpdate(manager, name);
      if (!before || before.state === 'open') return false;
      await manager.query(
        `UPDATE exchange.stream_gate SET state = 'open', until = NULL, reason = NULL, since = clock_timestamp(),
           counts_from = clock_timestamp()
         WHERE system = $1 AND stream = $2`,
        [name.system, name.stream],
      );
      await audit(manager, name, 'stream.open', by, before, null);
      return true;
    }),
  );
}

/** Gates that the failure policy has ever closed, as they stand. */
export async function listStreamGates(store: Store): Promise<StreamGate[]> {
  const { rows } = await withStoreErrors(() =>
    store.pool.query<StreamGate>(
      'SELECT system, stream, state, since, until, reason FROM exchange.stream_gate',
    ),
  );
  return rows;
}

interface LockedGate extends StreamGate {
  /** By the database's clock, as the gate itself is. */
  readonly isBlockedNow: boolean;
}

async function gateForUpdate(manager: EntityManager, name: StreamName): Promise<LockedGate | undefined> {
  const [gate] = await manager.query<LockedGate[]>(
    `SELECT system, stream, state, since, until, reason,
       state = 'blocked' AND until > clock_timestamp() AS "isBlockedNow"
     FROM exchange.stream_gate
     WHERE system = $1 AND stream = $2 FOR UPDATE`,
    [name.system, name.stream],
  );
  return gate;
}

async function audit(
  manager: EntityManager,
  { system, stream }: StreamName,
  action: string,
  by: string,
  before: StreamGate | undefined,
  after: object | null,
): Promise<void> {
  const stood = before && { state: before.state, until: before.until, reason: before.reason };
  await recordAudit(manager, {
    actor: by,
    action,
    object: `${system}/${stream}`,
    before: stood ?? null,
    after,
  });
}
