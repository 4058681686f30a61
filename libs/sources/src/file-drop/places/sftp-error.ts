import { networkStep } from '../../connecting/network-step.ts';
import type { SourceError } from '../../source-error.ts';
import { codeOf, FILE_WORDS, fileError, wordedError } from '../file-errors.ts';

/** What went wrong with a file or folder of an SFTP server: version 3 of the protocol has few codes of its own, in words. */
export function sftpError(name: string, error: unknown): SourceError {
  const text = error instanceof Error ? error.message : '';
  if (/No such file|ENOENT/iu.test(text)) return wordedError(name, FILE_WORDS.missing, error);
  if (/Permission denied|EACCES/iu.test(text)) return wordedError(name, FILE_WORDS.denied, error);
  if (/no space|quota/iu.test(text)) return wordedError(name, FILE_WORDS.full, error);
  if (/ENOSPC|EDQUOT/u.test(codeOf(error))) return fileError(name, error);
  if (/Unexpected (?:end|close)|No SFTP connection|Not connected|ECONN|EPIPE/iu.test(text)) {
    const gone = Object.assign(new Error(text, { cause: error }), { code: 'ECONNRESET' });
    return networkStep(gone);
  }
  return wordedError(name, FILE_WORDS.troubled, error);
}
