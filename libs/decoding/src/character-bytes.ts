/** Bytes of the UTF-8 character that starts with `lead`. */
export function utf8CharacterBytes(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/**
 * Bytes of the GBK or GB18030 character at an offset. 0x80 is the euro sign of old Windows machines; a digit as second byte
 * starts one of GB18030's four-byte characters.
 */
export function gbCharacterBytes(body: Buffer, at: number): number {
  if (body[at]! <= 0x80) return 1;
  const second = body[at + 1] ?? 0x40;
  return second >= 0x30 && second <= 0x39 ? 4 : 2;
}

/**
 * Offset after the GBK or GB18030 character at an offset. Other than `gbCharacterBytes` it takes no byte along that cannot
 * belong to the character, so that a broken one hides no line break.
 */
export function gbCharacterEnd(body: Buffer, at: number): number {
  if (body[at]! <= 0x80) return at + 1;
  const second = body[at + 1] ?? 0;
  if (second >= 0x40) return at + 2;
  const isLong = isDigit(second) && (body[at + 2] ?? 0) > 0x80 && isDigit(body[at + 3] ?? 0);
  return isLong ? at + 4 : at + 1;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
