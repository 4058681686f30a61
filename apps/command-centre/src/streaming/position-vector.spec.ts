import { array, assert, integer, property, string } from 'fast-check';
import { decodeVector, encodeVector } from './position-vector.ts';

const TOPIC = 'wujin.certificate.v1';
const vectors = array(integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { minLength: 1, maxLength: 64 });

describe('a position vector', () => {
  test('comes back as it was, for any positions', () => {
    assert(
      property(vectors, (positions) => {
        expect(decodeVector(TOPIC, positions.length, encodeVector(TOPIC, positions))).toEqual(positions);
      }),
    );
  });

  test('is short and safe in a header', () => {
    const text = encodeVector(TOPIC, [1_200, 4_000_000, 0, 77, 12_000, 900]);
    expect(text).toMatch(/^[A-Za-z0-9_-]{1,30}$/);
  });

  test('is refused for another topic or another number of partitions', () => {
    const text = encodeVector(TOPIC, [1, 2, 3]);
    expect(decodeVector('wujin.filing.v1', 3, text)).toBeNull();
    expect(decodeVector(TOPIC, 2, text)).toBeNull();
    expect(decodeVector(TOPIC, 4, text)).toBeNull();
  });

  test('is refused when a character of it was changed, cut off or added', () => {
    const text = encodeVector(TOPIC, [1_000, 2_000_000, 3]);
    for (let index = 0; index < text.length; index += 1) {
      const other = text[index] === 'A' ? 'B' : 'A';
      expect(decodeVector(TOPIC, 3, text.slice(0, index) + other + text.slice(index + 1))).toBeNull();
      expect(decodeVector(TOPIC, 3, text.slice(0, index))).toBeNull();
    }
    expect(decodeVector(TOPIC, 3, `${text}A`)).toBeNull();
    expect(decodeVector(TOPIC, 3, `${text}=`)).toBeNull();
  });

  test('never throws on any text', () => {
    assert(property(string(), (text) => decodeVector(TOPIC, 6, text) === null));
  });
});
