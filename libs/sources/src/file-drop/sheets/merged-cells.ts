import { partText } from './part-text.ts';
import { columnOf } from './sheet-visitor.ts';
import { unreadable } from './unreadable-workbook.ts';
import type { ZipEntry, ZipFile } from './zip-file.ts';

/** Cells that are shown as one, rows and columns from 1. Only the first of them holds the value. */
export interface MergedCells {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const TAG = 'mergeCell ';
const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']/gu;
const TAG_LENGTH_MAX = 200;
const MERGES_MAX = 100_000;

/**
 * What is merged in a sheet, from top to bottom. It is said after the rows, so a sheet is looked through before it is read: a
 * search for a few tags, which costs a tenth of reading them all. What is damaged is found out then, before its first row.
 */
export async function mergedCells(zip: ZipFile, entry: ZipEntry): Promise<MergedCells[]> {
  const merges: MergedCells[] = [];
  let kept = '';
  for await (const piece of partText(zip.bytesOf(entry))) {
    const text = kept + piece;
    let end = 0;
    if (text.includes(TAG))
      for (const match of text.matchAll(MERGE)) {
        merges.push({
          left: columnOf(match[1]!) + 1,
          top: Number(match[2]),
          right: columnOf(match[3]!) + 1,
          bottom: Number(match[4]),
        });
        end = match.index + match[0].length;
        if (merges.length > MERGES_MAX) throw unreadable('tooManyMerges');
      }
    kept = text.slice(Math.max(end, text.length - TAG_LENGTH_MAX));
  }
  return merges.sort((one, other) => one.top - other.top);
}
