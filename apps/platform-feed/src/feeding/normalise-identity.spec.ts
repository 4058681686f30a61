import { createSecretKey } from 'node:crypto';
import { normaliseIdentity, organisationCodeOf } from './normalise-identity.ts';

const key = createSecretKey(Buffer.from('a key of the test, never used elsewhere'));
const normalise = (kind: string, text: string) => normaliseIdentity(kind, text, key);

describe('numbers of documents, cases and licences', () => {
  test.each([
    ['武农罚〔2026〕12号', '武农罚[2026]12号'],
    ['武农罚〔2026〕12号', '武农罚【２０２６】 12号'],
    ['（杭临）市监处罚〔2024〕131号', '(杭临)市监处罚［2024］131号'],
    ['JC-2026-00017', 'jc-2026-00017　'],
  ])('%s and %s are one number', (left, right) => {
    expect(normalise('document-no', left)).toBe(normalise('document-no', right));
    expect(normalise('document-no', left)).not.toBeNull();
  });

  test.each(['无', '2024-1', '000000000', '武农罚〔****〕12号', '正在办理中的案件', 'x'.repeat(300)])(
    '%s is nothing to match by',
    (text) => {
      expect(normalise('case-no', text)).toBeNull();
    },
  );
});

describe('unified social credit codes', () => {
  test.each(['91310110666007217T', '91350100M000100Y43', '12350200 1549897397', '91320105780688132k'])(
    '%s is one',
    (code) => {
      expect(normalise('uscc', code)).toBe(code.replace(' ', '').toUpperCase());
    },
  );

  test('one that fails its check was still issued, so it matches', () => {
    expect(normalise('uscc', '91350211M00013FA1N')).toBe('91350211M00013FA1N');
  });

  test.each([
    '000000000000000000',
    '91110000MA01XXXXXX',
    '9131011066600****T',
    '913101106660',
    '91310110666007217O',
  ])('%s is a placeholder, masked or no code at all', (code) => {
    expect(normalise('uscc', code)).toBeNull();
  });

  test('holds the organisation code where that passes its own check', () => {
    expect(organisationCodeOf('91310110666007217T')).toBe('666007217');
    expect(organisationCodeOf('91330100297663536K')).toBeNull();
    expect(normalise('organisation-code', '66600721-7')).toBe('666007217');
  });
});

describe('personal numbers', () => {
  test('become a keyed digest that does not show the number', () => {
    const digest = normalise('person-id', '11010519491231002X');
    expect(digest).toMatch(/^[\w-]{32}$/u);
    expect(digest).not.toContain('110105');
    expect(
      normaliseIdentity('person-id', '11010519491231002X', createSecretKey(Buffer.from('another key'))),
    ).not.toBe(digest);
  });

  test('15 and 18 digits, upper and lower case x are one person', () => {
    expect(normalise('person-id', '150102880730303')).toBe(normalise('person-id', '150102198807303035'));
    expect(normalise('person-id', '11010519491231002x')).toBe(normalise('person-id', '11010519491231002X'));
  });

  test.each([
    '340524198001010013',
    '201511221897205960',
    '360198910283844',
    '3210**********2119',
    '111111111111111',
    '无',
  ])('%s is nothing to match by', (number) => {
    expect(normalise('person-id', number)).toBeNull();
  });

  test('other documents match when they are long enough', () => {
    expect(normalise('person-id', 'E12345678')).not.toBeNull();
    expect(normalise('person-id', '1234567')).toBeNull();
  });
});

test('plates match without their separators', () => {
  expect(normalise('plate', '苏D·1A2B3')).toBe('苏D1A2B3');
  expect(normalise('plate', '苏Ｄ•1a2b3')).toBe('苏D1A2B3');
  expect(normalise('plate', '苏D*****')).toBeNull();
});
