import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { decodeBatch, DEFAULT_LIMITS, findSecrecyMarkings, type DecodedRecord } from '@exchange/decoding';
import type { FileChunk } from '../file-chunks.ts';
import type { SheetSettings } from '../file-settings.ts';
import { sheetChunks, type PlaceInWorkbook } from './sheet-chunks.ts';

describe('a workbook', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workbook-'));
    path = join(folder, 'x.xlsx');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(fill: (workbook: ExcelJS.Workbook) => void): Promise<void> {
    const workbook = new ExcelJS.Workbook();
    fill(workbook);
    await workbook.xlsx.writeFile(path);
  }

  async function chunks(
    sheets: SheetSettings = {},
    from: PlaceInWorkbook | null = null,
    rowsMax = 1_000,
  ): Promise<FileChunk[]> {
    const layout = { format: 'xlsx', charset: 'utf-8', sheets } as const;
    return Array.fromAsync(sheetChunks(path, layout, { rowsMax, from, spoolDirectory: folder }));
  }

  function recordsOf({ body, decode }: FileChunk): readonly DecodedRecord[] {
    const batch = decodeBatch(body, decode, DEFAULT_LIMITS);
    if (batch.kind !== 'records') throw new Error(batch.detail.en);
    return batch.records;
  }

  async function records(sheets: SheetSettings = {}): Promise<DecodedRecord[]> {
    return (await chunks(sheets)).flatMap(recordsOf);
  }

  it('gives each cell its true value', async () => {
    await write((workbook) => {
      const sheet = workbook.addWorksheet('投诉');
      sheet.addRow([
        '日期',
        '时间',
        '时刻',
        '数',
        '金额',
        '富文本',
        '公式',
        '公式日期',
        '真',
        '错',
        '空',
        '合并',
      ]);
      sheet.addRow([
        46_000,
        46_000.604_166_67,
        0.25,
        7,
        0.1 + 0.2,
        { richText: [{ text: '武' }, { text: '进_x000D_' }] },
        { formula: 'A2+1', result: 3 },
        { formula: 'A2', result: 46_000 },
        true,
        { error: '#N/A' },
        null,
        '甲',
      ]);
      sheet.addRow(['2026-01-05', null, null, 19.99, 100_000_000_000_000]);
      sheet.mergeCells('L2:L3');
      for (const [cell, format] of [
        ['A2', 'yyyy"年"m"月"d"日"'],
        ['B2', 'yyyy/m/d h:mm'],
        ['C2', '[h]:mm:ss'],
        ['H2', 'yyyy-mm-dd'],
      ] as const)
        sheet.getCell(cell).numFmt = format;
    });
    expect(await records()).toMatchObject([
      {
        line: 2,
        value: {
          日期: '2025-12-09',
          时间: '2025-12-09 14:30:00',
          时刻: '06:00:00',
          数: 7,
          金额: 0.3,
          富文本: '武进\r',
          公式: 3,
          公式日期: '2025-12-09',
          真: true,
          错: '#N/A',
          空: null,
          合并: '甲',
        },
      },
      { line: 3, value: { 日期: '2026-01-05', 数: 19.99, 金额: 100_000_000_000_000, 合并: '甲' } },
    ]);
  });

  it('has records rejected in which a number lost digits, whatever it looks like', async () => {
    await write((workbook) => {
      const sheet = workbook.addWorksheet('a');
      sheet.addRow(['证件号']);
      for (const value of [
        320_412_199_001_011_000,
        3.204_12e17,
        '3.20412E+17',
        '320412199001011234',
        1e21,
        123_456_789_012_345,
      ])
        sheet.addRow([value]);
    });
    const outcome = (await records()).map((record) =>
      'value' in record
        ? record.value['证件号']
        : `${record.rejection.code} ${record.rejection.at} ${record.line}`,
    );
    expect(outcome).toEqual([
      'lossy-number /证件号 2',
      'lossy-number /证件号 3',
      'lossy-number /证件号 4',
      '320412199001011234',
      'lossy-number /证件号 6',
      123_456_789_012_345,
    ]);
  });

  it('is read sheet by sheet, below titles and above remarks, and goes on at each place', async () => {
    await write((workbook) => {
      for (const name of ['湖塘', '洛阳', '说明', '隐藏']) {
        const sheet = workbook.addWorksheet(name, name === '隐藏' ? { state: 'hidden' } : {});
        sheet.addRow(['投诉台账']);
        sheet.mergeCells('A1:C1');
        sheet.addRow([]);
        sheet.addRow(['编\n号', ' 内 容 ']);
        for (let row = 0; row < 7; row++) sheet.addRow([`${name}${row}`, row]);
        sheet.getRow(20).values = [`${name}末`, 20];
        sheet.getRow(21).values = ['合 计', 21];
      }
    });
    const settings: SheetSettings = {
      names: ['湖塘', '洛阳'],
      header: ['编号', '内容'],
      footers: ['合计'],
      nameColumn: '镇',
    };
    const all = await chunks(settings, null, 3);
    const read = all.flatMap(recordsOf);
    expect(read).toHaveLength(16);
    expect(read.map(({ line }) => line).slice(0, 8)).toEqual([4, 5, 6, 7, 8, 9, 10, 20]);
    expect(read[15]).toMatchObject({ line: 20, value: { 编号: '洛阳末', 内容: 20, 镇: '洛阳' } });
    expect(all.map(({ isLast }) => isLast)).toEqual([false, false, false, false, false, true]);
    for (const [place, chunk] of all.slice(0, -1).entries())
      expect(await chunks(settings, chunk.at as PlaceInWorkbook, 3)).toEqual(all.slice(place + 1));
    expect(await records({ titleRows: 2, footers: ['合计'] })).toHaveLength(24);
    await expect(chunks({ ...settings, names: ['无此表'] })).rejects.toMatchObject({
      name: 'UnreadableWorkbook',
      at: '无此表',
    });
    await expect(chunks({ header: ['不存在'] })).rejects.toMatchObject({
      name: 'UnreadableWorkbook',
      at: '湖塘',
    });
  });

  it('shows a marking in a title to the secrecy gate', async () => {
    await write((workbook) => {
      const sheet = workbook.addWorksheet('a');
      sheet.addRows([['秘密'], ['编号'], ['1']]);
    });
    const [chunk] = await chunks({ titleRows: 1 });
    expect(findSecrecyMarkings(recordsOf(chunk!), chunk!.body, chunk!.decode)).toHaveLength(1);
  });

  it('without rows is one chunk without records; without a header, or as something else, it is unreadable', async () => {
    await write((workbook) => workbook.addWorksheet('a').addRow(['编号']));
    expect(await chunks()).toMatchObject([{ body: Buffer.alloc(0), isLast: true }]);
    await write((workbook) => workbook.addWorksheet('a'));
    await expect(chunks()).rejects.toMatchObject({ name: 'UnreadableWorkbook' });
    for (const bytes of [
      Buffer.from('编号,内容\n'),
      Buffer.alloc(0),
      Buffer.from('504b0506'.padEnd(44, '0'), 'hex'),
    ]) {
      await writeFile(path, bytes);
      await expect(chunks()).rejects.toMatchObject({ name: 'UnreadableWorkbook' });
    }
  });
});
