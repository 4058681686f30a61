import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type SftpClient from 'ssh2-sftp-client';
import { SourceError } from '../../source-error.ts';
import type { SftpConnection } from '../file-connection.ts';
import { fileError } from '../file-errors.ts';
import type { FoundFile } from '../found-file.ts';
import type { DropPlace, TakenFile } from './drop-place.ts';
import { connectSftp } from './sftp-connect.ts';
import { sftpError } from './sftp-error.ts';

/**
 * A folder of an SFTP server. A file is fetched whole before its first row is read, so that it crosses the network once and
 * cannot change under the reader.
 */
export class SftpPlace implements DropPlace {
  readonly #connection: SftpConnection;
  readonly #spoolDirectory: string;
  #client: Promise<SftpClient> | null = null;

  constructor(connection: SftpConnection, spoolDirectory: string) {
    this.#connection = connection;
    this.#spoolDirectory = spoolDirectory;
  }

  async list(): Promise<FoundFile[]> {
    const entries = await this.#try('.', (client) => client.list(this.#full('.')));
    return entries
      .filter(({ type }) => type === '-')
      .map(({ name, size, modifyTime }) => ({ name, size, modifiedMs: modifyTime }));
  }

  async find(path: string): Promise<FoundFile | null> {
    return this.#try(path, async (client) => {
      if ((await client.exists(this.#full(path))) !== '-') return null;
      const { size, modifyTime } = await client.stat(this.#full(path));
      return { name: path, size, modifiedMs: modifyTime };
    });
  }

  async take(file: FoundFile, signal: AbortSignal): Promise<TakenFile> {
    const folder = await this.#spoolFolder(file.name);
    const path = join(folder, 'content');
    const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      const { digest, size } = await this.#try(file.name, (client) =>
        fetchFile(client, this.#full(file.name), path, signal),
      );
      const after = await this.find(file.name);
      const isWhole = after?.size === size && after.modifiedMs === file.modifiedMs && size === file.size;
      return { path, digest, size, isUnchanged: () => Promise.resolve(isWhole), release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  async move(from: string, to: string): Promise<boolean> {
    return this.#try(to, async (client) => {
      const target = this.#full(to);
      await client.mkdir(dirname(target), true);
      if ((await client.exists(target)) !== false) return false;
      await client.rename(this.#full(from), target);
      return true;
    });
  }

  async write(path: string, text: string): Promise<void> {
    await this.#try(path, async (client) => {
      await client.mkdir(dirname(this.#full(path)), true);
      await client.put(Buffer.from(text), this.#full(path));
    });
  }

  async remove(path: string): Promise<void> {
    await this.#try(path, (client) => client.delete(this.#full(path), true));
  }

  async describe(): Promise<string> {
    const { host, port = 22 } = this.#connection;
    await this.#connect();
    return `sftp ${host}:${port}`;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await (await client?.catch(() => undefined))?.end().catch(() => undefined);
  }

  #full(path: string): string {
    const { directory } = this.#connection;
    return path === '.' ? directory : `${directory.replace(/\/+$/u, '')}/${path}`;
  }

  #connect(): Promise<SftpClient> {
    this.#client ??= connectSftp(this.#connection, () => {
      this.#client = null;
    });
    return this.#client;
  }

  async #try<T>(name: string, run: (client: SftpClient) => Promise<T>): Promise<T> {
    try {
      return await run(await this.#connect());
    } catch (error) {
      if (error instanceof SourceError) throw error;
      throw sftpError(name, error);
    }
  }

  async #spoolFolder(name: string): Promise<string> {
    try {
      await mkdir(this.#spoolDirectory, { recursive: true, mode: 0o700 });
      return await mkdtemp(join(this.#spoolDirectory, 'exchange-file-'));
    } catch (error) {
      throw fileError(name, error);
    }
  }
}

async function fetchFile(
  client: SftpClient,
  remote: string,
  path: string,
  signal: AbortSignal,
): Promise<{ digest: string; size: number }> {
  const hash = createHash('sha256');
  const hashed = new PassThrough();
  hashed.on('data', (piece: Buffer) => hash.update(piece));
  const written = pipeline(hashed, createWriteStream(path), { signal });
  written.catch(() => undefined);
  await client.get(remote, hashed);
  await written;
  return { digest: hash.digest('hex'), size: (await stat(path)).size };
}
