import { SourceError } from '../source-error.ts';
import { sftpError } from './places/sftp-error.ts';
import { fileError } from './file-errors.ts';

const coded = (code: string): Error => Object.assign(new Error('secret detail'), { code, syscall: 'rename' });

it.each([
  ['ENOENT', 'missing-object', true, /未挂载/u],
  ['EACCES', 'permission', true, /权限/u],
  ['EROFS', 'permission', true, /权限/u],
  ['ENOSPC', 'protocol', false, /已满/u],
  ['EDQUOT', 'protocol', false, /已满/u],
  ['EIO', 'protocol', false, /出错/u],
])('the error %s of a file system is %s', (code, failed, isLasting, words) => {
  const error = fileError('a.csv', coded(code));
  expect(error).toMatchObject({ failed, isLasting, zh: expect.stringMatching(words) });
  expect(error.message).toContain('a.csv');
  expect(error.message).not.toContain('secret');
});

it.each([
  ['rename: No such file /in/a.csv', 'missing-object'],
  ['_rename: Permission denied From: a To: b', 'permission'],
  ['get: write: No space left on device', 'protocol'],
  ['list: Unexpected close event', 'tcp'],
  ['list: Failure', 'protocol'],
])('what an SFTP server says, %j, is %s', (text, failed) => {
  expect(sftpError('a.csv', new Error(text))).toMatchObject({ failed });
});

it('an error that was told already stays what it is', () => {
  const told = new SourceError('settings', { zh: '', en: '' });
  expect(fileError('a.csv', told)).toBe(told);
});
