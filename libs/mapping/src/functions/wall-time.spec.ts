import fc from 'fast-check';
import { timeParser } from './time-formats.ts';
import { dateText, epochMs, instantText, wallTimeOf } from './wall-time.ts';

const instant = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});
const zone = fc.integer({ min: -14 * 60, max: 14 * 60 });

it('gives the instant that the platform’s own calendar gives', () => {
  fc.assert(
    fc.property(instant, zone, (date, minutes) => {
      const time = wallTimeOf(date.getTime(), minutes);
      expect(time).not.toBeNull();
      if (time === null) return;
      expect(epochMs(time, 0)).toBe(date.getTime());
      expect(instantText(time, 0)).toBe(date.toISOString());
      expect(instantText({ ...time, offset: null }, minutes)).toBe(date.toISOString());
    }),
  );
});

it('reads its own dates back in every separated format', () => {
  fc.assert(
    fc.property(instant, (date) => {
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      const text = dateText(year, month, day);
      for (const [format, written] of [
        ['iso', text],
        ['slash', text.replaceAll('-', '/')],
        ['dot', text.replaceAll('-', '.')],
        ['compact', text.replaceAll('-', '')],
        ['chinese', `${text.slice(0, 4)}年${month}月${day}日`],
        ["dd'日'M/yyyy", `${text.slice(8)}日${month}/${text.slice(0, 4)}`],
      ] as const)
        expect([format, timeParser(format, 480)?.(written)]).toEqual([
          format,
          { year, month, day, hour: 0, minute: 0, second: 0, ms: 0, offset: null },
        ]);
    }),
  );
});

it('gives null where the result would leave the years that dates can be written in', () => {
  const first = { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, ms: 0, offset: null };
  const last = { year: 9999, month: 12, day: 31, hour: 24, minute: 0, second: 0, ms: 0, offset: null };
  expect(instantText(first, 480)).toBeNull();
  expect(instantText(last, 0)).toBeNull();
  expect(wallTimeOf(Number.MAX_SAFE_INTEGER, 0)).toBeNull();
  expect(wallTimeOf(Number.NaN, 0)).toBeNull();
});
