import { Big } from 'big.js';
import fc from 'fast-check';
import { readDecimal, readNumber, shiftDecimal, withScale } from './decimal-text.ts';

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 });
const decimal = fc
  .tuple(fc.constantFrom('', '-', '+'), digits, fc.option(digits))
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);
/** Big.js does not read a plus sign. */
const big = (text: string): Big => new Big(text.replace(/^\+/, ''));

it('reads every plain decimal as what it is worth, in one form only', () => {
  fc.assert(
    fc.property(decimal, (text) => {
      const reading = readDecimal(text, false);
      const expected = big(text).toFixed();
      expect(reading).toEqual({ text: expected === '-0' ? '0' : expected });
    }),
  );
});

it('moves the point as a multiplication by ten does', () => {
  fc.assert(
    fc.property(decimal, fc.integer({ min: -12, max: 12 }), (text, places) => {
      const reading = readDecimal(text, false);
      const shifted = 'text' in reading ? shiftDecimal(reading.text, places) : '';
      const expected = big(text).times(new Big(10).pow(places)).toFixed();
      expect(shifted).toBe(expected === '-0' ? '0' : expected);
    }),
  );
});

it('fills up to a scale without changing the value and refuses what has more digits', () => {
  expect(withScale('5', 2)).toBe('5.00');
  expect(withScale('5.1', 2)).toBe('5.10');
  expect(withScale('5.12', 2)).toBe('5.12');
  expect(withScale('5.123', 2)).toBeNull();
  expect(withScale('5', 0)).toBe('5');
});

it('takes scientific notation only where all digits are there', () => {
  expect(readDecimal('1.25e2', false)).toEqual({ text: '125' });
  expect(readDecimal('1.5E-3', false)).toEqual({ text: '0.0015' });
  expect(readDecimal('-12e-1', false)).toEqual({ text: '-1.2' });
  expect(readDecimal('0E9', false)).toEqual({ text: '0' });
  expect(readDecimal('1e400', false)).toEqual({ problem: 'lossy' });
  expect(readDecimal('3.21083E+17', false)).toEqual({ problem: 'lossy' });
});

it('does not take for a number what merely looks like one', () => {
  for (const text of ['', '.', '-', '+.', '1.2.3', '0x10', '1,000', 'NaN', 'Infinity', '1 000', '１２'])
    expect([text, readDecimal(text, false)]).toEqual([text, { problem: 'not-a-number' }]);
  for (const text of ['1,00', '1000,000', ',100', '1,0000'])
    expect([text, readDecimal(text, true)]).toEqual([text, { problem: 'not-a-number' }]);
});

it('rounds the noise of binary fractions away and calls long integers lossy', () => {
  expect(readNumber(0.1 + 0.2)).toEqual({ text: '0.3' });
  expect(readNumber(1e-7)).toEqual({ text: '0.0000001' });
  expect(readNumber(-0)).toEqual({ text: '0' });
  expect(readNumber(2 ** 53)).toEqual({ problem: 'lossy' });
  expect(readNumber(Number.NaN)).toEqual({ problem: 'not-a-number' });
});
