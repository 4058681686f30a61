import { jsonOf } from './row-text.ts';

test('what other products write differently becomes the same JSON', () => {
  expect(jsonOf('decimal', '.5')).toBe('"0.5"');
  expect(jsonOf('decimal', '-.5')).toBe('"-0.5"');
  expect(jsonOf('integer', '42')).toBe('42');
  expect(jsonOf('float', '1.0000000000000000e+002')).toBe('1.0000000000000000e+002');
  expect(jsonOf('float', 'Nan')).toBe('"Nan"');
  expect(jsonOf('boolean', true)).toBe('true');
  expect(jsonOf('boolean', '0')).toBe('false');
  expect(jsonOf('timestamptz', '2024-03-05 14:30:20+08')).toBe('"2024-03-05 14:30:20+08:00"');
  expect(jsonOf('timestamptz', '2024-03-05 14:30:20.1234567 +08:00')).toBe(
    '"2024-03-05 14:30:20.1234567+08:00"',
  );
  expect(jsonOf('binary', '0x00FF')).toBe('"AP8="');
  expect(jsonOf('text', null)).toBe('null');
});
