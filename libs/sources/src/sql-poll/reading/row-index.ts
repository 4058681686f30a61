import { hash, randomUUID } from 'node:crypto';
import { isJsonObject, type Json } from '@exchange/contracts';
import type { RowDigests, StagedRow, StreamName } from '../row-digests.ts';
import type { CursorRead, ReconcileSettings } from '../sql-settings.ts';
import type { OrderedRow } from './read-page.ts';
import { orderMembers } from './row-key.ts';
import type { TableLayout } from './table-layout.ts';

/** An entry of the index: what the exchange remembers of a row that it took. */
export interface IndexedRow extends StagedRow {
  readonly digest: string;
}

const LAYOUT_LENGTH = 8;
const WITHDRAWN = '-';
const HELD = '+';

/**
 * What the exchange took of the rows of a table that is read by a revision: for each row, by its key, a digest of its content.
 * It is written with the chunks themselves (staged before the claim, counting once it is settled), so that it holds exactly
 * what was claimed. The key is a JSON object: the columns that tell the rows apart, and those that name the record, so that
 * a withdrawal of a row that is gone can be made of it.
 */
export class RowIndex {
  readonly name: StreamName;
  readonly digests: RowDigests;
  readonly #layout: TableLayout;
  readonly #read: CursorRead;
  readonly #settings: ReconcileSettings;
  /** Rows were remembered from the first one on, so that what is not in the index was never taken. */
  readonly #isWhole: boolean;
  readonly #onTaken: (numbers: readonly number[]) => void;
  readonly #digestOfLayout: string;

  constructor(parts: {
    readonly name: StreamName;
    readonly digests: RowDigests;
    readonly layout: TableLayout;
    readonly read: CursorRead;
    readonly settings: ReconcileSettings;
    readonly isWhole: boolean;
    /** Told the numbers of the rows of each chunk. */
    readonly onTaken: (numbers: readonly number[]) => void;
  }) {
    this.name = parts.name;
    this.digests = parts.digests;
    this.#layout = parts.layout;
    this.#read = parts.read;
    this.#settings = parts.settings;
    this.#isWhole = parts.isWhole;
    this.#onTaken = parts.onTaken;
    const { reading, named } = parts.layout;
    const columns = reading.columns.slice(0, named).map(({ name }) => name);
    this.#digestOfLayout = hash('sha256', JSON.stringify(columns), 'base64url').slice(0, LAYOUT_LENGTH);
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  entryOf(row: OrderedRow): IndexedRow {
    const { revision, key } = this.#read;
    const { record = [], withdrawn } = this.#settings;
    const telling = key.length === 0 ? [revision] : key;
    const members = orderMembers(this.#layout, row, (name) => telling.includes(name));
    const further = record.filter((name) => !telling.includes(name));
    const value = further.length > 0 || withdrawn ? (JSON.parse(row.line) as Record<string, Json>) : {};
    for (const name of further)
      members.push(`${JSON.stringify(name)}:${JSON.stringify(value[name] ?? null)}`);
    const isWithdrawn = withdrawn?.in.some((one) => String(one) === String(value[withdrawn.column])) === true;
    const content = hash('sha256', row.line, 'base64url').slice(0, 24);
    return {
      key: `{${members.join(',')}}`,
      digest: `${this.#digestOfLayout}${isWithdrawn ? WITHDRAWN : HELD}${content}`,
    };
  }

  /** Stages the rows of a chunk; gives what its checkpoint has to hold. */
  async remember(rows: readonly OrderedRow[]): Promise<{ [name: string]: Json }> {
    const token = randomUUID();
    const entries = rows.map((row) => this.entryOf(row));
    this.#onTaken(await this.#stage(token, entries));
    return { token, ...this.standing };
  }

  /** What every checkpoint of this index holds. */
  get standing(): { [name: string]: Json } {
    return this.#isWhole ? { indexed: true } : {};
  }

  /** Takes rows for known as they are, or forgets them, without passing them on. */
  async set(rows: readonly StagedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const token = randomUUID();
    await this.#stage(token, rows);
    await this.digests.settle(token);
  }

  /** Whether an entry was written while the source schema had other columns: then its content cannot be compared. */
  isOfOtherLayout(digest: string): boolean {
    return digest.slice(0, LAYOUT_LENGTH) !== this.#digestOfLayout;
  }

  /** Whether the row of an entry was a withdrawal already: the exchange holds nothing of it. */
  isWithdrawn(digest: string): boolean {
    return digest[LAYOUT_LENGTH] === WITHDRAWN;
  }

  /** Whether a record is named by other columns than its row. */
  get namesRecords(): boolean {
    return this.#settings.record !== undefined;
  }

  /** What names the record in a key of the index. */
  recordIn(key: string): string {
    const { record } = this.#settings;
    if (!record) return key;
    const value = JSON.parse(key) as Record<string, Json>;
    return JSON.stringify(record.map((name) => value[name] ?? null));
  }

  async #stage(token: string, rows: readonly StagedRow[]): Promise<readonly number[]> {
    // A row that moved on while its table was being read is in a chunk twice; what came last counts.
    const each = new Map(rows.map((row) => [row.key, row]));
    return this.digests.stage(this.name, token, [...each.values()]);
  }
}

/** Whether the reader that stands at a checkpoint has remembered its rows from the first one on. */
export function isIndexedFromStart(checkpoint: Json | null): boolean {
  return checkpoint === null || (isJsonObject(checkpoint) && checkpoint['indexed'] === true);
}
