import { createHmac, type KeyObject } from 'node:crypto';

const IDENTITY_CHARS_MAX = 256;
/** Shorter numbers (`2024-1`) are given out by many systems for different things. Letters, digits and Han count. */
const NUMBER_CHARS_MIN = 7;
const MASKED = /[*＊×●]/u;
const SAME_CHARACTER = /^(.)\1*$/u;

/**
 * The form in which two spellings of one identity are equal, for matching only; null when the text is no identity to
 * match by: masked by its source, a placeholder, or too short to tell anything. Personal numbers come back as a keyed
 * digest.
 *
 * @param personKey secret of the digest; the same one for as long as digests are kept
 */
export function normaliseIdentity(kind: string, text: string, personKey: KeyObject): string | null {
  if (text.length > IDENTITY_CHARS_MAX || MASKED.test(text)) return null;
  const plain = text.normalize('NFKC').toUpperCase().replaceAll(/\s+/gu, '');
  switch (kind) {
    case 'uscc':
      return normaliseUscc(plain);
    case 'organisation-code':
      return normaliseOrganisationCode(plain);
    case 'person-id':
    case 'contact-id':
      return personDigest(plain, personKey);
    case 'plate':
      return /^[\p{Script=Han}A-Z0-9]{6,10}$/u.test(plate(plain)) ? plate(plain) : null;
    default:
      return normaliseNumber(plain);
  }
}

/** Brackets of every kind become 〔〕: NFKC leaves 〔〕 and 【】 alone, and systems use them for each other. */
function normaliseNumber(plain: string): string | null {
  const number = plain.replaceAll(/[([【［〔]/gu, '〔').replaceAll(/[)\]】］〕]/gu, '〕');
  const significant = number.replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (
    significant.length < NUMBER_CHARS_MIN ||
    !/[0-9]/u.test(significant) ||
    SAME_CHARACTER.test(significant)
  )
    return null;
  return number;
}

function plate(plain: string): string {
  return plain.replaceAll(/[·•.\-—]/gu, '');
}

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** Placeholders such as 91110000MA01XXXXXX; a code that passes its check may hold such a run. */
const LONG_RUN = /(.)\1{4}/u;

// A failing check alone does not disqualify a code: some that were issued in the early pilots really fail it.
function normaliseUscc(plain: string): string | null {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/u.test(plain) || SAME_CHARACTER.test(plain)) return null;
  const sum = USCC_WEIGHTS.reduce(
    (total, weight, at) => total + weight * USCC_ALPHABET.indexOf(plain.charAt(at)),
    0,
  );
  const isValid = USCC_ALPHABET.charAt((31 - (sum % 31)) % 31) === plain.charAt(17);
  return isValid || !LONG_RUN.test(plain) ? plain : null;
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

function normaliseOrganisationCode(plain: string): string | null {
  const code = plain.replaceAll('-', '');
  if (!/^[0-9A-Z]{8}[0-9X]$/u.test(code) || SAME_CHARACTER.test(code)) return null;
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * parseInt(code.charAt(at), 36),
    0,
  );
  const check = 11 - (sum % 11);
  const expected = check === 10 ? 'X' : check === 11 ? '0' : String(check);
  return expected === code.charAt(8) ? code : null;
}

/** Characters 9 to 17 of a USCC are the organisation code, where they pass its own check (GB 11714). */
export function organisationCodeOf(uscc: string): string | null {
  return normaliseOrganisationCode(uscc.slice(8, 17));
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';
const PASSPORT_CHARS_MIN = 8;

function personDigest(plain: string, key: KeyObject): string | null {
  const number = personNumber(plain);
  return number === null ? null : createHmac('sha256', key).update(number).digest('base64url').slice(0, 32);
}

// Old 15-digit numbers and 18-digit ones of the same person are one identity; what fails its check is no identity.
function personNumber(plain: string): string | null {
  if (SAME_CHARACTER.test(plain)) return null;
  if (/^[0-9]{15}$/u.test(plain)) {
    const body = `${plain.slice(0, 6)}19${plain.slice(6)}`;
    return isDate(body.slice(6, 14)) ? body + idCheck(body) : null;
  }
  if (/^[0-9]{17}[0-9X]$/u.test(plain))
    return isDate(plain.slice(6, 14)) && idCheck(plain) === plain.charAt(17) ? plain : null;
  const isDocument = /^(?=.*[0-9])[0-9A-Z()-]+$/u.test(plain) && plain.length >= PASSPORT_CHARS_MIN;
  return isDocument && !/^[0-9]{15,}$/u.test(plain) ? plain : null;
}

function idCheck(number: string): string {
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number.charAt(at)), 0);
  return ID_CHECKS.charAt(sum % 11);
}

function isDate(compact: string): boolean {
  const [year, month, day] = [compact.slice(0, 4), compact.slice(4, 6), compact.slice(6, 8)].map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}
