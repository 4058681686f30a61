const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * A unified social credit code whose check characters are right (GB 32100-2015, GB 11714): `kind` is the two leading
 * characters, `serial` five characters of the alphabet that make it unique.
 */
export function usccOf(kind: string, serial: string): string {
  const base = `MA9${serial}`;
  const sum = [...base].reduce(
    (total, char, index) => total + organisationValue(char) * ORGANISATION_WEIGHTS[index]!,
    0,
  );
  const check = 11 - (sum % 11);
  const head = `${kind}320412${base}${check === 10 ? 'X' : check === 11 ? '0' : String(check)}`;
  const total = [...head].reduce(
    (so, char, index) => so + USCC_ALPHABET.indexOf(char) * USCC_WEIGHTS[index]!,
    0,
  );
  return head + USCC_ALPHABET[(31 - (total % 31)) % 31]!;
}

/** Serial number in base 31 over the code's alphabet, five characters. */
export function usccSerial(number: number): string {
  let rest = number;
  let text = '';
  for (let place = 0; place < 5; place += 1) {
    text = USCC_ALPHABET[rest % 31]! + text;
    rest = Math.floor(rest / 31);
  }
  return text;
}

/** An identity number with a right check digit (GB 11643); `birth` is `YYYYMMDD`, `order` three digits. */
export function idNumberOf(birth: string, order: string): string {
  const head = `320412${birth}${order}`;
  const sum = [...head].reduce((total, digit, index) => total + Number(digit) * ID_WEIGHTS[index]!, 0);
  return head + '10X98765432'[sum % 11]!;
}

/** Whether it is an identity number of Wujin whose check digit is right. */
export function isIdNumber(text: string): boolean {
  return idNumberOf(text.slice(6, 14), text.slice(14, 17)) === text;
}

function organisationValue(char: string): number {
  return char >= 'A' ? char.charCodeAt(0) - 55 : Number(char);
}
