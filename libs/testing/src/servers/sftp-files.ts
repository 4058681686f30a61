import {
  open,
  lstat,
  mkdir,
  readdir,
  realpath,
  rename,
  rmdir,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2';

const { STATUS_CODE, flagsToString } = ssh2.utils.sftp;

type Opened =
  | { readonly kind: 'file'; readonly file: FileHandle }
  | { readonly kind: 'folder'; entries: readonly FileEntry[] | null };

const READ_BYTES_MAX = 256 * 1024;

/**
 * Answers the requests of one SFTP session with the files of a folder, which is `/` to the client. Nothing outside of it is
 * reached, also not by links; links themselves are neither made nor read.
 */
export function serveFiles(session: SFTPWrapper, root: string): void {
  const opened = new Map<number, Opened>();
  let handles = 0;
  const keep = (request: number, one: Opened): void => {
    handles += 1;
    opened.set(handles, one);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(handles);
    session.handle(request, handle);
  };
  const held = (handle: Buffer): Opened | undefined =>
    handle.length === 4 ? opened.get(handle.readUInt32BE()) : undefined;
  const fileOf = (handle: Buffer): FileHandle => {
    const one = held(handle);
    if (one?.kind === 'file') return one.file;
    throw Object.assign(new Error('no such handle'), { code: 'EBADF' });
  };
  /** Whatever fails is answered with the status that says so. */
  const answer = (request: number, run: () => Promise<void>): void => {
    run().catch((error: unknown) => session.status(request, statusOf(error)));
  };
  const done = (request: number): void => session.status(request, STATUS_CODE.OK);
  const within = (path: string): Promise<string> => pathWithin(root, path);

  session.on('REALPATH', (request, path) => {
    const filename = posix.resolve('/', path);
    session.name(request, [{ filename, longname: filename, attrs: NO_ATTRIBUTES }]);
  });
  session.on('STAT', (request, path) =>
    answer(request, async () => void session.attrs(request, attributesOf(await stat(await within(path))))),
  );
  session.on('LSTAT', (request, path) =>
    answer(request, async () => void session.attrs(request, attributesOf(await lstat(await within(path))))),
  );
  session.on('FSTAT', (request, handle) =>
    answer(request, async () => void session.attrs(request, attributesOf(await fileOf(handle).stat()))),
  );
  session.on('OPENDIR', (request, path) =>
    answer(request, async () =>
      keep(request, { kind: 'folder', entries: await entriesOf(await within(path)) }),
    ),
  );
  session.on('READDIR', (request, handle) => {
    const folder = held(handle);
    if (folder?.kind !== 'folder') return void session.status(request, STATUS_CODE.FAILURE);
    const { entries } = folder;
    folder.entries = null;
    // An empty list would be asked for again and again.
    if (entries === null || entries.length === 0) session.status(request, STATUS_CODE.EOF);
    else session.name(request, [...entries]);
  });
  session.on('OPEN', (request, path, flags) =>
    answer(request, async () => {
      const file = await open(await within(path), flagsToString(flags) ?? 'r');
      keep(request, { kind: 'file', file });
    }),
  );
  session.on('READ', (request, handle, offset, length) =>
    answer(request, async () => {
      const { bytesRead, buffer } = await fileOf(handle).read({
        buffer: Buffer.alloc(Math.min(length, READ_BYTES_MAX)),
        position: offset,
      });
      if (bytesRead === 0) session.status(request, STATUS_CODE.EOF);
      else session.data(request, buffer.subarray(0, bytesRead));
    }),
  );
  session.on('WRITE', (request, handle, offset, data) =>
    answer(request, async () => {
      await fileOf(handle).write(data, 0, data.length, offset);
      done(request);
    }),
  );
  session.on('CLOSE', (request, handle) =>
    answer(request, async () => {
      const one = held(handle);
      opened.delete(handle.readUInt32BE());
      if (one?.kind === 'file') await one.file.close();
      done(request);
    }),
  );
  const changing = (change: (path: string) => Promise<unknown>) => (request: number, path: string) =>
    answer(request, async () => {
      await change(await within(path));
      done(request);
    });
  session.on('REMOVE', changing(unlink));
  session.on('RMDIR', changing(rmdir));
  session.on(
    'MKDIR',
    changing((path) => mkdir(path)),
  );
  // Times and rights that a client wants are of no use here.
  session.on('SETSTAT', done);
  session.on('FSETSTAT', done);
  session.on('RENAME', (request, from, to) =>
    answer(request, async () => {
      const target = await within(to);
      // Version 3 of the protocol: a file that is there is not replaced.
      if (await isThere(target)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
      await rename(await within(from), target);
      done(request);
    }),
  );
  session.on('close', () => {
    for (const one of opened.values()) if (one.kind === 'file') one.file.close().catch(() => undefined);
    opened.clear();
  });
}

const NO_ATTRIBUTES: Attributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };

/** Throws where the path, or what it links to, is outside. */
async function pathWithin(root: string, path: string): Promise<string> {
  const full = join(root, posix.resolve('/', path));
  const real = await realpath(full).catch(async (error: unknown) => {
    // What is to be made is where its folder is.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && full !== root) return realpath(dirname(full));
    throw error;
  });
  if (real === root || real.startsWith(root + sep)) return full;
  throw Object.assign(new Error('outside'), { code: 'EACCES' });
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function entriesOf(folder: string): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  for (const filename of await readdir(folder)) {
    const found = await lstat(join(folder, filename)).catch(() => null);
    // It may have been moved away in the meantime.
    if (!found) continue;
    const kind = found.isDirectory() ? 'd' : found.isFile() ? '-' : 'l';
    entries.push({
      filename,
      longname: `${kind}rw-r--r-- 1 0 0 ${found.size} ${filename}`,
      attrs: attributesOf(found),
    });
  }
  return entries;
}

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.trunc(atimeMs / 1_000), mtime: Math.trunc(mtimeMs / 1_000) };
}

function statusOf(error: unknown): number {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS_CODE.NO_SUCH_FILE;
  return code === 'EACCES' || code === 'EPERM' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}
