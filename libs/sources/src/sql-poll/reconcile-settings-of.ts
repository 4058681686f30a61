import type { SourceSettings } from '@exchange/catalog';
import type { ReconcileSettings, SqlSettings } from './sql-settings.ts';

/** How a stream is reconciled; null: it is not. */
export function reconcileSettingsOf(source: SourceSettings): ReconcileSettings | null {
  if (source.kind !== 'sql') return null;
  const { read } = source.sql as unknown as SqlSettings;
  return read?.strategy === 'cursor' ? (read.reconcile ?? null) : null;
}
