import type { Detail } from '@exchange/contracts';
import type { ClosedBecause, Closure } from '@exchange/pipeline';

/** A row of the view `exchange.gate` as JSON. */
export interface GateRow {
  readonly because: ClosedBecause | null;
  readonly maintenance_until: string | null;
  readonly maintenance_reason: string | null;
  readonly blocked_until: string | null;
  readonly policy_reason: Detail | null;
}

/** Null: nothing keeps the stream closed. */
export function toClosure(row: GateRow): Closure | null {
  const { because } = row;
  switch (because) {
    case null:
      return null;
    case 'maintenance': {
      const reason = row.maintenance_reason!;
      return { because, untilTime: timeOf(row.maintenance_until), reason: { zh: reason, en: reason } };
    }
    case 'blocked':
    case 'stopped':
      return { because, untilTime: timeOf(row.blocked_until), reason: row.policy_reason };
    default:
      return { because, untilTime: null, reason: null };
  }
}

function timeOf(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
