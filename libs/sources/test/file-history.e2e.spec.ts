import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../src/port.ts';
import {
  drop,
  gbkCsv,
  keysOf,
  linesOf,
  openFiles,
  rememberedFiles,
  removeFolder,
  takeAll,
  temporaryFolder,
} from './file-world.ts';

const NEVER = new AbortController().signal;

let directory: string;
let history: string;
const processed = rememberedFiles();

beforeEach(async () => {
  directory = await temporaryFolder();
  history = join(directory, 'history');
});
afterEach(() => removeFolder(directory));

const open = (isHistory: boolean): Source =>
  openFiles({ kind: 'folder', directory }, { processed, isHistory });

test('files below history are left to the back-fill, and those that come to the live reader', async () => {
  await mkdir(history);
  await drop(history, '2024.csv', gbkCsv(linesOf(0, 30)));
  await drop(history, '2025.csv', gbkCsv(linesOf(30, 10)));
  await drop(directory, 'today.csv', gbkCsv(linesOf(100, 3)));
  const [live, old] = [open(false), open(true)];
  expect(keysOf((await takeAll(live)).records)).toEqual(['K100', 'K101', 'K102']);
  const { records } = await takeAll(old);
  expect(keysOf(records)).toEqual(Array.from({ length: 40 }, (_, index) => `K${index}`));
  expect((await takeAll(live)).records).toEqual([]);
  expect((await readdir(history)).sort()).toEqual(['archive']);
  expect(await readdir(join(history, 'archive', '2026-11-24'))).toEqual(['2024.csv', '2025.csv']);
  await live.close();
  await old.close();
});

test('tells how many bytes there are, and how many are left at any place', async () => {
  await mkdir(history);
  const files = [gbkCsv(linesOf(1_000, 2_500)), gbkCsv(linesOf(5_000, 10))];
  const [first = 0, second = 0] = files.map(({ length }) => length);
  for (const [index, file] of files.entries()) await writeFile(join(history, `${index}.csv`), file);
  const source = open(true);
  expect(await source.held!(null, NEVER)).toEqual({ unit: 'bytes', amount: first + second });
  const { checkpoint } = await takeAll(source, null, { chunksMax: 1 });
  const left = (await source.held!(checkpoint, NEVER))!.amount;
  expect(left).toBeLessThan(first + second);
  expect(left).toBeGreaterThan(second);
  const end = await takeAll(source, checkpoint);
  expect(await source.held!(end.checkpoint, NEVER)).toEqual({ unit: 'bytes', amount: 0 });
  await source.close();
});

test('says that the folder is missing before anything is begun', async () => {
  const source = open(true);
  expect(await source.test()).toMatchObject({ isOk: false, failed: 'missing-object' });
  await source.close();
});
