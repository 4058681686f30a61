import type { FoundFile } from '../found-file.ts';

/**
 * A folder that files are dropped into, wherever it is. Paths are relative to it, with `/`. Every method throws `SourceError`
 * with the step that failed.
 */
export interface DropPlace {
  /** Plain files of the folder, in no order. */
  list(): Promise<FoundFile[]>;
  /** Null when there is no such file. */
  find(path: string): Promise<FoundFile | null>;
  /** Reads a file whole, once, and keeps what is needed to read it again. Its digest is over what `path` then holds. */
  take(file: FoundFile, signal: AbortSignal): Promise<TakenFile>;
  /** Makes the folders on the way. Never replaces a file: false when there is one of that name. */
  move(from: string, to: string): Promise<boolean>;
  /** Writes a new text file. */
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** What is known of the other side: for people. */
  describe(): Promise<string>;
  close(): Promise<void>;
}

/** A file that can be read here. */
export interface TakenFile {
  /** On this machine. */
  readonly path: string;
  /** SHA-256 of the content, hex. */
  readonly digest: string;
  readonly size: number;
  /** Whether `path` still holds what the digest is of. */
  isUnchanged(): Promise<boolean>;
  release(): Promise<void>;
}
