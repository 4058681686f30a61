import { decodeCursor, encodeCursor, isCursorInstant, isCursorNumber, isCursorUuid } from './cursor.ts';

const instant = '2026-03-04T01:02:03.004Z';
const id = '0d5bca3f-8f0f-8a5b-9d0c-0a0b0c0d0e0f';

test('a cursor gives back what it was made of', () => {
  expect(decodeCursor(encodeCursor([instant, id]), [isCursorInstant, isCursorUuid])).toEqual([instant, id]);
  expect(decodeCursor(encodeCursor([17]), [isCursorNumber])).toEqual(['17']);
});

test.each([
  ['nothing', ''],
  ['a word', 'abc'],
  ['no base64', '!!!'],
  ['too few parts', encodeCursor([instant])],
  ['too many parts', encodeCursor([instant, id, id])],
  ['another id', encodeCursor([instant, 'x'])],
  ['another order', encodeCursor([id, instant])],
  ['a NUL character', encodeCursor([instant, `${id}\0`])],
  ['a month that does not exist', encodeCursor(['2024-99-99T00:00:00.000Z', id])],
  ['a day that does not exist', encodeCursor(['2024-02-30T00:00:00.000Z', id])],
  ['the year 0000', encodeCursor(['0000-01-01T00:00:00.000Z', id])],
  ['an hour that does not exist', encodeCursor(['2024-01-01T24:00:00.000Z', id])],
])('a cursor with %s is refused with 400', (_what, cursor) => {
  expect(() => decodeCursor(cursor, [isCursorInstant, isCursorUuid])).toThrow(
    expect.objectContaining({ code: 'invalid-cursor' }),
  );
});

test('a number that no bigint holds is none of ours', () => {
  for (const number of ['9999999999999999999', '-1', '1e3', '1.5', ''])
    expect(isCursorNumber(number)).toBe(false);
});
