/**
 * What a stream remembers of the files that it was given, so that the same content, under whatever name, takes effect once. A
 * port, since it is kept in the exchange's own tables.
 */
export interface ProcessedFiles {
  /** What became of the content with this digest; null when it was never read to its end. */
  fate(stream: FileStream, digest: string): Promise<FileFate | null>;
  /** Remembers a file. What was taken stays taken; else a later fate takes the place of an earlier one. */
  add(stream: FileStream, file: ProcessedFile): Promise<void>;
}

export interface FileStream {
  readonly system: string;
  readonly stream: string;
}

/** `rejected`: it could not be read. Given again (put back after the settings were mended), it is read again. */
export type FileFate = 'taken' | 'rejected';

export interface ProcessedFile {
  readonly digest: string;
  readonly name: string;
  readonly size: number;
  readonly fate: FileFate;
}
