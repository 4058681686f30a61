import type { StreamEntry } from '@exchange/catalog';
import type { Logger } from '@exchange/runtime';
import {
  isReconciliationDue,
  reconcileSettingsOf,
  type ComparisonResult,
  type ReconciliationPorts,
} from '@exchange/sources';
import {
  beginReconciliation,
  endReconciliation,
  failReconciliation,
  raiseAlarm,
  recoverAlarm,
  type ReaderName,
  type Store,
} from '@exchange/store';
import { differenceWords } from './difference-words.ts';

/** How a live reader reconciles its stream; null where it does not. */
export function reconciliationOf(
  name: ReaderName,
  entry: StreamEntry,
  { store, log }: { readonly store: Store; readonly log: Logger },
): ReconciliationPorts | null {
  const settings = name.lane === 'live' ? reconcileSettingsOf(entry.source) : null;
  if (!settings) return null;
  const { system, stream } = name;
  const since = new Date();
  return {
    begin: () =>
      beginReconciliation(store.pool, name, (lastEnd) =>
        isReconciliationDue(settings, { lastEnd, since }, new Date()),
      ),
    done: async (begun, result) => {
      // Before its end: who dies between the two does both again.
      await tell(store, { system, stream }, result);
      await endReconciliation(store.pool, begun, result);
      const { keys: _, ...counts } = result;
      log.info('source.reconciled', { system, stream, ...counts });
    },
    failed: async (begun, failure, error) => {
      log.warn('source.reconciliation_failed', { system, stream, failed: failure.failed }, error);
      await failReconciliation(store.pool, begun, failure);
    },
  };
}

async function tell(
  store: Store,
  name: { readonly system: string; readonly stream: string },
  result: ComparisonResult,
): Promise<void> {
  const alarm = { ...name, rule: 'reconciliation-difference' } as const;
  const { missing, changed, gone, kept } = result;
  if (missing + changed + gone === kept) {
    await recoverAlarm(store.pool, alarm);
    return;
  }
  const { source, exchange, refetched, withdrawn, isOverLimit, hasUnordered, keys } = result;
  const facts = {
    source,
    exchange,
    missing,
    changed,
    gone,
    refetched,
    withdrawn,
    kept,
    isOverLimit,
    hasUnordered,
    ...(keys.missing.length > 0 && { missingKeys: keys.missing }),
    ...(keys.changed.length > 0 && { changedKeys: keys.changed }),
    ...(keys.gone.length > 0 && { goneKeys: keys.gone }),
  };
  await raiseAlarm(store.pool, { ...alarm, detail: differenceWords(result), facts });
}
