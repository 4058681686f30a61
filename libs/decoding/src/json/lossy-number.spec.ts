import * as fc from 'fast-check';
import { findLossyNumber, keepsDigits } from './lossy-number.ts';

describe('numbers in JSON', () => {
  it('that a double wrote are never lossy, and integers are lossy exactly when they change', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
        (double, integer) => {
          expect(keepsDigits(String(double))).toBe(true);
          expect(keepsDigits(double.toExponential())).toBe(true);
          // Sixteen and more digits that end in zeros may be the same number all the same.
          if (keepsDigits(String(integer)))
            expect(
              Number(integer)
                .toString()
                .replace(/e.*|\.|0+$/g, ''),
            ).toContain(String(integer).replace(/0+$/, '').slice(0, 15));
          else expect(Number.isSafeInteger(Number(integer))).toBe(false);
        },
      ),
    );
  });

  it.each(['0', '-0', '0.000', '1.50', '1e2', '1E+2', '123456789012345000000000', '0.1', '5e-324'])(
    '%s keeps its digits',
    (source) => {
      expect(keepsDigits(source)).toBe(true);
    },
  );

  it.each(['321083197812162119', '1e400', '1e-400', '0.1234567890123456789', '9007199254740993'])(
    '%s does not',
    (source) => {
      expect(keepsDigits(source)).toBe(false);
    },
  );

  it('of a million zeros are judged at once', () => {
    const startedAt = performance.now();
    expect(keepsDigits(`1${'0'.repeat(1_000_000)}1`)).toBe(false);
    expect(keepsDigits(`1.${'0'.repeat(1_000_000)}`)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('are found by their pointer, also below names of every kind', () => {
    expect(findLossyNumber('{"__proto__":{"a/b":[1,1e999]}}')).toBe('/__proto__/a~1b/1');
    expect(findLossyNumber('{"a":"1e999"}')).toBeNull();
  });
});
