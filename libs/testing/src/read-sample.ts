import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceSettings } from '@exchange/catalog';
import { unwrap, type DecodeOptions } from '@exchange/decoding';

/** A sample's body and how it is decoded, as the source of its stream would hand it in: a workbook is rows by now. */
export async function readSample(
  path: string,
  source: SourceSettings,
): Promise<{ readonly body: Buffer; readonly decode: DecodeOptions }> {
  if (source.kind === 'file') {
    // Every driver of every kind of source comes along: only for those who need it.
    const { layoutOf, readFileAtOnce } = await import('../../sources/src/index.ts');
    return readFileAtOnce(path, layoutOf(basename(path), source, source.file ?? {}));
  }
  // The catalogue refuses workbooks of every other kind.
  const decode = source as DecodeOptions;
  const body = await readFile(path);
  if (!source.envelope) return { body, decode };
  const within = unwrap(body, source.envelope, source.charset);
  // Without its document there is nothing that a decoder could read.
  return { body: within.kind === 'document' ? within.document : Buffer.alloc(0), decode };
}
