import { isRealDate } from '@exchange/contracts';
import type { Value } from '../value.ts';
import { idNumberCheckDigit, organisationCheckDigit, usccCheckDigit } from './check-digits.ts';
import { identityContacts } from './identity-contacts.ts';
import { foldIdentity, isOneCharacter, rejectShape, settleOddity } from './identity-fold.ts';
import { NO_PARAMETERS, type MappingFunction, type StepRun } from './mapping-function.ts';

/**
 * Codes of the early pilots that were issued for real with a check digit that does not fit; they are not worth a warning.
 */
const ISSUED_ALL_THE_SAME: ReadonlySet<string> = new Set(['91350211M00013FA1N', '91350203M0001QAY9B']);

const USCC = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

export const identityFunctions: readonly MappingFunction[] = [
  {
    name: 'identity.uscc',
    summary: {
      zh: '统一社会信用代码（GB 32100）：统一宽度和大小写；校验位不符保留并提醒，全零等占位值置空并提醒',
      en: 'Unified social credit code (GB 32100): width and case folded; a wrong check digit is kept with a warning, a placeholder such as all zeros is empty with a warning',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    examples: [
      { input: ' 91320105780688132k ', output: '91320105780688132K' },
      { input: '９１３５０１００Ｍ０００１００Ｙ４３', output: '91350100M000100Y43' },
      { input: '9132 0105 7806 88132K', output: '91320105780688132K' },
      { input: '914403001922038210', output: '914403001922038210', warning: 'uscc-check-digit' },
      { input: '91350203M0001QAY9B', output: '91350203M0001QAY9B' },
      { input: '000000000000000000', output: null, warning: 'placeholder-identity' },
      { input: '9132010578068****K', output: '9132010578068****K', warning: 'masked-identity' },
      { input: '9132010578068813', rejection: 'bad-identity' },
      { input: '9.132E+17', rejection: 'lossy-number' },
    ],
    compile: () => (text, run) => {
      if (text.length === 18 && usccCheckDigit(text) === text[17] && !isOneCharacter(text)) return text;
      const code = foldIdentity(text);
      const odd = settleOddity(text, code, run);
      if (odd) return odd.value;
      if (!USCC.test(code))
        return rejectShape(
          '统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）',
          'a unified social credit code has 18 digits or capitals (without I, O, S, V, Z)',
          run,
        );
      if (usccCheckDigit(code) !== code[17] && !ISSUED_ALL_THE_SAME.has(code))
        run.warn(
          'uscc-check-digit',
          '统一社会信用代码校验位不符，请核对',
          'the check digit of the unified social credit code is wrong; please verify',
        );
      return code;
    },
  },
  {
    name: 'identity.idNumber',
    summary: {
      zh: '居民身份证号（GB 11643）：15 位升 18 位，x 转大写；打码的原样保留并提醒；出生日期不存在则退回，校验位不符保留并提醒',
      en: 'Citizen identity number (GB 11643): 15 digits become 18, x a capital; a masked one is kept as given with a warning, an impossible birth date is rejected, a wrong check digit kept with a warning',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    examples: [
      { input: '33010219200403064x', output: '33010219200403064X' },
      { input: '330102200403064', output: '33010219200403064X' },
      { input: '932682198501010017', output: '932682198501010017' },
      { input: '330921************', output: '330921************', warning: 'masked-identity' },
      { input: '340524198001010013', output: '340524198001010013', warning: 'id-number-check-digit' },
      { input: '201511221897205960', rejection: 'bad-identity' },
      { input: '360198910283844', rejection: 'bad-identity' },
      { input: '111111111111111', output: null, warning: 'placeholder-identity' },
      { input: 321083197812162100, rejection: 'lossy-number' },
      { input: '3.21E+17', rejection: 'lossy-number' },
    ],
    compile: () => readIdNumber,
  },
  {
    name: 'identity.organisationCode',
    summary: {
      zh: '组织机构代码（GB 11714），去掉连字符，9 位',
      en: 'Organisation code (GB 11714) in nine characters, without its hyphen',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    examples: [
      { input: '66600721-7', output: '666007217' },
      { input: '59498494x', output: '59498494X' },
      { input: '66600721-8', output: '666007218', warning: 'organisation-code-check-digit' },
      { input: '00000000-0', output: null, warning: 'placeholder-identity' },
      { input: '6660072', rejection: 'bad-identity' },
    ],
    compile: () => (text, run) => {
      const code = foldIdentity(text).replace(/[-—–]/gu, '');
      const odd = settleOddity(text, code, run);
      if (odd) return odd.value;
      if (!/^[0-9A-Z]{8}[0-9X]$/.test(code))
        return rejectShape(
          '组织机构代码应为 8 位本体代码加 1 位校验码',
          'an organisation code has eight characters and a check character',
          run,
        );
      if (organisationCheckDigit(code) !== code[8])
        run.warn(
          'organisation-code-check-digit',
          '组织机构代码校验位不符，请核对',
          'the check digit of the organisation code is wrong; please verify',
        );
      return code;
    },
  },
  ...identityContacts,
];

function readIdNumber(text: string, run: StepRun): Value {
  const number = foldIdentity(text);
  const odd = settleOddity(text, number, run);
  if (odd) return odd.value;
  if (!/^(\d{15}|\d{17}[\dX])$/.test(number))
    return rejectShape('身份证号应为 15 位或 18 位', 'an identity number has 15 or 18 digits', run);
  const long = number.length === 18 ? number : `${number.slice(0, 6)}19${number.slice(6)}`;
  const [year, month, day] = [
    Number(long.slice(6, 10)),
    Number(long.slice(10, 12)),
    Number(long.slice(12, 14)),
  ];
  if (
    year < 1850 ||
    !isRealDate(year, month, day) ||
    long.slice(6, 14) > run.receivedTime.slice(0, 10).replaceAll('-', '')
  )
    return rejectShape(
      '身份证号中的出生日期不存在',
      'the birth date within the identity number does not exist',
      run,
    );
  const check = idNumberCheckDigit(long);
  if (long.length === 17) return long + check;
  if (check !== long[17])
    run.warn(
      'id-number-check-digit',
      '身份证号校验位不符，请核对',
      'the check digit of the identity number is wrong; please verify',
    );
  return long;
}
