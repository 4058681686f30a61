import { auditLedger, type LedgerReport, type LedgerSources } from './ledger-audit.ts';
import type { LedgerBatch, LedgerEntry, LedgerPut } from './ledger-entry.ts';

/**
 * The sender's own book: what was handed over and what was answered. It is written before sending, so nothing that the
 * exchange does or forgets can change what is asked of it in the end.
 */
export class Ledger {
  readonly entries: LedgerEntry[] = [];
  readonly puts: LedgerPut[] = [];

  /** Call before sending. */
  write(batch: LedgerBatch): LedgerEntry {
    const entry: LedgerEntry = { batch, answer: null };
    this.entries.push(entry);
    return entry;
  }

  /** Call before something is put into a system that the exchange reads. */
  writePut(put: LedgerPut): void {
    this.puts.push(put);
  }

  /** Holds every entry and put against the log, the platform and the quarantine, each read independently. */
  audit(sources: LedgerSources): Promise<LedgerReport> {
    return auditLedger(this.entries, this.puts, sources);
  }
}
