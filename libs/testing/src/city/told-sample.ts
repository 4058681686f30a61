import { readFile } from 'node:fs/promises';
import type { StreamEntry } from '@exchange/catalog';
import { encodeReply, type Charset } from '@exchange/decoding';
import { recordsOf } from '../simulators/sample-documents.ts';
import type { SystemDocument } from '../simulators/simulator.ts';
import type { StorySample } from './story-samples.ts';
import type { Cast } from './cast.ts';
import { retellingOf } from './retell.ts';
import { toldWorkbook } from './told-workbook.ts';

/** A sample as any story has it. `edit` changes the text before it is written. */
export type ToldSample = (story: number, edit: (text: string) => string) => Promise<SystemDocument>;

/** Null where the sample's form is none that can be written here. */
export async function toldSampleOf(
  sample: StorySample,
  { source }: StreamEntry,
  cast: Cast,
): Promise<ToldSample | null> {
  const { name, path, body, decode } = sample;
  const whole = await readFile(path);
  if (path.endsWith('.xlsx')) {
    const { layoutOf, readFileAtOnce } = await import('../../../sources/src/index.ts');
    const layout = layoutOf(name, source, source.file ?? {});
    return async (story, edit) => {
      const made = await toldWorkbook(whole, cast, story, edit, (file) => readFileAtOnce(file, layout));
      return { name, body: made.workbook, records: recordsOf(made.rows, decode) };
    };
  }
  const wrap = source.envelope ? wrapping(whole, body, source.envelope, source.charset) : null;
  if (source.envelope && !wrap) return null;
  const retell = retellingOf(textOf(source.envelope ? body : whole, decode.charset), cast);
  return async (story, edit) => {
    const document = encodeReply(edit(retell(story)), decode.charset);
    const records = recordsOf(document, decode);
    return wrap ? { name, body: wrap(document), document, records } : { name, body: document, records };
  };
}

/** With its byte order mark, where it has one. */
function textOf(bytes: Buffer, charset: Charset): string {
  return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
}

type Wrap = (document: Buffer) => Buffer;

/** Puts another document into the envelope of a sample; null where it does not stand there as it is. */
function wrapping(
  whole: Buffer,
  document: Buffer,
  envelope: NonNullable<StreamEntry['source']['envelope']>,
  charset: Charset,
): Wrap | null {
  if (envelope.kind === 'form') {
    const fields = whole.toString('latin1').split('&');
    const at = fields.findIndex((field) => field.startsWith(`${envelope.field}=`));
    return (made) => Buffer.from(fields.with(at, `${envelope.field}=${formText(made)}`).join('&'), 'latin1');
  }
  const start = whole.indexOf(document);
  if (start < 0 || charset !== 'utf-8') return null;
  return (made) => Buffer.concat([whole.subarray(0, start), made, whole.subarray(start + document.length)]);
}

const PLAIN = /[A-Za-z0-9*._-]/u;

/** As a form sends it, byte by byte: whatever the charset. */
function formText(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    const char = String.fromCodePoint(byte);
    if (PLAIN.test(char)) return char;
    return char === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
