import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog, StreamEntry } from '@exchange/catalog';
import { finderOf, readSample, searchTables } from '@exchange/testing';
import type { Store } from '@exchange/store';

const HAN = /\p{Script=Han}/u;
const WORD = /[\p{Script=Han}〔〕（）\d]{8,}/gu;
const FILE_BYTES_MAX = 2 ** 30;

/**
 * Looks through every table and every file of the servers for text that only the refused, marked samples hold. The
 * result must be 0: a marked record leaves nothing behind but where, when and by which rule it was refused.
 */
export async function countMarkedTraces(
  catalog: Catalog,
  pool: Store['pool'],
  directories: readonly string[],
): Promise<number> {
  const words = await markedWords(catalog);
  if (words.length === 0) throw new Error('there is no marked sample to look for');
  let found = await searchTables(pool, words);
  const finder = finderOf(words);
  for (const directory of directories) {
    for await (const content of filesBelow(directory)) {
      if (finder.isIn(content)) found += 1;
    }
  }
  return found;
}

/** Runs of text that stand in a sample whose golden says "blocked" and in no other sample. */
async function markedWords(catalog: Catalog): Promise<string[]> {
  const marked = new Set<string>();
  const elsewhere: string[] = [];
  for (const { streams } of catalog.systems.values()) {
    for (const entry of streams.values()) {
      for (const { text, isBlocked } of await samplesOf(entry)) {
        if (isBlocked) for (const word of wordsOf(text)) marked.add(word);
        else elsewhere.push(text);
      }
    }
  }
  return [...marked].filter((word) => !elsewhere.some((text) => text.includes(word)));
}

async function samplesOf(entry: StreamEntry): Promise<Array<{ text: string; isBlocked: boolean }>> {
  return Promise.all(
    entry.samples.map(async ({ name, path }) => {
      const golden = JSON.parse(await readFile(join(path, '../../golden', `${name}.json`), 'utf8')) as object;
      return { text: await textOf(path, entry), isBlocked: 'blocked' in golden };
    }),
  );
}

/** Numbers alone prove nothing: other records may have them. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => word).filter((word) => HAN.test(word));
}

/** As its records read, whatever is around them: percent signs of a form would hide every word. */
async function textOf(path: string, { source }: StreamEntry): Promise<string> {
  const read = await readSample(path, source).catch(() => null);
  return read
    ? new TextDecoder(read.decode.charset).decode(read.body)
    : new TextDecoder(source.charset).decode(await readFile(path));
}

async function* filesBelow(directory: string): AsyncGenerator<Buffer> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    try {
      const content = await readFile(join(entry.parentPath, entry.name));
      if (content.length <= FILE_BYTES_MAX) yield content;
    } catch (error) {
      // The server may remove a file of its own at any moment.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
