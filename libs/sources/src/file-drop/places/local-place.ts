import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf, fileError } from '../file-errors.ts';
import { isSameFile, type FoundFile } from '../found-file.ts';
import type { DropPlace, TakenFile } from './drop-place.ts';

/**
 * A folder of this machine or a mounted one. Files are read where they are: who changes one while it is read is noticed by
 * its size and time, and by its digest when reading is taken up again.
 */
export class LocalPlace implements DropPlace {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = resolve(directory);
  }

  async list(): Promise<FoundFile[]> {
    const entries = await this.#try('.', () => readdir(this.#directory, { withFileTypes: true }));
    const files: FoundFile[] = [];
    for (const entry of entries) {
      const found = entry.isFile() ? await this.find(entry.name) : null;
      if (found) files.push(found);
    }
    return files;
  }

  async find(path: string): Promise<FoundFile | null> {
    return this.#try(path, async () => {
      try {
        const found = await stat(this.#full(path));
        return found.isFile()
          ? { name: path, size: found.size, modifiedMs: Math.trunc(found.mtimeMs) }
          : null;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    });
  }

  async take(file: FoundFile, signal: AbortSignal): Promise<TakenFile> {
    const path = this.#full(file.name);
    const hash = createHash('sha256');
    await this.#try(file.name, () => pipeline(createReadStream(path), hash, { signal }));
    return {
      path,
      digest: hash.digest('hex'),
      size: file.size,
      isUnchanged: async () => {
        const now = await this.find(file.name);
        return now !== null && isSameFile(now, file);
      },
      release: () => Promise.resolve(),
    };
  }

  async move(from: string, to: string): Promise<boolean> {
    return this.#try(to, async () => {
      const [source, target] = [this.#full(from), this.#full(to)];
      await mkdir(dirname(target), { recursive: true });
      try {
        await placeUnderNewName(source, target);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      }
      await unlink(source);
      return true;
    });
  }

  async write(path: string, text: string): Promise<void> {
    await this.#try(path, async () => {
      await mkdir(dirname(this.#full(path)), { recursive: true });
      await writeFile(this.#full(path), text);
    });
  }

  async remove(path: string): Promise<void> {
    await this.#try(path, () => rm(this.#full(path), { force: true }));
  }

  describe(): Promise<string> {
    return Promise.resolve('folder');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #full(path: string): string {
    return join(this.#directory, path);
  }

  async #try<T>(name: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw fileError(name, error);
    }
  }
}

/** Renaming would replace a file of that name; a link does not. Where there are no links, or across volumes, it is copied. */
async function placeUnderNewName(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(codeOf(error))) throw error;
    await copyFile(source, target, constants.COPYFILE_EXCL).catch(async (failure: unknown) => {
      // Half a copy under the archive's name would pass for the file.
      if (codeOf(failure) !== 'EEXIST') await rm(target, { force: true });
      throw failure;
    });
  }
}
