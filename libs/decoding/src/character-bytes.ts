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
