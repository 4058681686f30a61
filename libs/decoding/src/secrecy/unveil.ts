import { isUtf8 } from 'node:buffer';

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  starf: '★',
  bigstar: '★',
};

/**
 * A text with what hides characters resolved: escapes of JSON inside text, character references, percent encoding (file
 * names in addresses, in UTF-8 or GBK), and the tags of rich text taken out. Only for looking, never for storing.
 */
export function unveil(text: string): string {
  let shown = text;
  if (shown.includes('%')) shown = shown.replace(/(?:%[0-9a-f]{2})+/gi, percentDecoded);
  if (shown.includes('\\')) {
    // Text that was escaped twice has runs of backslashes.
    shown = shown
      .replace(/\\{2,}/g, '\\')
      .replace(/\\u\{?([0-9a-f]{4,6})\}?/gi, (whole, hex: string) =>
        character(Number.parseInt(hex, 16), whole),
      );
  }
  if (shown.includes('&')) shown = shown.replace(/&(#x?)?([0-9a-z]{1,8});/gi, characterReference);
  return shown.includes('<') ? shown.replace(/<[^<>]{0,400}>/g, '') : shown;
}

function percentDecoded(encoded: string): string {
  const bytes = Buffer.from(encoded.replaceAll('%', ''), 'hex');
  return isUtf8(bytes) ? bytes.toString() : new TextDecoder('gb18030').decode(bytes);
}

function characterReference(whole: string, mark: string | undefined, name: string): string {
  if (mark === undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
  return character(Number.parseInt(name, mark.length === 2 ? 16 : 10), whole);
}

function character(point: number, whole: string): string {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
