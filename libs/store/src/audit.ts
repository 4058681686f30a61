import { v7 as uuidv7 } from 'uuid';

export interface AuditEntry {
  readonly actor: string;
  /** `<thing>.<verb>`, e.g. `mapping.publish`. */
  readonly action: string;
  readonly object: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** A transaction of either way into the database. */
interface Transaction {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Writes what was changed, in the transaction that changes it. */
export async function recordAudit(transaction: Transaction, entry: AuditEntry): Promise<void> {
  await transaction.query(
    `INSERT INTO exchange.audit_entry (id, actor, action, object, before, after) VALUES ($1, $2, $3, $4, $5, $6)`,
    [uuidv7(), entry.actor, entry.action, entry.object, entry.before, entry.after],
  );
}
