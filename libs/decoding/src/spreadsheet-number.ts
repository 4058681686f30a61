import type { JsonObject, Rejection } from '@exchange/contracts';
import { jsonPointer } from './json-pointer.ts';

/** A spreadsheet keeps 15 digits of a number: from here on the last ones may be zeros that nobody typed. */
const WHOLE_NUMBER_MAX = 1e15;

/** How a spreadsheet writes a long number into a text: 3.20412E+17. */
const SCIENTIFIC = /^\s*[+-]?\d(?:\.\d+)?E\+\d{2,3}\s*$/u;

/** The rejection of a record of which a spreadsheet took digits; null when every number is whole. */
export function findLossyCell(value: JsonObject): Rejection | null {
  for (const [name, cell] of Object.entries(value)) {
    const isLossy =
      typeof cell === 'number'
        ? Math.abs(cell) >= WHOLE_NUMBER_MAX
        : typeof cell === 'string' && SCIENTIFIC.test(cell);
    if (isLossy) return lossyCell(jsonPointer([name]));
  }
  return null;
}

function lossyCell(at: string): Rejection {
  return {
    code: 'lossy-number',
    at,
    detail: {
      zh: '电子表格按数值保存，超过 15 位的数字已丢失；请将该列设为文本格式后重新填写（证件号、编码等）',
      en: 'the spreadsheet took it for a number and kept 15 of its digits: format the column as text and enter it again (identity numbers, codes)',
    },
  };
}
