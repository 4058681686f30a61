import { tmpdir } from 'node:os';
import type { Json } from '@exchange/contracts';
import { openWorkbook } from '../src/file-drop/sheets/open-workbook.ts';
import { sheetRows } from '../src/file-drop/sheets/sheet-rows.ts';

/** Every row of every sheet of a workbook: `[number, ...cells]`. */
export async function workbookRows(path: string): Promise<Json[][]> {
  const workbook = await openWorkbook(path, tmpdir());
  try {
    const rows: Json[][] = [];
    for (const sheet of workbook.sheets)
      for await (const { number, cells } of sheetRows(workbook, sheet)) rows.push([number, ...cells]);
    return rows;
  } finally {
    await workbook.close();
  }
}
