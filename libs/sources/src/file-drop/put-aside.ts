import { SourceError } from '../source-error.ts';
import type { DropPlace } from './places/drop-place.ts';

const NAMES_MAX = 1_000;

/** Moves a file into a folder, under another name where its own is taken: `许可 (2).csv`. Resolves with the new path. */
export async function putAside(place: DropPlace, name: string, folder: string): Promise<string> {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; number <= NAMES_MAX; number++) {
    const path = `${folder}/${number === 1 ? name : `${stem} (${number})${extension}`}`;
    if (await place.move(name, path)) return path;
  }
  throw new SourceError('permission', {
    zh: `“${folder}”中同名文件过多，无法移入“${name}”`,
    en: `"${folder}" holds too many files of the same name to move "${name}" there`,
  });
}
