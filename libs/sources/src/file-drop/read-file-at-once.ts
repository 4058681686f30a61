import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { DecodeOptions } from '@exchange/decoding';
import { decodeOptionsOf } from './file-chunks.ts';
import type { FileLayout } from './file-settings.ts';
import { sheetChunks } from './sheets/sheet-chunks.ts';

/** A whole file as one body, as its source would read it: for samples and trials. Throws `UnreadableWorkbook`. */
export async function readFileAtOnce(
  path: string,
  layout: FileLayout,
): Promise<{ readonly body: Buffer; readonly decode: DecodeOptions }> {
  const { format } = layout;
  if (format !== 'xlsx')
    return { body: await readFile(path), decode: decodeOptionsOf({ ...layout, format }) };
  const bodies: Buffer[] = [];
  let decode: DecodeOptions = { format: 'ndjson', charset: 'utf-8' };
  const reading = { rowsMax: Infinity, from: null, spoolDirectory: tmpdir() };
  for await (const chunk of sheetChunks(path, layout, reading)) {
    if (bodies.length === 0) ({ decode } = chunk);
    bodies.push(chunk.body);
  }
  return { body: Buffer.concat(bodies), decode };
}
