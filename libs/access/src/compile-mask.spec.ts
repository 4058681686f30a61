import fc from 'fast-check';
import type { JsonObject } from '@exchange/contracts';
import { compileMask } from './compile-mask.ts';
import { maskText } from './mask-value.ts';

describe('masking a text', () => {
  it.each([
    ['id-number', '51343620000320711X', '5***************1X'],
    ['phone', '18049531999', '180****1999'],
    ['plate', '苏D40000', '苏D4***0'],
    ['person-name', '段正淳', '段**'],
    ['person-name', '段', '*'],
    ['address', '常州市武进区湖塘镇花园街66号', '常州市武进区湖塘镇***'],
    ['address', '花园街66号', '花园街***'],
    ['address', '武宜中路1号3幢502室（湖塘镇政府旁）', '武宜中***'],
    ['address', '花园新村8幢甲单元1003室，属南夏墅街道', '花园新***'],
    ['phone', '0519-86513320', '0519*******20'],
    ['health', '高血压', '***'],
    ['no-such-kind', 'anything', '***'],
  ])('of kind %s turns %s into %s', (kind, text, masked) => {
    expect(maskText(kind, text)).toBe(masked);
  });

  it('never gives the whole of an identity number or phone back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('id-number', 'phone', 'person-name'),
        fc.stringMatching(/^[0-9X]{1,20}$/u),
        (kind, text) => {
          const masked = maskText(kind, text);
          return masked.includes('*') && masked !== text;
        },
      ),
    );
  });
});

describe('the mask of a subject', () => {
  const subject = {
    sensitive: [
      { path: ['party', 'name'], kind: 'party-name' },
      { path: ['party', 'idNumber'], kind: 'id-number' },
      { path: ['officers', '*', 'name'], kind: 'person-name' },
      { path: ['phones'], kind: 'phone' },
      { path: ['point'], kind: 'location' },
      { path: ['trace'], kind: 'internal' },
    ],
  };
  const mask = compileMask(subject, { unmasked: false });
  const data: JsonObject = {
    no: '1',
    party: { kind: 'natural-person', name: '段正淳', idNumber: '51343620000320711X' },
    officers: [{ name: '令狐桑', no: '7' }, { name: '终黎' }],
    phones: ['18049531999'],
    point: { longitude: 119.947216, latitude: 31.707431 },
    trace: 'x',
  };

  it('masks at every depth and leaves the rest and the original alone', () => {
    const before = structuredClone(data);
    expect(mask(data)).toEqual({
      no: '1',
      party: { kind: 'natural-person', name: '段**', idNumber: '5***************1X' },
      officers: [{ name: '令**', no: '7' }, { name: '终*' }],
      phones: ['180****1999'],
      point: { longitude: 119.95, latitude: 31.71 },
    });
    expect(data).toEqual(before);
  });

  it('leaves the name of a company, and masks where it is not said what the party is', () => {
    const named = (kind: string | undefined) =>
      mask({ party: { name: '常州澄桁广告有限公司', ...(kind ? { kind } : {}) } });
    expect(named('legal-person')).toEqual({ party: { name: '常州澄桁广告有限公司', kind: 'legal-person' } });
    expect(named(undefined)).toEqual({ party: { name: '常*********' } });
  });

  it('leaves out what is internal also for readers of personal data', () => {
    const { trace: _, ...rest } = data;
    expect(compileMask(subject, { unmasked: true })(data)).toEqual(rest);
  });

  it('knows organisations by the words of the credit layout, too', () => {
    const credit = compileMask(
      { sensitive: [{ path: ['penalty', 'CF_XDR_MC'], kind: 'party-name' }] },
      { unmasked: false },
    );
    const named = (kind: string) => credit({ penalty: { CF_XDR_MC: '翁拾禾', CF_XDR_LB: kind } })['penalty'];
    expect(named('自然人')).toMatchObject({ CF_XDR_MC: '翁**' });
    expect(named('个体工商户')).toMatchObject({ CF_XDR_MC: '翁拾禾' });
  });

  it('masks values of an unexpected type whole', () => {
    expect(mask({ party: { kind: 'natural-person', name: { first: '段' }, idNumber: 5 } })).toEqual({
      party: { kind: 'natural-person', name: '***', idNumber: '***' },
    });
  });
});

describe('one who asked for confidentiality', () => {
  const subject = {
    sensitive: [
      { path: ['caller', 'name'], kind: 'person-name' },
      { path: ['caller', 'homes', '*', 'address'], kind: 'address' },
      { path: ['reporters', '*', 'phone'], kind: 'phone' },
      { path: ['party', 'name'], kind: 'party-name' },
    ],
  };
  const data: JsonObject = {
    no: '1',
    caller: { name: '段正淳', homes: [{ address: '花园街66号', years: 2 }], confidential: true },
    reporters: [
      { phone: '18049531999', confidential: true },
      { phone: '18049531998', confidential: false },
    ],
    party: { kind: 'legal-person', name: '常州澄桁广告有限公司' },
  };

  it.each([
    [true, '18049531998'],
    [false, '180****1998'],
  ])(
    'is not shown to a reader with unmasked: %s, at whatever depth; others are as ever',
    (unmasked, phone) => {
      expect(compileMask(subject, { unmasked })(data)).toEqual({
        no: '1',
        caller: { homes: [{ years: 2 }], confidential: true },
        reporters: [{ confidential: true }, { phone, confidential: false }],
        party: { kind: 'legal-person', name: '常州澄桁广告有限公司' },
      });
    },
  );

  it('is told by the word true alone, and nothing is copied where nobody asked', () => {
    const asked = { caller: { name: '段正淳', homes: [{ address: '花园街66号' }], confidential: 'yes' } };
    expect(compileMask(subject, { unmasked: true })(asked)).toBe(asked);
  });
});
