import { entryStream, type ZipEntry } from './zip-entries.ts';
import { UnreadableWorkbook } from './unreadable-workbook.ts';

/** Cells that are shown as one, rows and columns from 1. Only the first of them holds the value. */
export interface MergedCells {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const MERGE = /<mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/gu;
const TAG_LENGTH_MAX = 200;
const MERGES_MAX = 100_000;

/** What is merged in a sheet. It is said after the rows, so a sheet is looked through before it is read. */
export async function mergedCells(path: string, entry: ZipEntry): Promise<MergedCells[]> {
  const merges: MergedCells[] = [];
  let kept = '';
  let isFirst = true;
  for await (const piece of await entryStream(path, entry)) {
    const text = kept + (piece as Buffer).toString('latin1');
    if (isFirst && /<\w+:worksheet[\s>]/u.test(text)) throw prefixed();
    isFirst = false;
    let end = 0;
    for (const match of text.matchAll(MERGE)) {
      merges.push({
        left: columnNumber(match[1]!),
        top: Number(match[2]),
        right: columnNumber(match[3]!),
        bottom: Number(match[4]),
      });
      end = match.index + match[0].length;
    }
    if (merges.length > MERGES_MAX) throw tooMany();
    kept = text.slice(Math.max(end, text.length - TAG_LENGTH_MAX));
  }
  return merges.sort((one, other) => one.top - other.top);
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

function prefixed(): UnreadableWorkbook {
  return new UnreadableWorkbook({
    zh: '工作簿的写法不受支持（XML 带命名空间前缀）；请用 Excel 或 WPS 另存',
    en: 'the workbook is written in a way that is not supported (XML with prefixes): save it once with Excel or WPS',
  });
}

function tooMany(): UnreadableWorkbook {
  return new UnreadableWorkbook({ zh: '合并单元格过多', en: 'the sheet has too many merged cells' });
}
