import { narrowText, isSpace } from '../value.ts';
import { foldIdentity, rejectShape, settleOddity } from './identity-fold.ts';
import { NO_PARAMETERS, parameters, type MappingFunction } from './mapping-function.ts';

const PLATE =
  /^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z](?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领试超]|[A-HJ-NP-Z0-9]{6})$/u;
const PHONE =
  /^(?:1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}|[2-9]\d{6,7}|1\d{2,4}|9\d{4,5})$/;

/** Identities that are not certified by a check digit: plates, telephone numbers, document numbers. */
export const identityContacts: readonly MappingFunction[] = [
  {
    name: 'identity.plate',
    summary: {
      zh: '车牌号：去掉间隔点、空白，统一宽度和大小写；新能源 8 位',
      en: 'Number plate without its dot and white space, width and case folded; eight characters for new-energy vehicles',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    examples: [
      { input: '苏D·12345', output: '苏D12345' },
      { input: '苏ｄ　Ａ１２３４', output: '苏DA1234' },
      { input: '苏D-F12345', output: '苏DF12345' },
      { input: '苏D1234挂', output: '苏D1234挂' },
      { input: '苏D4***0', output: '苏D4***0', warning: 'masked-identity' },
      { input: 'D12345', rejection: 'bad-identity' },
    ],
    compile: () => (text, run) => {
      const plate = foldIdentity(text).replace(/[·•・.．‧\-—－]/gu, '');
      const odd = settleOddity(text, plate, run);
      if (odd) return odd.value;
      return PLATE.test(plate) ? plate : rejectShape('车牌号格式不对', 'this is not a number plate', run);
    },
  },
  {
    name: 'identity.phone',
    summary: {
      zh: '电话号码：去掉 +86、空白、括号；固定电话写作 区号-号码；areaCode 补上本地号码的区号',
      en: 'Telephone number without +86, white space and brackets; a landline as area-number; areaCode is set before a local number',
    },
    parameters: parameters({ areaCode: { type: 'string', pattern: '^0\\d{2,3}$' } }),
    accepts: 'text',
    gives: 'text',
    examples: [
      { input: '+86 138 0000 0000', output: '13800000000' },
      { input: '(0519)86310000', output: '0519-86310000' },
      { input: '0519－8631 0000', output: '0519-86310000' },
      { input: '86310000', params: { areaCode: '0519' }, output: '0519-86310000' },
      { input: '180****1999', output: '180****1999', warning: 'masked-identity' },
      { input: '123', output: '123' },
      { input: '手机', rejection: 'bad-identity' },
    ],
    compile:
      ({ areaCode }) =>
      (text, run) => {
        const folded = foldIdentity(text)
          .replace(/[—–－]/gu, '-')
          .replace(/^\(?(0\d{2,3})\)-?/, '$1-');
        const odd = settleOddity(text, folded, run);
        if (odd) return odd.value;
        const bare = folded.replace(/^(?:\+86|0086|86(?=1\d{10}$))-?/, '');
        const number = /^1\d{2}-?\d{4}-?\d{4}$/.test(bare) ? bare.replaceAll('-', '') : bare;
        if (!PHONE.test(number))
          return rejectShape('电话号码格式不对', 'this is not a telephone number', run);
        const local = /^[2-9]\d{6,7}$/.test(number);
        if (local) return areaCode === undefined ? number : `${String(areaCode)}-${number}`;
        return number.replace(/^(01\d|02\d|0[3-9]\d{2})-?(?=\d{7})/, '$1-');
      },
  },
  {
    name: 'identity.documentNumber',
    summary: {
      zh: '文书号用于比对的形式：各种括号统一为〔〕，去掉空白，统一宽度；原文另存',
      en: 'A document number in the form used for matching: every bracket becomes 〔〕, no white space, width folded; keep the original beside it',
    },
    parameters: NO_PARAMETERS,
    accepts: 'text',
    gives: 'text',
    examples: [
      { input: '（杭临）市监处罚［2024］131号', output: '〔杭临〕市监处罚〔2024〕131号' },
      { input: '市场【２０１９】 1 号', output: '市场〔2019〕1号' },
      { input: '苏城罚决字[2017]第5号', output: '苏城罚决字〔2017〕第5号' },
    ],
    compile: () => foldDocumentNumber,
  },
];

const BRACKETS = '([{【〔﹝〖)]}】〕﹞〗';

function foldDocumentNumber(text: string): string {
  const narrow = narrowText(text);
  let folded = '';
  let start = 0;
  for (let index = 0; index < narrow.length; index += 1) {
    const code = narrow.charCodeAt(index);
    // Han characters, digits and letters are nearly all of a number.
    if (
      (code >= 0x4e00 && code <= 0x9fff) ||
      (code >= 0x30 && code <= 0x39) ||
      (code >= 0x41 && code <= 0x5a)
    )
      continue;
    if (code === 0x3014 || code === 0x3015) continue;
    const bracket = BRACKETS.indexOf(narrow[index] as string);
    if (bracket < 0 && !isSpace(code)) continue;
    folded += narrow.slice(start, index);
    if (bracket >= 0) folded += bracket < BRACKETS.length / 2 ? '〔' : '〕';
    start = index + 1;
  }
  return start === 0 ? narrow : folded + narrow.slice(start);
}
