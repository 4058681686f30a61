const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;
const HEX_DIGITS = 2;

/**
 * The bytes of a form's field, whatever charset they are in, and of everything else in the form, line by line; null where
 * the field is missing or percent signs are wrong.
 */
export function formField(form: Buffer, field: string): { value: Buffer; others: Buffer } | null {
  const wanted = Buffer.from(field);
  const others: Buffer[] = [];
  let value: Buffer | null = null;
  for (const pair of pairsOf(form)) {
    const decoded = percentDecoded(pair);
    if (!decoded) return null;
    const equals = pair.indexOf('=');
    const name = percentDecoded(pair.subarray(0, equals === -1 ? pair.length : equals))!;
    // Only the first one counts.
    if (value || !name.equals(wanted)) others.push(decoded, Buffer.from('\n'));
    else value = equals === -1 ? Buffer.alloc(0) : percentDecoded(pair.subarray(equals + 1))!;
  }
  return value && { value, others: Buffer.concat(others) };
}

function* pairsOf(form: Buffer): Generator<Buffer> {
  for (let start = 0; start <= form.length;) {
    const end = form.indexOf('&', start);
    yield form.subarray(start, end === -1 ? form.length : end);
    if (end === -1) return;
    start = end + 1;
  }
}

function percentDecoded(text: Buffer): Buffer | null {
  const bytes = Buffer.alloc(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!;
    if (byte !== PERCENT) {
      bytes[length++] = byte === PLUS ? SPACE : byte;
      continue;
    }
    const digits = text.toString('latin1', at + 1, at + 1 + HEX_DIGITS);
    if (!/^[\da-f]{2}$/iu.test(digits)) return null;
    bytes[length++] = Number.parseInt(digits, 16);
    at += HEX_DIGITS;
  }
  return bytes.subarray(0, length);
}
