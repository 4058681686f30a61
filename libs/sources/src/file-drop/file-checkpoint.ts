import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import type { FoundFile } from './found-file.ts';

/** Where within a file reading goes on: a byte of a text file and its line, or a row (from 1) of a sheet (from 0) of a workbook. */
export type PlaceInFile =
  { readonly offset: number; readonly line: number } | { readonly sheet: number; readonly row: number };

/** How far a stream's files have been read. */
export interface FileCheckpoint {
  readonly file: string;
  /** SHA-256 of its content, hex. */
  readonly digest: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly at: PlaceInFile;
  /** The file has been read to its end. */
  readonly isDone: boolean;
}

export function writeCheckpoint(checkpoint: FileCheckpoint): JsonObject {
  return { ...checkpoint, at: { ...checkpoint.at } };
}

/** A checkpoint that was stored; null stands for the beginning. */
export function readCheckpoint(stored: Json | null): FileCheckpoint | null {
  if (stored === null) return null;
  const { file, digest, size, modifiedMs, at, isDone } = isJsonObject(stored) ? stored : {};
  if (
    typeof file !== 'string' ||
    typeof digest !== 'string' ||
    typeof size !== 'number' ||
    typeof modifiedMs !== 'number' ||
    typeof isDone !== 'boolean' ||
    !isJsonObject(at)
  ) {
    throw new Error('the stored checkpoint is not one of a file source');
  }
  return { file, digest, size, modifiedMs, at: readPlace(at), isDone };
}

function readPlace(at: JsonObject): PlaceInFile {
  const { offset, line, sheet, row } = at;
  if (typeof offset === 'number' && typeof line === 'number') return { offset, line };
  if (typeof sheet === 'number' && typeof row === 'number') return { sheet, row };
  throw new Error('the stored checkpoint of a file has no place');
}

/** The file that a checkpoint is about, as it was then. */
export function fileOf({ file, size, modifiedMs }: FileCheckpoint): FoundFile {
  return { name: file, size, modifiedMs };
}
