import { isUtf8 } from 'node:buffer';
import { gbCharacterBytes, utf8CharacterBytes } from './character-bytes.ts';
import type { Charset } from './charset.ts';
import type { Unreadable } from './decoded-batch.ts';
import { declaredGbkButUtf8, explainInvalidBytes } from './invalid-bytes.ts';

/**
 * A body as UTF-8, which all formats are read from: there no byte of a longer character looks like a quote, a backslash or
 * a bracket, as second bytes of GBK do. Offsets in `utf8` lead back to the sender's own bytes.
 */
export interface SourceText {
  /** Valid UTF-8 without its byte order mark. */
  readonly utf8: Buffer;
  /** Views of the sender's bytes between ascending, not overlapping offsets of `utf8`. */
  readonly cut: (starts: readonly number[], ends: readonly number[]) => Buffer[];
  /** Offset in the body as it was sent. */
  readonly bodyOffset: (utf8Offset: number) => number;
}

const gb18030 = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true });
const UTF8_MARK_BYTES = 3;

export function readSourceText(body: Buffer, charset: Charset): SourceText | Unreadable {
  if (charset === 'utf-8') {
    return isUtf8(body) ? utf8Source(body) : explainInvalidBytes(body, charset);
  }
  const mistaken = declaredGbkButUtf8(body, charset);
  if (mistaken) return mistaken;
  let text: string;
  try {
    text = gb18030.decode(body);
  } catch {
    return explainInvalidBytes(body, charset);
  }
  return gbSource(body, text);
}

function utf8Source(body: Buffer): SourceText {
  const mark =
    body.length >= UTF8_MARK_BYTES && body.readUIntBE(0, UTF8_MARK_BYTES) === 0xefbbbf ? UTF8_MARK_BYTES : 0;
  return {
    utf8: mark === 0 ? body : body.subarray(mark),
    cut: (starts, ends) => starts.map((start, place) => body.subarray(start + mark, ends[place]! + mark)),
    bodyOffset: (offset) => offset + mark,
  };
}

function gbSource(body: Buffer, text: string): SourceText {
  const marked = text.startsWith('\ufeff');
  const utf8 = Buffer.from(marked ? text.slice(1) : text);
  const markBytes = marked ? 4 : 0;
  return {
    utf8,
    cut: (starts, ends) => {
      const cursor = { utf8: 0, body: markBytes };
      return starts.map((start, place) => {
        advance(cursor, start, utf8, body);
        const from = cursor.body;
        advance(cursor, ends[place]!, utf8, body);
        return body.subarray(from, cursor.body);
      });
    },
    bodyOffset: (offset) => {
      const cursor = { utf8: 0, body: markBytes };
      advance(cursor, offset, utf8, body);
      return cursor.body;
    },
  };
}

/** Walks both encodings of the same text in step. */
function advance(cursor: { utf8: number; body: number }, target: number, utf8: Buffer, body: Buffer): void {
  let at = cursor.utf8;
  let place = cursor.body;
  while (at < target) {
    at += utf8CharacterBytes(utf8[at]!);
    place += gbCharacterBytes(body, place);
  }
  cursor.utf8 = at;
  cursor.body = place;
}
