import type { Json } from '@exchange/contracts';

/** Stands for what is left out whole. */
export const MASKED = '***';

/**
 * One text as a reader without the right to personal data sees it, by `x-sensitivity`. A kind that is not known is masked
 * whole: a new kind must never be open by mistake.
 */
export function maskText(kind: string, text: string): string {
  switch (kind) {
    case 'person-name':
      return keepEnds(text, 1, 0);
    case 'id-number':
      return keepEnds(text, 1, 2);
    case 'phone':
      return /^\d{11}$/u.test(text) ? keepEnds(text, 3, 4) : keepEnds(text, 4, 2);
    case 'plate':
      return keepEnds(text, 3, 1);
    case 'address':
      return maskAddress(text);
    default:
      return MASKED;
  }
}

/** Coordinates to two decimals: about a kilometre. */
export function coarseLocation(value: Json): Json {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : MASKED;
}

/** Keeps so many characters at both ends and stars the rest; a text too short for that keeps its beginning, or nothing. */
function keepEnds(text: string, start: number, end: number): string {
  const characters = [...text];
  const tail = characters.length > start + end ? end : 0;
  const head = characters.length > start ? start : 0;
  const starred = characters.length - head - tail;
  return characters.slice(0, head).join('') + '*'.repeat(starred) + characters.slice(head + starred).join('');
}

/**
 * Down to the town or subdistrict, where the address begins with its names; from there on it would lead to a door. What has
 * a number, a house or a road before the town's name does not begin with it.
 */
function maskAddress(text: string): string {
  const town = /^(?:(?![\d\p{Nd}路号幢栋楼室村，,（(]).)*?(?:镇|街道|开发区|高新区|度假区)/u.exec(text)?.[0];
  return (town ?? [...text].slice(0, 3).join('')) + MASKED;
}
