import { createReadStream } from 'node:fs';
import {
  BODY_LIMITS,
  BodyFiller,
  rowSplitterOf,
  type DecodeOptions,
  type FilePlace,
  type RowSplitter,
  type SplitFormat,
} from '@exchange/decoding';
import type { PlaceInFile } from './file-checkpoint.ts';
import type { FileLayout } from './file-settings.ts';

/** A piece of a file that is a body of its own. */
export interface FileChunk {
  readonly body: Buffer;
  readonly decode: DecodeOptions;
  /** Where to go on after it. */
  readonly at: PlaceInFile;
  readonly isLast: boolean;
}

const READ_BYTES = 1_048_576;

/** The pieces of a text file from a place on (null: from its beginning), with a bounded part of it in memory. */
export async function* textChunks(
  path: string,
  layout: FileLayout & { readonly format: SplitFormat },
  rowsMax: number,
  from: FilePlace | null,
): AsyncGenerator<FileChunk, void, void> {
  const options = decodeOptionsOf(layout);
  const splitter = rowSplitterOf(options);
  if (from) {
    await readPrologue(path, splitter);
    splitter.goTo(from.offset);
  }
  const filler = new BodyFiller(splitter, { ...BODY_LIMITS, rowsMax }, from);
  const hasLines = layout.format === 'csv' || layout.format === 'ndjson';
  const chunksOf = (bodies: ReturnType<BodyFiller['push']>): FileChunk[] =>
    bodies.map(({ body, firstLine, end, isLast }) => ({
      body,
      decode: hasLines ? { ...options, firstLine } : options,
      at: { ...end },
      isLast,
    }));
  for await (const piece of piecesOf(path, from?.offset ?? 0)) yield* chunksOf(filler.push(piece));
  yield* chunksOf(filler.finish());
}

/** How a piece of such a file is decoded. */
export function decodeOptionsOf({
  format,
  charset,
  records,
  csv,
  isThroughSpreadsheet,
}: FileLayout & { readonly format: SplitFormat }): DecodeOptions & { readonly format: SplitFormat } {
  return {
    format,
    charset,
    isolateBroken: true,
    ...(records === undefined ? {} : { records }),
    ...(csv === undefined ? {} : { csv }),
    ...(isThroughSpreadsheet ? { isThroughSpreadsheet } : {}),
  };
}

/** What stands before the rows is read again, the rows up to the place where reading goes on are not. */
async function readPrologue(path: string, splitter: RowSplitter): Promise<void> {
  for await (const piece of piecesOf(path, 0)) {
    splitter.push(piece);
    if (splitter.prologue) return;
  }
  splitter.finish();
}

function piecesOf(path: string, start: number): AsyncIterable<Buffer> {
  return createReadStream(path, { start, highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>;
}
