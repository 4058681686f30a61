import type { FileLayout, FileSettings } from './file-settings.ts';
import { matchesPattern } from './name-pattern.ts';

/** How the file of this name is read. */
export function layoutOf(
  name: string,
  usual: FileLayout,
  settings: Pick<FileSettings, 'layouts' | 'sheets' | 'isThroughSpreadsheet'>,
): FileLayout {
  const own = settings.layouts?.find(({ pattern }) => matchesPattern(name, pattern));
  const { format, charset, records, csv, ...more } = { ...usual, ...own };
  const { sheets = settings.sheets, isThroughSpreadsheet = settings.isThroughSpreadsheet } = more;
  return {
    format,
    charset,
    ...(records === undefined ? {} : { records }),
    ...(csv === undefined ? {} : { csv }),
    ...(sheets === undefined ? {} : { sheets }),
    ...(isThroughSpreadsheet === undefined ? {} : { isThroughSpreadsheet }),
  };
}
