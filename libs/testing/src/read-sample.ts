import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceSettings } from '@exchange/catalog';
import { unwrap, type DecodeOptions } from '@exchange/decoding';

/** What there is of a workbook or an envelope that cannot be opened: no decoder can read it either. */
const NOTHING = Buffer.alloc(0);

/** A sample's body and how it is decoded, as the source of its stream would hand it in: a workbook is rows by now. */
export async function readSample(
  path: string,
  source: SourceSettings,
): Promise<{ readonly body: Buffer; readonly decode: DecodeOptions }> {
  if (source.kind === 'file') {
    // Every driver of every kind of source comes along: only for those who need it.
    const { layoutOf, readFileAtOnce, UnreadableWorkbook } = await import('../../sources/src/index.ts');
    try {
      return await readFileAtOnce(path, layoutOf(basename(path), source, source.file ?? {}));
    } catch (error) {
      if (!(error instanceof UnreadableWorkbook)) throw error;
      return { body: NOTHING, decode: { format: 'json', charset: 'utf-8' } };
    }
  }
  // The catalogue refuses workbooks of every other kind.
  const decode = source as DecodeOptions;
  const body = await readFile(path);
  if (!source.envelope) return { body, decode };
  const within = unwrap(body, source.envelope, source.charset);
  return { body: within.kind === 'document' ? within.document : NOTHING, decode };
}
