import { SourceError } from '../source-error.ts';
import type { FileSettings } from './file-settings.ts';

/** A stream's settings are merged from its system's and its own, so what must be there is known only here. */
export function checkSettings({ patterns, ready }: Partial<FileSettings>): void {
  if (!patterns || patterns.length === 0) throw missing('patterns');
  if (!ready) throw missing('ready');
}

function missing(name: string): SourceError {
  return new SourceError('settings', {
    zh: `该数据流的 file 设置缺少 ${name}`,
    en: `the stream's settings "file" have no "${name}"`,
  });
}
