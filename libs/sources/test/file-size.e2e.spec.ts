import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { decodeBatch, DEFAULT_LIMITS, type DecodedRecord } from '@exchange/decoding';
import type { FileLayout } from '../src/file-drop/file-settings.ts';
import type { Source } from '../src/port.ts';
import { CSV_FILES, GBK_CSV, openFiles, removeFolder, temporaryFolder } from './file-world.ts';
import { registerOf, writeLargeWorkbook } from './large-workbook.ts';

const ROWS = 100_000;
/** Of twenty columns. */
const SHEET_ROWS = 30_000;
const MEGABYTE = 1_048_576;

let directory: string;
beforeEach(async () => {
  directory = await temporaryFolder();
});
afterEach(() => removeFolder(directory));

/** Every record of the folder, one chunk in memory at a time; resolves with the most memory beyond what was there before, in bytes. */
async function each(source: Source, see: (record: DecodedRecord) => void): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = 0;
  for await (const chunk of source.read(null, AbortSignal.timeout(60_000))) {
    const batch = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
    if (batch.kind !== 'records') throw new Error(`${batch.at}: ${batch.detail.en}`);
    batch.records.forEach(see);
    most = Math.max(most, process.memoryUsage().rss - before);
  }
  await source.close();
  return most;
}

/** Rows of which some take up two lines and 1 % are broken, in each of the ways that a row can be. */
function rowOf(row: number): { text: string; isBroken: boolean } {
  const name = row % 10 === 3 ? '"两\n行"' : '户外广告设施';
  const whole = `K${row},${name},公开,武进区湖塘镇花园街${row}号`;
  if (row % 100 !== 50) return { text: whole, isBroken: false };
  const broken = [`K${row},"没有结束,公开,x`, `K${row},x`, `K${row},a"b,公开,x`, `K${row},x,y,z,多了`];
  return { text: broken[((row / 50) % 4) | 0] ?? whole, isBroken: true };
}

describe('a large file', () => {
  it('in GBK gives every row, the broken ones as broken and with their lines, in bounded memory', async () => {
    const file = createWriteStream(join(directory, 'a.csv'));
    file.write(iconv.encode('台账,,,\r\n编号,名称,密级,地址\r\n', 'gbk'));
    const brokenLines: number[] = [];
    let line = 3;
    for (let row = 0; row < ROWS; row++) {
      const { text, isBroken } = rowOf(row);
      if (isBroken) brokenLines.push(line);
      line += text.split('\n').length;
      if (!file.write(iconv.encode(`${text}\r\n`, 'gbk'))) await once(file, 'drain');
    }
    file.end();
    await once(file, 'finish');
    const found: Array<number | undefined> = [];
    let keys = 0;
    const memory = await each(openFiles({ kind: 'folder', directory }, { layout: GBK_CSV }), (record) => {
      if ('value' in record) keys++;
      else found.push(record.line);
    });
    expect(found).toEqual(brokenLines);
    expect(keys + brokenLines.length).toBe(ROWS);
    expect(memory).toBeLessThan(150 * MEGABYTE);
  });

  it('as a workbook gives every row, the broken ones as broken and with their numbers, in bounded memory', async () => {
    const register = registerOf(SHEET_ROWS);
    await writeLargeWorkbook(join(directory, 'a.xlsx'), register);
    const layout: FileLayout = { format: 'xlsx', charset: 'utf-8' };
    const settings = { ...CSV_FILES, patterns: ['*.xlsx'] };
    const found: Array<number | undefined> = [];
    let rows = 0;
    const memory = await each(openFiles({ kind: 'folder', directory }, { layout, settings }), (record) => {
      rows++;
      if (!('value' in record)) found.push(record.line);
      else if (
        record.value['编号'] !== `K${record.line}` ||
        !/^202\d-\d\d-\d\d$/u.test(String(record.value['日期']))
      )
        throw new Error(`row ${rows}`);
    });
    expect(found).toEqual(register.brokenRows);
    expect(rows).toBe(SHEET_ROWS);
    expect(memory).toBeLessThan(150 * MEGABYTE);
  });
});
