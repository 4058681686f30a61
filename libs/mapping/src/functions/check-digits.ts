const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_VALUES: number[] = [];
for (const [value, character] of [...USCC_ALPHABET].entries()) USCC_VALUES[character.charCodeAt(0)] = value;
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Check character of a unified social credit code (GB 32100-2015) from its first 17; undefined for a foreign character. */
export function usccCheckDigit(code: string): string | undefined {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) {
    const value = USCC_VALUES[code.charCodeAt(index)];
    if (value === undefined) return undefined;
    sum += value * (USCC_WEIGHTS[index] as number);
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31];
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of an organisation code (GB 11714) from its first eight. */
export function organisationCheckDigit(code: string): string {
  let sum = 0;
  for (let index = 0; index < 8; index += 1)
    sum += Number.parseInt(code[index] as string, 36) * (ORGANISATION_WEIGHTS[index] as number);
  const check = 11 - (sum % 11);
  return check === 11 ? '0' : check === 10 ? 'X' : String(check);
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of a citizen identity number (GB 11643) from its first 17 digits. */
export function idNumberCheckDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index += 1)
    sum += (digits.charCodeAt(index) - 0x30) * (ID_WEIGHTS[index] as number);
  return '10X98765432'[sum % 11] as string;
}
