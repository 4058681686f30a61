import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Json } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS, type DecodedRecord } from '@exchange/decoding';
import type { SourceRow } from '@exchange/testing';
import { openFileSource } from '../src/file-drop/open-file-source.ts';
import type { FileConnection } from '../src/file-drop/file-connection.ts';
import type { FileLayout, FileSettings } from '../src/file-drop/file-settings.ts';
import type { FileNotice } from '../src/file-drop/file-source.ts';
import type { ProcessedFile, ProcessedFiles } from '../src/file-drop/processed-files.ts';
import type { Settlement, Source } from '../src/port.ts';

export const GBK_CSV: FileLayout = {
  format: 'csv',
  charset: 'gbk',
  csv: { titleRows: 1, footers: ['合计', '表格说明'] },
};
export const CSV_FILES: FileSettings = { patterns: ['*.csv'], ready: { kind: 'renamed' } };

/** What was processed, for as long as the test lasts. */
export function rememberedFiles(): ProcessedFiles & { readonly files: ReadonlyMap<string, ProcessedFile> } {
  const files = new Map<string, ProcessedFile>();
  return {
    files,
    fate: (_stream, digest) => Promise.resolve(files.get(digest)?.fate ?? null),
    add: (_stream, file) => {
      files.set(file.digest, file);
      return Promise.resolve();
    },
  };
}

export interface Opening {
  readonly layout?: FileLayout;
  readonly settings?: FileSettings;
  readonly processed?: ProcessedFiles;
  readonly isHistory?: boolean;
  readonly onNotice?: (notice: FileNotice) => void;
}

export function openFiles(connection: FileConnection, opening: Opening = {}): Source {
  const { layout = GBK_CSV, settings = CSV_FILES, processed = rememberedFiles() } = opening;
  const { isHistory = false, onNotice } = opening;
  return openFileSource({
    stream: { system: 'outdoor-advertising', stream: 'licenses' },
    layout,
    settings,
    connection,
    isHistory,
    processed,
    spoolDirectory: tmpdir(),
    now: () => new Date('2026-11-24T04:00:00Z'),
    ...(onNotice ? { onNotice } : {}),
  });
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'file-drop-'));
}

/** Writes a file as a careful system does: under another name, then renamed. */
export async function drop(folder: string, name: string, content: string | Buffer): Promise<void> {
  await writeFile(join(folder, `${name}.part`), content);
  await rename(join(folder, `${name}.part`), join(folder, name));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** A GBK file as a spreadsheet leaves it: a title, a wrapped header cell, remarks below. */
export function gbkCsv(lines: readonly string[]): Buffer {
  return iconv.encode(
    ['户外广告设施台账,,', '编号,"内\n容",密级', ...lines, '合计,,', '表格说明：仅供测试,,', ''].join('\r\n'),
    'gbk',
  );
}

export function csvLine({ key, text, marking = '公开' }: SourceRow): string {
  return [key, `"${text.replaceAll('"', '""')}"`, marking].join(',');
}

export function rowOf(value: Record<string, unknown>): { key: string; text: string } {
  return { key: String(value['编号']), text: String(value['内容']) };
}

export interface Taken {
  readonly records: DecodedRecord[];
  readonly checkpoint: Json;
  /** Chunks that were unreadable: what the source answered. */
  readonly refused: boolean[];
}

/** Reads, claims and settles until the source holds no more, as a gateway process does, or until so many chunks came. */
export async function takeAll(
  source: Source,
  after: Json | null = null,
  options: { chunksMax?: number; settle?: boolean } = {},
): Promise<Taken> {
  const { chunksMax = Infinity, settle = true } = options;
  const taken = { records: [] as DecodedRecord[], checkpoint: after as Json, refused: [] as boolean[] };
  let chunks = 0;
  for await (const chunk of source.read(after, AbortSignal.timeout(30_000))) {
    const batch = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
    taken.checkpoint = JSON.parse(JSON.stringify(chunk.checkpoint)) as Json;
    if (batch.kind === 'records') {
      taken.records.push(...batch.records);
      if (settle) await source.settle(chunk.checkpoint, claimed(batch.records.length));
    } else {
      taken.refused.push(await source.settle(chunk.checkpoint, batch));
    }
    if (++chunks >= chunksMax) break;
  }
  return taken;
}

export function claimed(records: number): Settlement {
  const outcome = { records, accepted: records, quarantined: 0, events: records, reports: [] };
  return { kind: 'done', receiptId: '01990000-0000-7000-8000-000000000000', outcome };
}

/** Rows with these keys. */
export function linesOf(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => csvLine({ key: `K${from + index}`, text: '户外广告' }));
}

export function keysOf(records: readonly DecodedRecord[]): string[] {
  return records.map((record) => ('value' in record ? String(record.value['编号']) : 'broken'));
}
