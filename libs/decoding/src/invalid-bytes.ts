import { isUtf8 } from 'node:buffer';
import type { Charset } from './charset.ts';
import { unreadable, type Unreadable } from './decoded-batch.ts';
import { gbCharacterBytes, utf8CharacterBytes } from './character-bytes.ts';

const gb18030 = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true });

/** Why a body is not in the charset that was declared, and which one its bytes look like. */
export function explainInvalidBytes(body: Buffer, charset: Charset): Unreadable {
  const invalid = firstInvalidByte(body, charset);
  const at = `byte ${invalid}`;
  const declared = declaredEncoding(body);
  const zhDeclared = declared ? `（XML 声明写的是 ${declared}）` : '';
  const enDeclared = declared ? ` (the XML declaration says ${declared})` : '';
  const actual = likelyCharset(body, charset, invalid);
  if (actual === null) {
    return unreadable(
      at,
      `报文不是有效的 ${charset} 编码${zhDeclared}`,
      `the body is not valid ${charset}${enDeclared}`,
    );
  }
  return unreadable(
    at,
    `声明的字符集是 ${charset}，但报文看来是 ${actual} 编码${zhDeclared}；请在 Content-Type 中写明 charset=${actual}`,
    `the declared charset is ${charset}, but the bytes look like ${actual}${enDeclared}: declare charset=${actual} in the Content-Type`,
  );
}

/** Chinese characters in UTF-8 that must be there before a body in "GBK" is taken for UTF-8: fewer may be chance. */
const UTF8_EVIDENCE_CHARACTERS_MIN = 4;

/**
 * UTF-8 read as GBK mostly gives no error but other, wrong characters, which nobody can repair later. Real GBK text is
 * practically never valid UTF-8 made of Chinese characters in the main.
 */
export function declaredGbkButUtf8(body: Buffer, charset: Charset): Unreadable | null {
  if (!isUtf8(body)) return null;
  const wide = wideCharacters(body.toString());
  if (wide.length < UTF8_EVIDENCE_CHARACTERS_MIN || wide.filter(isChinese).length * 2 <= wide.length)
    return null;
  return unreadable(
    `byte ${body.findIndex((byte) => byte >= 0x80)}`,
    `声明的字符集是 ${charset}，但报文是 utf-8 编码；请在 Content-Type 中写明 charset=utf-8`,
    `the declared charset is ${charset}, but the bytes are utf-8: declare charset=utf-8 in the Content-Type`,
  );
}

function likelyCharset(body: Buffer, declared: Charset, invalid: number): string | null {
  const mark = body.length >= 2 ? body.readUInt16BE(0) : 0;
  if (mark === 0xfffe || mark === 0xfeff) return 'utf-16';
  if (declared !== 'utf-8') return isUtf8(body) ? 'utf-8' : null;
  // Good characters before the bad byte, or a character cut off at the end, are damaged UTF-8 rather than GBK.
  const good = wideCharacters(body.toString('utf8', 0, invalid)).length;
  if (good >= UTF8_EVIDENCE_CHARACTERS_MIN || invalid + utf8CharacterBytes(body[invalid]!) > body.length)
    return null;
  try {
    const wide = wideCharacters(gb18030.decode(body));
    return wide.filter(isChinese).length * 2 > wide.length ? 'gb18030' : null;
  } catch {
    return null;
  }
}

function wideCharacters(text: string): string[] {
  return text.match(/[^\u0000-\u007f]/gu) ?? [];
}

function isChinese(character: string): boolean {
  return /[\p{Script=Han}\u2010-\u2027\u2160-\u217f\u25a0-\u266f\u3000-\u303f\uff00-\uffef·×〇]/u.test(
    character,
  );
}

function declaredEncoding(body: Buffer): string | null {
  const head = body.toString('latin1', 0, 200);
  return (
    /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(head)?.[1] ?? null
  );
}

const BLOCK_BYTES = 4096;

/** Blocks of whole characters are tested first, so that a large body costs no decoder call per character. */
function firstInvalidByte(body: Buffer, charset: Charset): number {
  const isValid = charset === 'utf-8' ? isUtf8 : isGb18030;
  const characterBytes = (at: number): number =>
    charset === 'utf-8' ? utf8CharacterBytes(body[at]!) : gbCharacterBytes(body, at);
  for (let start = 0; start < body.length;) {
    let end = start;
    while (end < body.length && end - start < BLOCK_BYTES) end += characterBytes(end);
    if (!isValid(body.subarray(start, end))) {
      for (let at = start; at < end; at += characterBytes(at)) {
        if (!isValid(body.subarray(at, at + characterBytes(at)))) return at;
      }
    }
    start = end;
  }
  return body.length;
}

function isGb18030(bytes: Buffer): boolean {
  try {
    gb18030.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
