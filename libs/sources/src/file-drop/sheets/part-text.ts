import { isUtf8 } from 'node:buffer';
import { unreadable } from './unreadable-workbook.ts';

/** As text it is no large object yet: the memory of one is only freed when all garbage is collected. */
const TEXT_BYTES = 32_768;

/** The text of an XML part. Parts are in UTF-8 or UTF-16; what is not is damaged. */
export async function* partText(pieces: AsyncIterable<Buffer>): AsyncGenerator<string, void, void> {
  let decode: ((piece: Buffer) => string) | null = null;
  for await (const piece of pieces) {
    decode ??= decoderOf(piece);
    for (let at = 0; at < piece.length; at += TEXT_BYTES) yield decode(piece.subarray(at, at + TEXT_BYTES));
  }
}

function decoderOf(start: Buffer): (piece: Buffer) => string {
  const [first, second] = start;
  if (first === 0xff || second === 0x00) return wideDecoder('utf-16le');
  if (first === 0xfe || first === 0x00) return wideDecoder('utf-16be');
  let isStart = true;
  let kept: Buffer = Buffer.alloc(0);
  return (piece) => {
    const bytes = kept.length === 0 ? piece : Buffer.concat([kept, piece]);
    const end = wholeCharacters(bytes);
    const whole = bytes.subarray(0, end);
    kept = bytes.subarray(end);
    if (!isUtf8(whole)) throw unreadable('damaged');
    const text = whole.toString('utf8');
    const from = isStart && text.startsWith('\ufeff') ? 1 : 0;
    isStart = false;
    return text.slice(from);
  };
}

function wideDecoder(encoding: string): (piece: Buffer) => string {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (piece) => {
    try {
      return decoder.decode(piece, { stream: true });
    } catch (error) {
      throw unreadable('damaged', error);
    }
  };
}

/** How many of the bytes are before a character of UTF-8 that has only begun. */
function wholeCharacters(bytes: Buffer): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return size > back ? length - back : length;
    }
  }
  return length;
}
