import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '@exchange/contracts';
import type { HeldAmount } from '@exchange/store';
import type { Chunk, ConnectionReport, Settlement, Source } from '../port.ts';
import type { AnswerRoom } from '../running/answer-room.ts';
import { SourceError } from '../source-error.ts';
import { FileChooser, markersOf } from './choose-file.ts';
import { chunksInRoom } from './chunks-in-room.ts';
import { fileOf, readCheckpoint, writeCheckpoint, type FileCheckpoint } from './file-checkpoint.ts';
import { textChunks, type FileChunk } from './file-chunks.ts';
import { checkSettings } from './check-settings.ts';
import { fileError, isFileSystemError } from './file-errors.ts';
import { layoutOf } from './file-layout.ts';
import { archiveFolder, rejectedFolder, type FileLayout, type FileSettings } from './file-settings.ts';
import { isSameFile, type FoundFile } from './found-file.ts';
import type { DropPlace, TakenFile } from './places/drop-place.ts';
import type { FileFate, FileStream, ProcessedFiles } from './processed-files.ts';
import { putAside } from './put-aside.ts';
import { reasonText } from './reason-text.ts';
import { sheetChunks } from './sheets/sheet-chunks.ts';
import { UnreadableWorkbook } from './sheets/unreadable-workbook.ts';
import { testPlace } from './test-place.ts';

export interface FileSourceOptions {
  readonly stream: FileStream;
  readonly layout: FileLayout;
  readonly settings: FileSettings;
  readonly place: DropPlace;
  readonly processed: ProcessedFiles;
  /** Where the texts of a large workbook are kept while it is read. */
  readonly spoolDirectory: string;
  /** Bounds what the sources of the process have read ahead. */
  readonly room: AnswerRoom;
  readonly now: () => Date;
  readonly onNotice?: (notice: FileNotice) => void;
}

/** Something that somebody should know of although reading goes on. */
export interface FileNotice {
  /** `duplicate`: its content was taken before; `changed`: it changed while it was read; `rejected`: it cannot be read. */
  readonly kind: 'duplicate' | 'changed' | 'rejected';
  readonly file: string;
}

const ROWS_MAX = 1_000;
const LISTING_MS_MAX = 5_000;
const NO_FILE: FoundFile = { name: '', size: -1, modifiedMs: 0 };

/**
 * Files that a system drops into a folder, one after the other.
 *
 * - A file is known by the digest of its content: the same content again is archived and takes no second effect.
 * - A file that changes while it is read is not read on: reading fails, and the changed file is read from its beginning as
 *   another one once it is complete. Rows that were taken from the first part come again, as they are or changed.
 * - A file that vanishes before its end keeps the stream waiting, since the rest of it is missing: for somebody who puts it
 *   back or sets the stream's position back.
 */
export class FileSource implements Source {
  readonly #options: FileSourceOptions;
  readonly #place: DropPlace;
  readonly #chooser: FileChooser;
  readonly #closing = new AbortController();
  /** Files that were read to their end or given up, for as long as they are still there. */
  readonly #passed = new Map<string, FoundFile>();
  /** Files of the last listing that are ready, the next one last. */
  #known: { readonly files: FoundFile[]; readonly untilMs: number } = { files: [], untilMs: 0 };
  readonly #rejected = new Set<string>();

  constructor(options: FileSourceOptions) {
    this.#options = options;
    this.#place = options.place;
    this.#chooser = new FileChooser(options.settings);
  }

  async *read(after: Json | null, signal: AbortSignal): AsyncGenerator<Chunk, void, void> {
    const stopping = AbortSignal.any([signal, this.#closing.signal]);
    let position = readCheckpoint(after);
    checkSettings(this.#options.settings);
    try {
      for (;;) {
        const file = await this.#next(position, stopping);
        if (!file || stopping.aborted) return;
        yield* this.#readFile(file, position, stopping);
        if (stopping.aborted) return;
        this.#passed.set(file.name, file);
        position = null;
      }
    } catch (error) {
      if (!stopping.aborted) throw error;
    }
  }

  async settle(checkpoint: Json, settlement: Settlement): Promise<boolean> {
    const position = readCheckpoint(checkpoint);
    if (!position) return true;
    if (settlement.kind === 'unreadable') {
      try {
        await this.#reject(position, settlement);
        return true;
      } catch (error) {
        if (error instanceof SourceError && error.failed === 'permission') return false;
        throw error;
      }
    }
    if (position.isDone && !(await this.#wasRejected(position)))
      await this.#archive(fileOf(position), position.digest);
    return true;
  }

  /** Of a workbook it is not known how far within its bytes a row is: it counts whole until it is done. */
  async held(after: Json | null): Promise<HeldAmount> {
    const position = readCheckpoint(after);
    const files = this.#chooser.candidates(await this.#place.list());
    const isThere = files.some(({ name }) => name === position?.file);
    const offset = position && 'offset' in position.at ? position.at.offset : 0;
    const passed = position && isThere ? (position.isDone ? position.size : offset) : 0;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return { unit: 'bytes', amount: Math.max(bytes - passed, 0) };
  }

  test(): Promise<ConnectionReport> {
    const { settings } = this.#options;
    return testPlace(this.#place, settings, (listed) => this.#chooser.candidates(listed));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#place.close();
  }

  /** The file that was not read to its end, else the next one in order. */
  async #next(position: FileCheckpoint | null, signal: AbortSignal): Promise<FoundFile | null> {
    if (position && !position.isDone) {
      const file = await this.#place.find(position.file);
      if (file) return file;
      if ((await this.#fate(position.digest)) !== 'rejected') throw vanished(position.file);
    }
    const known = await this.#nextKnown();
    if (known) return known;
    const { ready } = this.#options.settings;
    let patienceMs = ready.kind === 'stable' ? 2_000 * ready.seconds : 0;
    for (;;) {
      const listed = await this.#place.list();
      const nowMs = performance.now();
      const byName = new Map(listed.map((file) => [file.name, file]));
      for (const [name, passed] of this.#passed)
        if (!isSameFile(byName.get(name) ?? NO_FILE, passed)) this.#passed.delete(name);
      const choice = this.#chooser.choose(
        listed.filter(({ name }) => !this.#passed.has(name)),
        nowMs,
      );
      const [first, ...others] = choice.files;
      this.#known = { files: others.toReversed(), untilMs: nowMs + LISTING_MS_MAX };
      if (first) return first;
      if (choice.waitMs === null || patienceMs <= 0) return null;
      patienceMs -= choice.waitMs;
      await sleep(choice.waitMs, undefined, { signal });
    }
  }

  /** The next file of a listing that is not old. Were the folder listed for each file, a full one would take for ever. */
  async #nextKnown(): Promise<FoundFile | null> {
    const file = performance.now() < this.#known.untilMs ? this.#known.files.pop() : undefined;
    if (!file) return null;
    const found = await this.#place.find(file.name);
    return found && isSameFile(found, file) ? found : null;
  }

  async *#readFile(
    file: FoundFile,
    position: FileCheckpoint | null,
    signal: AbortSignal,
  ): AsyncGenerator<Chunk, void, void> {
    const taken = await this.#place.take(file, signal);
    try {
      if (!(await taken.isUnchanged())) throw changed(file.name);
      const { digest } = taken;
      this.#rejected.delete(digest);
      const fate = await this.#fate(digest);
      const isSame = position?.digest === digest;
      if (fate === 'taken' || (fate === null && isSame && position.isDone)) {
        if (fate === 'taken') this.#notice('duplicate', file.name);
        await this.#archive(file, digest);
        return;
      }
      if (position && !position.isDone && !isSame) this.#notice('changed', file.name);
      // What was rejected and put back is read from its beginning: part of it was skipped.
      const from = isSame && fate === null ? position.at : null;
      yield* this.#chunks(file, taken, from, signal);
    } catch (error) {
      throw isFileSystemError(error) ? fileError(file.name, error) : error;
    } finally {
      await taken.release();
    }
  }

  async *#chunks(
    file: FoundFile,
    taken: TakenFile,
    from: FileCheckpoint['at'] | null,
    signal: AbortSignal,
  ): AsyncGenerator<Chunk, void, void> {
    const { digest } = taken;
    const at = { file: file.name, digest, size: file.size, modifiedMs: file.modifiedMs };
    try {
      const pieces = this.#piecesOf(file.name, taken.path, from);
      for await (const chunk of chunksInRoom(pieces, this.#options.room, signal)) {
        // Looked at after the piece was read, so that what is passed on was there when the digest was taken.
        if (!(await taken.isUnchanged())) throw changed(file.name);
        if (this.#rejected.has(digest)) return;
        const checkpoint = writeCheckpoint({ ...at, at: chunk.at, isDone: chunk.isLast });
        yield { body: chunk.body, decode: chunk.decode, operation: 'upsert', checkpoint };
        if (this.#rejected.has(digest)) return;
      }
    } catch (error) {
      if (!(error instanceof UnreadableWorkbook)) throw error;
      await this.#reject({ ...at, at: from ?? { sheet: 0, row: 1 }, isDone: false }, error);
    }
  }

  #piecesOf(name: string, path: string, from: FileCheckpoint['at'] | null): AsyncIterable<FileChunk> {
    const { settings } = this.#options;
    const { rowsMax = ROWS_MAX } = settings;
    const layout = layoutOf(name, this.#options.layout, settings);
    const { format } = layout;
    if (format === 'xlsx') {
      const place = from && 'sheet' in from ? from : null;
      return sheetChunks(path, layout, {
        rowsMax,
        from: place,
        spoolDirectory: this.#options.spoolDirectory,
      });
    }
    return textChunks(path, { ...layout, format }, rowsMax, from && 'offset' in from ? from : null);
  }

  async #archive(file: FoundFile, digest: string): Promise<void> {
    const { processed, settings, stream, now } = this.#options;
    await processed.add(stream, { digest, name: file.name, size: file.size, fate: 'taken' });
    await this.#moveAway(file, `${archiveFolder(settings)}/${day(now())}`);
  }

  async #reject(
    position: FileCheckpoint,
    reason: { readonly at: string; readonly detail: { readonly zh: string; readonly en: string } },
  ): Promise<void> {
    const { processed, settings, stream, now } = this.#options;
    const { digest, file: name, size } = position;
    this.#rejected.add(digest);
    await processed.add(stream, { digest, name, size, fate: 'rejected' });
    const movedTo = await this.#moveAway(fileOf(position), rejectedFolder(settings));
    if (movedTo) await this.#place.write(`${movedTo}.reason.txt`, reasonText(name, reason, now()));
    this.#notice('rejected', name);
  }

  /** Null when the file is not there any more, or another one of its name is. */
  async #moveAway(file: FoundFile, folder: string): Promise<string | null> {
    const found = await this.#place.find(file.name);
    if (!found || !isSameFile(found, file)) return null;
    // The marker goes first: left alone it would call the next file of that name complete.
    for (const marker of markersOf(file.name, this.#options.settings.ready)) {
      if (await this.#place.find(marker)) await putAside(this.#place, marker, folder);
    }
    return putAside(this.#place, file.name, folder);
  }

  /** A piece behind an unreadable one may have been on its way already. It makes no file taken that was put aside. */
  async #wasRejected({ file, digest }: FileCheckpoint): Promise<boolean> {
    return (await this.#fate(digest)) === 'rejected' && (await this.#place.find(file)) === null;
  }

  #fate(digest: string): Promise<FileFate | null> {
    return this.#options.processed.fate(this.#options.stream, digest);
  }

  #notice(kind: FileNotice['kind'], file: string): void {
    this.#options.onNotice?.({ kind, file });
  }
}

/** Date in Wujin. */
function day(now: Date): string {
  return now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

function changed(name: string): SourceError {
  return new SourceError('protocol', {
    zh: `“${name}”在读取时被改动；写完后将重新从头读取`,
    en: `"${name}" changed while it was read: it will be read from its beginning when it is complete`,
  });
}

function vanished(name: string): SourceError {
  return new SourceError('missing-object', {
    zh: `“${name}”尚未读完就不见了；请放回原文件，或由管理员重置该数据流的读取位置`,
    en: `"${name}" is gone before it was read to its end: put it back, or have the stream's position reset`,
  });
}
