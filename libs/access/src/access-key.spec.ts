import { randomBytes } from 'node:crypto';
import { bearerOf, issueApiKey, issueReaderToken, matchesKeyHash, readAccessKey } from './access-key.ts';

describe('an access key', () => {
  it('is told apart by its prefix and names its id', () => {
    const system = issueApiKey(randomBytes);
    const reader = issueReaderToken(randomBytes);
    expect(readAccessKey(system.key)).toEqual({ holder: 'system', id: system.id });
    expect(readAccessKey(reader.key)).toEqual({ holder: 'reader', id: reader.id });
  });

  it('matches its own hash and no other', () => {
    const [one, other] = [issueApiKey(randomBytes), issueApiKey(randomBytes)];
    expect(matchesKeyHash(one.key, one.hash)).toBe(true);
    expect(matchesKeyHash(other.key, one.hash)).toBe(false);
    expect(matchesKeyHash(one.key, '')).toBe(false);
    expect(one.hash).not.toContain(one.key.slice(-20));
  });

  it('is refused when it has another form', () => {
    for (const text of [
      '',
      'wx_',
      'wx_0123456789abcdef',
      'xx_0123456789abcdef_' + 'a'.repeat(43),
      `${issueApiKey(randomBytes).key}a`,
    ]) {
      expect(readAccessKey(text)).toBeNull();
    }
  });

  it('is taken from a bearer header', () => {
    expect(bearerOf('Bearer abc')).toBe('abc');
    expect(bearerOf('bearer   abc ')).toBe('abc');
    expect(bearerOf('Basic abc')).toBeNull();
    expect(bearerOf('Bearer a b')).toBeNull();
    expect(bearerOf(undefined)).toBeNull();
  });
});
