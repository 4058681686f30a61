import { appendFile, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { migrateStore, PostgresProcessedFiles, type Store } from '@exchange/store';
import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import type { FileSettings } from '../src/file-drop/file-settings.ts';
import type { FileNotice } from '../src/file-drop/file-source.ts';
import type { Chunk, Source } from '../src/port.ts';
import {
  claimed,
  CSV_FILES,
  drop,
  GBK_CSV,
  gbkCsv,
  keysOf,
  linesOf,
  openFiles,
  rememberedFiles,
  removeFolder,
  takeAll,
  temporaryFolder,
  type Opening,
} from './file-world.ts';

let database: TestDatabase;
let store: Store;
let directory: string;
let notices: FileNotice[];
let opened: Source[];

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  directory = await temporaryFolder();
  notices = [];
  opened = [];
  await store.pool.query('TRUNCATE exchange.processed_file');
});
afterEach(async () => {
  for (const source of opened) await source.close();
  await removeFolder(directory);
});

/** A new process that reads the folder. */
function open(opening: Opening = {}): Source {
  const processed = new PostgresProcessedFiles(store);
  const source = openFiles(
    { kind: 'folder', directory },
    { processed, onNotice: (notice) => notices.push(notice), ...opening },
  );
  opened.push(source);
  return source;
}

const ARCHIVE = 'archive/2026-11-24';

function names(folder = '.'): Promise<string[]> {
  return readdir(join(directory, folder)).then((found) => found.sort());
}

describe('a file', () => {
  it('has no second effect when it comes again, under another name or its own, and overwrites none in the archive', async () => {
    const content = gbkCsv(linesOf(0, 5));
    await drop(directory, 'a.csv', content);
    const first = open();
    const { records, checkpoint } = await takeAll(first);
    expect(keysOf(records)).toEqual(['K0', 'K1', 'K2', 'K3', 'K4']);
    await drop(directory, 'b.csv', content);
    expect((await takeAll(first, checkpoint)).records).toEqual([]);
    await drop(directory, 'a.csv', content);
    expect((await takeAll(open(), checkpoint)).records).toEqual([]);
    await drop(directory, 'a.csv', gbkCsv(linesOf(5, 1)));
    expect(keysOf((await takeAll(open(), checkpoint)).records)).toEqual(['K5']);
    expect(await names(ARCHIVE)).toEqual(['a (2).csv', 'a (3).csv', 'a.csv', 'b.csv']);
    expect(await readFile(join(directory, ARCHIVE, 'a.csv'))).toEqual(content);
    expect(notices).toEqual([
      { kind: 'duplicate', file: 'b.csv' },
      { kind: 'duplicate', file: 'a.csv' },
    ]);
    expect(await names()).toEqual(['archive']);
  });

  it('is archived by another process when its reader died after the last claim, once', async () => {
    await drop(directory, 'a.csv', gbkCsv(linesOf(0, 5)));
    const { checkpoint } = await takeAll(open(), null, { settle: false });
    const second = open();
    expect(await second.settle(checkpoint, claimed(5))).toBe(true);
    expect(await second.settle(checkpoint, claimed(5))).toBe(true);
    expect(await names(ARCHIVE)).toEqual(['a.csv']);
    // A reader that was never told looks at the file again and knows it.
    await rename(join(directory, ARCHIVE, 'a.csv'), join(directory, 'a.csv'));
    await store.pool.query('TRUNCATE exchange.processed_file');
    expect((await takeAll(open(), checkpoint)).records).toEqual([]);
    expect(await names()).toEqual(['archive']);
  });

  it('that changes while it is read is not read on, and then from its beginning', async () => {
    await drop(directory, 'a.csv', gbkCsv(linesOf(0, 2_500)));
    const source = open();
    const { checkpoint } = await takeAll(source, null, { chunksMax: 1 });
    const reading = source.read(checkpoint, AbortSignal.timeout(9_000))[Symbol.asyncIterator]();
    await reading.next();
    await appendFile(join(directory, 'a.csv'), gbkCsv(linesOf(0, 1)));
    await expect(reading.next()).rejects.toMatchObject({
      name: 'SourceError',
      failed: 'protocol',
      isLasting: false,
    });
    const { records } = await takeAll(open(), checkpoint);
    expect(records).toHaveLength(2_503);
    expect(notices).toEqual([{ kind: 'changed', file: 'a.csv' }]);
  });

  it('that vanishes before its end keeps the stream waiting until it is back', async () => {
    await drop(directory, 'a.csv', gbkCsv(linesOf(0, 1_500)));
    await drop(directory, 'b.csv', gbkCsv(linesOf(1_500, 1)));
    const { checkpoint } = await takeAll(open(), null, { chunksMax: 1 });
    await rename(join(directory, 'a.csv'), join(directory, 'away'));
    await expect(takeAll(open(), checkpoint)).rejects.toMatchObject({
      failed: 'missing-object',
      isLasting: true,
    });
    await rename(join(directory, 'away'), join(directory, 'a.csv'));
    expect(keysOf((await takeAll(open(), checkpoint)).records)).toEqual(
      Array.from({ length: 501 }, (_, index) => `K${1_000 + index}`),
    );
  });

  it('that cannot be archived stays, says why, and is archived later without a second effect', async () => {
    await drop(directory, 'a.csv', gbkCsv(linesOf(0, 5)));
    await writeFile(join(directory, 'archive'), '');
    const source = open();
    await expect(takeAll(source)).rejects.toMatchObject({ name: 'SourceError', failed: 'missing-object' });
    const { checkpoint } = await takeAll(open(), null, { settle: false }).catch(() => ({ checkpoint: null }));
    expect(checkpoint).toBeNull();
    await rm(join(directory, 'archive'));
    expect((await takeAll(open())).records).toEqual([]);
    expect(await names(ARCHIVE)).toEqual(['a.csv']);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['has no header', Buffer.from('x,y\n'.repeat(2_000)), /应有列 编号/u],
    ['is in another charset', Buffer.from('编号,内容\n1,武进区户外广告设施\n'), /charset=utf-8/u],
    ['is empty', Buffer.alloc(0), /没有找到表头/u],
  ])('since it %s is put aside with the reason, and the stream goes on', async (_, content, reason) => {
    const layout = { ...GBK_CSV, csv: { header: ['编号', '内容'], footers: ['合计', '表格说明'] } };
    await drop(directory, 'a.csv', content);
    await drop(directory, 'b.csv', gbkCsv(linesOf(0, 2)));
    const source = open({ layout });
    const { records, refused, checkpoint } = await takeAll(source);
    expect(keysOf(records)).toEqual(['K0', 'K1']);
    expect(refused).toEqual([true]);
    expect(await names('rejected')).toEqual(['a.csv', 'a.csv.reason.txt']);
    const text = await readFile(join(directory, 'rejected', 'a.csv.reason.txt'), 'utf8');
    expect(text).toMatch(reason);
    expect(text).toMatch(/Reason: /u);
    // Mended and put back, it is read; so is another bad one of that name put aside beside it.
    await drop(directory, 'a.csv', gbkCsv(linesOf(7, 1)));
    expect(keysOf((await takeAll(source, checkpoint)).records)).toEqual(['K7']);
    await rename(join(directory, 'rejected', 'a.csv'), join(directory, 'a.csv'));
    expect((await takeAll(source, checkpoint)).refused).toEqual([true]);
    expect(await names('rejected')).toContain('a.csv');
  });

  it('in its middle is put aside there, also for a process that did not see it; put back, it is read from its beginning', async () => {
    const rows = Array.from({ length: 1_500 }, (_, index) => `{"编号":"K${index}"}`);
    const broken = `[${rows.join(',')} {"编号":"x"}]`;
    const layout = { format: 'json', charset: 'utf-8' } as const;
    const settings = { ...CSV_FILES, patterns: ['*.json'] };
    await drop(directory, 'a.json', broken);
    const { records, refused, checkpoint } = await takeAll(open({ layout, settings }));
    expect([records.length, refused]).toEqual([1_000, [true]]);
    await drop(directory, 'b.json', '[{"编号":"B"}]');
    const after = await takeAll(open({ layout, settings }), checkpoint);
    expect(keysOf(after.records)).toEqual(['B']);
    await rename(join(directory, 'rejected', 'a.json'), join(directory, 'a.json'));
    expect((await takeAll(open({ layout, settings }), checkpoint)).records).toHaveLength(1_000);
  });

  it('stays one that cannot be read, also when a piece behind the bad one was on its way already', async () => {
    const bad = Buffer.from([0x41, 0xff, 0x2c, 0x0a]);
    await drop(directory, 'a.csv', Buffer.concat([Buffer.from('编号,b\n1,2\n'), bad, Buffer.from('3,4\n')]));
    const layout = { format: 'csv', charset: 'utf-8' } as const;
    const source = open({ layout, settings: { ...CSV_FILES, rowsMax: 1 } });
    const reading = source.read(null, AbortSignal.timeout(9_000))[Symbol.asyncIterator]();
    const pieces = [await reading.next(), await reading.next(), await reading.next()].map(
      ({ value }) => value as Chunk,
    );
    expect(await source.settle(pieces[0]!.checkpoint, claimed(1))).toBe(true);
    const detail = { zh: '坏', en: 'bad' };
    expect(await source.settle(pieces[1]!.checkpoint, { kind: 'unreadable', at: 'line 3', detail })).toBe(
      true,
    );
    expect(await source.settle(pieces[2]!.checkpoint, claimed(1))).toBe(true);
    await rename(join(directory, 'rejected', 'a.csv'), join(directory, 'a.csv'));
    const { records, refused } = await takeAll(open({ layout }), pieces[2]!.checkpoint);
    expect([keysOf(records), refused]).toEqual([['1', 'broken', '3'], []]);
  });

  it('as a workbook is put aside too', async () => {
    const layout = { format: 'xlsx', charset: 'utf-8' } as const;
    const settings: FileSettings = { ...CSV_FILES, patterns: ['*.xlsx'], sheets: { titleRows: 1 } };
    await drop(directory, 'a.xlsx', 'no workbook');
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('x').addRows([['台账'], ['编号'], ['K0'], ['K1']]);
    await drop(directory, 'b.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()));
    const { records } = await takeAll(open({ layout, settings }));
    expect(keysOf(records)).toEqual(['K0', 'K1']);
    expect(records.map(({ line }) => line)).toEqual([3, 4]);
    expect(await names('rejected')).toEqual(['a.xlsx', 'a.xlsx.reason.txt']);
    expect(await names(ARCHIVE)).toEqual(['b.xlsx']);
  });

  it('pauses the stream when it cannot be put aside', async () => {
    await drop(directory, 'a.csv', Buffer.from('\n'));
    await mkdir(join(directory, 'rejected'));
    await writeFile(join(directory, 'rejected', 'a.csv'), '');
    const source = open();
    for (let number = 2; number <= 1_000; number++)
      await writeFile(join(directory, 'rejected', `a (${number}).csv`), '');
    expect((await takeAll(source)).refused).toEqual([false]);
  });
});

describe('files are taken', () => {
  it('when they are complete, in the order of their names', async () => {
    for (const name of ['c.csv', 'a.csv', 'B.CSV']) await drop(directory, name, gbkCsv([`${name},x,公开`]));
    for (const name of ['x.csv.part', '.hidden.csv', '~$a.csv', 'y.csv.tmp', 'readme.txt'])
      await writeFile(join(directory, name), gbkCsv(['never,x,公开']));
    expect(keysOf((await takeAll(open())).records)).toEqual(['B.CSV', 'a.csv', 'c.csv']);
  });

  it('also when there are very many of them', async () => {
    for (let number = 0; number < 500; number++)
      await writeFile(
        join(directory, `${String(number).padStart(4, '0')}.csv`),
        gbkCsv([`${number},x,公开`]),
      );
    const { records } = await takeAll(open({ processed: rememberedFiles() }));
    expect(keysOf(records)).toEqual(Array.from({ length: 500 }, (_, number) => `${number}`));
    expect(await names(ARCHIVE)).toHaveLength(500);
  });

  it('in the order of their times', async () => {
    for (const [place, name] of ['c.csv', 'a.csv', 'b.csv'].entries()) {
      await drop(directory, name, gbkCsv([`${name},x,公开`]));
      await utimes(join(directory, name), 1_000_000 + place, 1_000_000 + place);
    }
    const source = open({ settings: { ...CSV_FILES, order: 'time' } });
    expect(keysOf((await takeAll(source)).records)).toEqual(['c.csv', 'a.csv', 'b.csv']);
  });

  it('when their marker is there, which goes with them', async () => {
    const settings: FileSettings = { ...CSV_FILES, ready: { kind: 'marker', suffix: '.done' } };
    for (const name of ['a.csv', 'b.csv', 'c.csv'])
      await writeFile(join(directory, name), gbkCsv([`${name},x,公开`]));
    await writeFile(join(directory, 'b.csv.done'), '');
    await writeFile(join(directory, 'c.done'), '');
    const source = open({ settings });
    const { checkpoint, records } = await takeAll(source);
    expect(keysOf(records)).toEqual(['b.csv', 'c.csv']);
    expect(await names()).toEqual(['a.csv', 'archive']);
    expect(await names(ARCHIVE)).toEqual(['b.csv', 'b.csv.done', 'c.csv', 'c.done']);
    await writeFile(join(directory, 'a.done'), '');
    expect(keysOf((await takeAll(source, checkpoint)).records)).toEqual(['a.csv']);
  });

  it('when they have not changed for a while, those behind them after them', async () => {
    const settings: FileSettings = { ...CSV_FILES, ready: { kind: 'stable', seconds: 1 } };
    await writeFile(join(directory, 'a.csv'), gbkCsv([]).subarray(0, 40));
    await drop(directory, 'b.csv', gbkCsv(['b,x,公开']));
    const source = open({ settings });
    const reading = takeAll(source);
    const growing = setInterval(() => void appendFile(join(directory, 'a.csv'), '1,2,3\r\n'), 250);
    const first = await reading;
    clearInterval(growing);
    expect(first.records).toEqual([]);
    await writeFile(join(directory, 'a.csv'), gbkCsv(['a,x,公开']));
    expect(keysOf((await takeAll(source)).records)).toEqual(['a', 'b']);
  });

  it('by the layout that their name calls for', async () => {
    const settings: FileSettings = {
      ...CSV_FILES,
      patterns: ['*.csv', '*.json'],
      layouts: [
        { pattern: '*2025*.json', format: 'json', charset: 'utf-8', records: '/data' },
        { pattern: '*2024*', charset: 'utf-8', csv: { separator: ';' } },
      ],
    };
    await drop(directory, '2024.csv', '编号;内容\nA;x\n');
    await drop(directory, '2025.json', '{"data":[{"编号":"B"},{"编号":"C",}]}');
    await drop(directory, '2026.csv', gbkCsv(['D,x,公开']));
    expect(keysOf((await takeAll(open({ settings }))).records)).toEqual(['A', 'B', 'broken', 'D']);
  });

  it('from a folder below', async () => {
    await mkdir(join(directory, 'out', '许可'), { recursive: true });
    await drop(join(directory, 'out', '许可'), 'a.csv', gbkCsv(linesOf(0, 1)));
    const source = open({ settings: { ...CSV_FILES, subfolder: 'out/许可' } });
    expect((await takeAll(source)).records).toHaveLength(1);
    expect(await names(`out/许可/${ARCHIVE}`)).toEqual(['a.csv']);
  });
});

describe('the test of a connection', () => {
  it('says what it saw and leaves nothing behind but the folders', async () => {
    await drop(directory, 'a.csv', gbkCsv([]));
    expect(await open().test()).toEqual({ isOk: true, seen: expect.stringContaining('1 file') });
    expect(await names()).toEqual(['a.csv', 'archive', 'rejected']);
    expect(await names('archive')).toEqual([]);
  });

  it('names a missing folder and missing settings', async () => {
    const settings = { ...CSV_FILES, subfolder: 'none' };
    expect(await open({ settings }).test()).toMatchObject({ isOk: false, failed: 'missing-object' });
    const without = { ready: { kind: 'renamed' } } as unknown as FileSettings;
    expect(await open({ settings: without }).test()).toMatchObject({ isOk: false, failed: 'settings' });
  });
});
