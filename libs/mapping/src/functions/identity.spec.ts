import { RunState } from '../compile/run-state.ts';
import { compileFunction } from '../compile/compile-steps.ts';
import { FAILED } from '../value.ts';
import { organisationCheckDigit } from './check-digits.ts';
import { EXAMPLE_ENVIRONMENT } from './example-environment.ts';
import { FUNCTIONS } from './registry.ts';

function run(name: string, text: string): string {
  const definition = FUNCTIONS.get(name);
  if (!definition) throw new Error(name);
  const state = new RunState(text, { receivedTime: '2026-11-24T00:00:00.000Z' }, null);
  const value = compileFunction(definition, {}, EXAMPLE_ENVIRONMENT)(text, state);
  const codes = [...state.rejections, ...state.warnings].map(({ code }) => code);
  return [value === FAILED ? 'rejected' : String(value), ...codes].join(' ');
}

it.each(
  '91310110666007217T 91310115591693856A 914403001922038216 91350100M000100Y43 91350503MA31DKY80A 91350200MA31E12PXF 913502000728319549 123502001549897397 9135021359498494XQ 91320105780688132K 11230500001755309F 11420000MB15291767 913100001234567896 91330100297663536K 91330100679437798H'.split(
    ' ',
  ),
)('takes the credit code %s', (code) => {
  expect(run('identity.uscc', code)).toBe(code);
  expect(run('identity.uscc', ` ${code.toLowerCase()}`)).toBe(code);
});

it('keeps the codes that were issued with a wrong check digit without a word', () => {
  for (const code of ['91350211M00013FA1N', '91350203M0001QAY9B'])
    expect(run('identity.uscc', code)).toBe(code);
});

it.each([
  ['914403001922038210', '914403001922038210 uscc-check-digit'],
  ['91110000MA01XXXXXX', '91110000MA01XXXXXX uscc-check-digit'],
  ['000000000000000000', 'undefined placeholder-identity'],
  ['91310110666007217', 'rejected bad-identity'],
  ['9131011066600721IT', 'rejected bad-identity'],
  ['9.13101E+17', 'rejected lossy-number'],
])('doubts or refuses the credit code %s', (code, expected) => {
  expect(run('identity.uscc', code)).toBe(expected);
});

it.each(
  '321083197812162119 33010219200403064X 11010519491231002X 932682198501010017 81000019980902013X 820000200009100032 830000200209060065'.split(
    ' ',
  ),
)('takes the identity number %s', (number) => {
  expect(run('identity.idNumber', number)).toBe(number);
  expect(run('identity.idNumber', ` ${number.toLowerCase()}`)).toBe(number);
});

it.each([
  ['150102880730303', '150102198807303035'],
  ['330102200403064', '33010219200403064X'],
  ["'321083197812162119", '321083197812162119'],
  ['340524198001010013', '340524198001010013 id-number-check-digit'],
  ['201511221897205960', 'rejected bad-identity'],
  ['360198910283844', 'rejected bad-identity'],
  ['111111111111111', 'undefined placeholder-identity'],
  ['330921************', '330921************ masked-identity'],
  ['321083209912162119', 'rejected bad-identity'],
  ['3.21E+17', 'rejected lossy-number'],
  ['见附件', 'rejected bad-identity'],
])('reads the identity number %s', (number, expected) => {
  expect(run('identity.idNumber', number)).toBe(expected);
});

it('computes the check characters of organisation codes', () => {
  for (const code of ['666007217', '59498494X', 'MA31E12PX', 'MA31DKY80'])
    expect(organisationCheckDigit(code.slice(0, 8))).toBe(code[8]);
  expect(run('identity.organisationCode', '66600721-7')).toBe('666007217');
});

it.each([
  ['苏D·12345', '苏D12345'],
  ['苏D•A1234', '苏DA1234'],
  ['苏D D12345', '苏DD12345'],
  ['苏DI2345', 'rejected bad-identity'],
  ['无', 'rejected bad-identity'],
])('reads the plate %s', (plate, expected) => {
  expect(run('identity.plate', plate)).toBe(expected);
});

it.each([
  ['0519-86310000-8012', '0519-86310000-8012'],
  ['051986310000', '0519-86310000'],
  ['010-12345', 'rejected bad-identity'],
  ['021-63210000', '021-63210000'],
  ['8613800000000', '13800000000'],
  ['138-0000-0000', '13800000000'],
  ['400-820-8820', '400-820-8820'],
  ['1380000000', 'rejected bad-identity'],
])('reads the telephone number %s', (phone, expected) => {
  expect(run('identity.phone', phone)).toBe(expected);
});

it.each([
  ['（杭临）市监处罚〔2024〕131号', '〔杭临〕市监处罚〔2024〕131号'],
  ['马市监处罚〔2026〕193号', '马市监处罚〔2026〕193号'],
  ['市场【2019】1号', '市场〔2019〕1号'],
  ['苏姑综法罚决字[2017]第5号', '苏姑综法罚决字〔2017〕第5号'],
])('brings the document number %s into its matching form', (number, expected) => {
  expect(run('identity.documentNumber', number)).toBe(expected);
});
