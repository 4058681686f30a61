import type { ConnectionStep } from '../port.ts';
import { SourceError } from '../source-error.ts';

interface Words {
  readonly failed: ConnectionStep;
  readonly isLasting?: boolean;
  readonly zh: string;
  readonly en: string;
}

const MISSING: Words = {
  failed: 'missing-object',
  zh: '目录或文件不存在，或网络盘未挂载',
  en: 'the folder or file does not exist, or its volume is not mounted',
};
const DENIED: Words = {
  failed: 'permission',
  zh: '没有读取、写入或移动的权限',
  en: 'it may not be read, written or moved',
};
const FULL: Words = {
  failed: 'protocol',
  zh: '磁盘空间或配额已满',
  en: 'the disk or the quota is full',
};
const TROUBLED: Words = {
  failed: 'protocol',
  zh: '文件系统出错',
  en: 'the file system failed',
};

const BY_CODE: Readonly<Record<string, Words>> = {
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  ESTALE: MISSING,
  ENODEV: MISSING,
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: DENIED,
  ENOSPC: FULL,
  EDQUOT: FULL,
};

/** What went wrong with a file or folder of this name, from the error of the file system. */
export function fileError(name: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const words = BY_CODE[codeOf(error)] ?? TROUBLED;
  return wordedError(name, words, error);
}

export const FILE_WORDS = { missing: MISSING, denied: DENIED, full: FULL, troubled: TROUBLED } as const;

export function wordedError(name: string, { failed, zh, en, isLasting }: Words, cause: unknown): SourceError {
  const words = { zh: `“${name}”：${zh}`, en: `"${name}": ${en}` };
  return new SourceError(failed, words, { cause, ...(isLasting === undefined ? {} : { isLasting }) });
}

export function isFileSystemError(error: unknown): boolean {
  return codeOf(error) !== '' && typeof error === 'object' && error !== null && 'syscall' in error;
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
