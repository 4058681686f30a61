import type { DecodeOptions, TableLayout } from '@exchange/decoding';

/** How a system's files are found and what becomes of them (`file` in adapter.json). Names of files are matched without regard to case. */
export interface FileSettings {
  /** `*` and `?` as in a shell: `许可_*.csv`. A file that matches none is left alone. */
  readonly patterns: readonly string[];
  /** Below the connection's folder, such as `licences/out`. */
  readonly subfolder?: string;
  /** How the system hands its files over, for whoever connects it. The connection is what counts. */
  readonly delivery?: 'folder' | 'sftp';
  readonly ready: FileReadiness;
  /** In which order the files are taken; by name unless given. */
  readonly order?: 'name' | 'time';
  /** Folder below the files' own, into which they are moved when done, below the day's date; `archive` unless given. */
  readonly archive?: string;
  /** As above, for files that cannot be read; `rejected` unless given. */
  readonly rejected?: string;
  /** Folder below the files' own, whose files are read by a back-fill alone; `history` unless given. */
  readonly history?: string;
  /** Rows of one receipt; 1,000 unless given. */
  readonly rowsMax?: number;
  readonly sheets?: SheetSettings;
  /** The files were saved from a spreadsheet: records with numbers that lost digits are rejected. XLSX always is read so. */
  readonly isThroughSpreadsheet?: boolean;
  /** Files that match `pattern` are read so instead, the first that matches (a layout that changed with the year). */
  readonly layouts?: ReadonlyArray<Partial<FileLayout> & { readonly pattern: string }>;
}

/**
 * How it is known that a file is complete. Names that end in `.tmp`, `.part` or `.filepart` or start with `.` or `~$` never are.
 *
 * - `renamed`: it is written under such a name and then renamed.
 * - `marker`: `<name><suffix>`, or the name with its extension replaced by the suffix, stands beside it.
 * - `stable`: its size and time have not changed for so many seconds. What comes after it waits for it, as order is meant.
 */
export type FileReadiness =
  | { readonly kind: 'renamed' }
  | { readonly kind: 'marker'; readonly suffix: string }
  | { readonly kind: 'stable'; readonly seconds: number };

/** How a file is read. `format`, `charset`, `records` and `csv` are the usual settings of a source. */
export interface FileLayout {
  readonly format: 'csv' | 'ndjson' | 'json' | 'xml' | 'xlsx';
  readonly charset: DecodeOptions['charset'];
  readonly records?: string;
  readonly csv?: DecodeOptions['csv'];
  readonly sheets?: SheetSettings;
  readonly isThroughSpreadsheet?: boolean;
}

/** Which sheets of a workbook hold records, and what stands around them. */
export interface SheetSettings extends TableLayout {
  /** Names of the sheets; all that are not hidden unless given. */
  readonly names?: readonly string[];
  /** Name of a further column that holds the name of the sheet. */
  readonly nameColumn?: string;
}

const FOLDER = 'archive';
const REJECTED = 'rejected';
const HISTORY = 'history';

export function archiveFolder({ archive = FOLDER }: FileSettings): string {
  return archive;
}

export function rejectedFolder({ rejected = REJECTED }: FileSettings): string {
  return rejected;
}

export function historyFolder({ history = HISTORY }: FileSettings): string {
  return history;
}
