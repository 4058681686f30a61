import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SharedTexts } from './shared-texts.ts';

describe('texts of a workbook', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'texts-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const textOf = (number: number): string =>
    number % 1_000 === 7 ? '长'.repeat(30_000) : number % 10 === 3 ? '' : `花园街${number}号😀`;

  async function filled(count: number): Promise<SharedTexts> {
    const texts = new SharedTexts(join(directory, 'spool'));
    for (let number = 0; number < count; number++) {
      texts.add(textOf(number));
      if (number % 100 === 99) await texts.spill(false);
    }
    await texts.spill(true);
    return texts;
  }

  it('that fit into memory are never on disk', async () => {
    const texts = await filled(3_000);
    expect(texts.count).toBe(3_000);
    expect(await readdir(directory)).toEqual([]);
    for (const number of [0, 7, 13, 2_999, 1_500, 1]) expect(texts.at(number)).toBe(textOf(number));
    await texts.close();
  });

  it('that do not are read back in any order, from a file that nobody finds', async () => {
    const count = 500_000;
    const texts = await filled(count);
    expect(await readdir(directory, { recursive: true })).toEqual(['spool']);
    let waits = 0;
    let number = 1;
    for (let read = 0; read < 3_000; read++) {
      number = (number * 48_271) % count;
      const found = texts.at(number);
      if (typeof found !== 'string') waits++;
      expect(await found).toBe(textOf(number));
    }
    expect(waits).toBeGreaterThan(1_000);
    waits = 0;
    for (number = 0; number < 100_000; number++) {
      const found = texts.at(number);
      if (typeof found !== 'string') waits++;
      if ((await found) !== textOf(number)) throw new Error(`text ${number}`);
    }
    expect(waits).toBeLessThan(1_000);
    await texts.close();
  });
});
