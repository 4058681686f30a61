import fc from 'fast-check';
import { isDateText, isInstantText, isRealDate } from './calendar.ts';

it('knows which days exist', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (year, month, day) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(isRealDate(year, month, day)).toBe(exists);
        const text = [year, month, day].map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0'));
        expect(isDateText(text.join('-'))).toBe(exists);
      },
    ),
  );
});

const instants = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

it('knows an instant from what only looks like one', () => {
  fc.assert(fc.property(instants, (date) => expect(isInstantText(date.toISOString())).toBe(true)));
  for (const text of [
    '2024-02-30T00:00:00.000Z',
    '2024-01-01T24:00:00.000Z',
    '2024-01-01T23:60:00.000Z',
    '2024-01-01T23:00:60.000Z',
    '2024-01-01T23:00:00.0a0Z',
    '2024-01-01 23:00:00.000Z',
    '2024-01-01T23:00:00.000z',
    '2024/01-01T23:00:00.000Z',
    '2024-01-01T00:00:00Z',
    '2024-01-01',
  ])
    expect([text, isInstantText(text)]).toEqual([text, false]);
});

it('takes a text with one other character in it for no date and no instant', () => {
  const foreign = fc.constantFrom('/', ':', 'a', ' ', '-', '０', 'T', 'Z');
  fc.assert(
    fc.property(instants, fc.nat(23), foreign, (date, at, character) => {
      const text = date.toISOString();
      fc.pre(text[at] !== character);
      const broken = text.slice(0, at) + character + text.slice(at + 1);
      expect(isInstantText(broken)).toBe(false);
      if (at < 10) expect(isDateText(broken.slice(0, 10))).toBe(false);
    }),
  );
});
