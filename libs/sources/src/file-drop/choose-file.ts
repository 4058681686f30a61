import type { FileReadiness, FileSettings } from './file-settings.ts';
import { isSameFile, type FoundFile } from './found-file.ts';
import { matchesPattern } from './name-pattern.ts';

/** Names under which files are written by common programs before they are complete; `~$` are lock files of spreadsheets. */
const INCOMPLETE = /^(?:\.|~\$)|\.(?:tmp|part|partial|filepart|crdownload)$/iu;

export interface Choice {
  /** Complete, in the order in which they are to be taken. */
  readonly files: readonly FoundFile[];
  /** In so many milliseconds the next one may be; null: none is on its way. */
  readonly waitMs: number | null;
}

/** Remembers since when files have looked as they do. */
export class FileChooser {
  readonly #settings: FileSettings;
  #seen = new Map<string, { readonly file: FoundFile; readonly sinceMs: number }>();

  constructor(settings: FileSettings) {
    this.#settings = settings;
  }

  /** The files of a listing that are the stream's, complete or not, in order. */
  candidates(listed: readonly FoundFile[]): FoundFile[] {
    const { patterns, order = 'name', ready } = this.#settings;
    return listed
      .filter(
        ({ name }) => !INCOMPLETE.test(name) && patterns.some((pattern) => matchesPattern(name, pattern)),
      )
      .filter(({ name }) => ready.kind !== 'marker' || !name.endsWith(ready.suffix))
      .sort(
        (one, other) =>
          (order === 'time' ? one.modifiedMs - other.modifiedMs : 0) || compareNames(one, other),
      );
  }

  /** The files that may be taken. `nowMs` only ever grows. */
  choose(listed: readonly FoundFile[], nowMs: number): Choice {
    const candidates = this.candidates(listed);
    const { ready } = this.#settings;
    if (ready.kind === 'renamed') return { files: candidates, waitMs: null };
    if (ready.kind === 'stable') return this.#stable(candidates, ready.seconds, nowMs);
    const names = new Set(listed.map(({ name }) => name));
    const files = candidates.filter(({ name }) => markersOf(name, ready).some((marker) => names.has(marker)));
    return { files, waitMs: null };
  }

  #look(files: readonly FoundFile[], nowMs: number): void {
    const seen = new Map<string, { file: FoundFile; sinceMs: number }>();
    for (const file of files) {
      const before = this.#seen.get(file.name);
      seen.set(file.name, before && isSameFile(before.file, file) ? before : { file, sinceMs: nowMs });
    }
    this.#seen = seen;
  }

  #stable(candidates: readonly FoundFile[], seconds: number, nowMs: number): Choice {
    this.#look(candidates, nowMs);
    const waits = candidates.map(
      ({ name }) => (this.#seen.get(name)?.sinceMs ?? nowMs) + seconds * 1_000 - nowMs,
    );
    const first = waits.findIndex((wait) => wait > 0);
    return first === -1
      ? { files: candidates, waitMs: null }
      : { files: candidates.slice(0, first), waitMs: waits[first]! };
  }
}

/** Names of the files that say that a file is complete. */
export function markersOf(name: string, ready: FileReadiness): string[] {
  if (ready.kind !== 'marker') return [];
  const dot = name.lastIndexOf('.');
  return [name + ready.suffix, ...(dot > 0 ? [name.slice(0, dot) + ready.suffix] : [])];
}

/** By their characters, not by a language: the order must be the same on every machine. */
function compareNames(one: FoundFile, other: FoundFile): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
