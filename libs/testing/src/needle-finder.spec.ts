import * as fc from 'fast-check';
import { NeedleFinder } from './needle-finder.ts';

test('finds what a search for each needle alone finds', () => {
  const bytes = (minLength: number) =>
    fc
      .array(fc.constantFrom(0x61, 0x62, 0xe6, 0xb9), { minLength, maxLength: 40 })
      .map((b) => Buffer.from(b));
  fc.assert(
    fc.property(fc.array(bytes(4), { maxLength: 4 }), bytes(0), (needles, searched) => {
      expect(new NeedleFinder(needles).isIn(searched)).toBe(needles.some((one) => searched.includes(one)));
    }),
  );
});
