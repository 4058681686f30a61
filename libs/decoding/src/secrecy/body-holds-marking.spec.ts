import { bodyHoldsMarking } from './body-holds-marking.ts';

describe('a body that could not be decoded', () => {
  it.each([
    ['{"标题":"机密★10年","x":', 'classification-mark'],
    ['<a>&#x673a;&#x5bc6;&#x2605;', 'classification-mark'],
    ['{"t":"\\u79d8\\u5bc6\\u2605', 'classification-mark'],
    ['<密级>秘密', 'marking-field'],
    ['{"secret_level": "2', 'marking-field'],
    ['a,b\n1,绝密,2', 'marking-field'],
    ['【工作秘密】', 'work-secret'],
  ])('%s holds a marking', (text, rule) => {
    expect(bodyHoldsMarking(text)).toBe(rule);
  });

  it.each(['', '{"密级":"公开",', '{"密级":"",', '侵犯商业秘密案', '★', 'MJ=120.5', '<密级/><a>1</a>'])(
    '%s holds none',
    (text) => {
      expect(bodyHoldsMarking(text)).toBeNull();
    },
  );

  it('is looked through in time that grows with its length', () => {
    const parts = [
      '密',
      '机 ',
      '密级',
      '<',
      '&#',
      '%',
      '\\u',
      '\\\\',
      'a'.repeat(64),
      '工作秘密 ',
      '★ ',
      'a:',
      '机密' + ' '.repeat(8),
    ];
    const started = performance.now();
    for (const part of parts) bodyHoldsMarking(part.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
