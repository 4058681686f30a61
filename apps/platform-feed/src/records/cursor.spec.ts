import { decodeCursor, encodeCursor, INSTANT, NUMBER, UUID } from './cursor.ts';

const instant = '2026-03-04T01:02:03.004Z';
const id = '0d5bca3f-8f0f-8a5b-9d0c-0a0b0c0d0e0f';

test('a cursor gives back what it was made of', () => {
  expect(decodeCursor(encodeCursor([instant, id]), [INSTANT, UUID])).toEqual([instant, id]);
  expect(decodeCursor(encodeCursor([17]), [NUMBER])).toEqual(['17']);
});

test.each([
  '',
  'abc',
  '!!!',
  encodeCursor([instant]),
  encodeCursor([instant, 'x']),
  encodeCursor([id, instant]),
])('a cursor of others (%s) is refused with 400', (cursor) => {
  expect(() => decodeCursor(cursor, [INSTANT, UUID])).toThrow(
    expect.objectContaining({ code: 'invalid-cursor' }),
  );
});
