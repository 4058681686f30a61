import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cast } from './cast.ts';
import { retellingOf } from './retell.ts';

/** A workbook as another story has it: every text in its cells. `read` gives the rows of a workbook on disk. */
export async function toldWorkbook(
  sample: Buffer,
  cast: Cast,
  story: number,
  edit: (text: string) => string,
  read: (path: string) => Promise<{ readonly body: Buffer }>,
): Promise<{ readonly workbook: Buffer; readonly rows: Buffer }> {
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(sample).buffer);
  for (const sheet of workbook.worksheets)
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (typeof cell.value === 'string') cell.value = edit(retellingOf(cell.value, cast)(story));
      }),
    );
  const directory = await mkdtemp(join(tmpdir(), 'told-workbook-'));
  try {
    const path = join(directory, 'told.xlsx');
    const made = Buffer.from(await workbook.xlsx.writeBuffer());
    await writeFile(path, made);
    return { workbook: made, rows: (await read(path)).body };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
