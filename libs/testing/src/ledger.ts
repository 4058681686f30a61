import { auditLedger, type LedgerReport, type LedgerSources } from './ledger-audit.ts';
import type { LedgerBatch, LedgerEntry } from './ledger-entry.ts';

/**
 * The sender's own book: what was handed over and what was answered. It is written before sending, so nothing that the
 * exchange does or forgets can change what is asked of it in the end.
 */
export class Ledger {
  readonly entries: LedgerEntry[] = [];

  /** Call before sending. */
  write(batch: LedgerBatch): LedgerEntry {
    const entry: LedgerEntry = { batch, answer: null };
    this.entries.push(entry);
    return entry;
  }

  /** Holds every entry against the log, the platform and the quarantine, each read independently. */
  audit(sources: LedgerSources): Promise<LedgerReport> {
    return auditLedger(this.entries, sources);
  }
}
