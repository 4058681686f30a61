import type { Catalog } from '@exchange/catalog';
import { ExchangeError } from '@exchange/contracts';
import type { EventLog } from '@exchange/event-log';
import { Periodic, type Logger } from '@exchange/runtime';
import {
  byOneProcess,
  listAlarms,
  publishOutbox,
  raiseAlarm,
  raiseSecrecyAlarms,
  recoverAlarm,
  refreshAlarm,
  type Store,
} from '@exchange/store';
import { alarmChanges } from './alarm-changes.ts';
import { applyPolicy } from './apply-policy.ts';
import { conditionsOf } from './conditions.ts';
import { nameOf, watchedStreams } from './watched-streams.ts';

const WATCH_MS = 2_000;
const RELAY_MS = 1_000;
const APPEND_DEADLINE_MS = 5_000;

export interface WatcherParts {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly log: Logger;
}

/**
 * Holds what came of each stream against its failure policy and closes it where that says so; raises alarms and lets them
 * recover; tells of them on their topic. In each process; one at a time does it.
 */
export class Watcher {
  readonly #parts: WatcherParts;
  readonly #watching: Periodic;
  readonly #relaying: Periodic;

  constructor(parts: WatcherParts) {
    this.#parts = parts;
    this.#watching = new Periodic(WATCH_MS, () => this.#watch(), {
      onError: (error) => this.#failed('watcher.round_failed', error),
    });
    this.#relaying = new Periodic(RELAY_MS, () => relayAlarms(parts.store, parts.eventLog), {
      onError: (error) => this.#failed('watcher.alarms_untold', error),
    });
  }

  async stop(): Promise<void> {
    await Promise.all([this.#watching.stop(), this.#relaying.stop()]);
  }

  async #watch(): Promise<void> {
    const { catalog, store, log } = this.#parts;
    await byOneProcess(store.pool, 'watcher', async (client, stillMine) => {
      // First and by itself: the secrecy officer is told whatever else goes wrong.
      await raiseSecrecyAlarms(store.pool).catch((error: unknown) =>
        this.#failed('watcher.secrecy_untold', error),
      );
      const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      const now = rows[0]!.now;
      const before = await watchedStreams(catalog, store, now);
      let hasClosed = false;
      await this.#each(before.streams, stillMine, async (stream) => {
        if (await applyPolicy(store, stream, log)) hasClosed = true;
      });
      const { streams, others } = hasClosed ? await watchedStreams(catalog, store, now) : before;
      const conditions = streams.flatMap((stream) => conditionsOf(stream, now));
      const open = await listAlarms(store.pool);
      const { raise, refresh, recover } = alarmChanges(
        conditions,
        open,
        now,
        (name) => !others.has(nameOf(name)),
      );
      await this.#each(raise, stillMine, (alarm) => raiseAlarm(store.pool, alarm));
      await this.#each(refresh, stillMine, (alarm) => refreshAlarm(store.pool, alarm));
      await this.#each(recover, stillMine, (alarm) => recoverAlarm(store.pool, alarm));
    });
  }

  /** What fails for one stream keeps nothing from the others; a lost lock ends the round. */
  async #each<T>(
    items: readonly T[],
    stillMine: () => Promise<void>,
    act: (item: T) => Promise<unknown>,
  ): Promise<void> {
    for (const item of items) {
      await stillMine();
      await act(item).catch((error: unknown) => this.#failed('watcher.stream_failed', error));
    }
  }

  /** What an outage keeps from being done is done after it, and the outage is told elsewhere. */
  #failed(event: `watcher.${string}`, error: unknown): void {
    const { log } = this.#parts;
    if (error instanceof ExchangeError && error.retryable) log.debug(event, {}, error);
    else log.error(event, {}, error);
  }
}

/** Appends to their topic what changed of the alarms. Safe to repeat: the same change has the same id. */
export async function relayAlarms(store: Store, eventLog: EventLog): Promise<void> {
  await publishOutbox(store.pool, {
    table: 'exchange.outbox',
    append: (events) => eventLog.append(events, { deadlineMs: APPEND_DEADLINE_MS }),
  });
}
