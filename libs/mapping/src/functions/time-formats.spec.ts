import { timeParser } from './time-formats.ts';

const at = (format: string, text: string) => {
  const time = timeParser(format, 480)?.(text);
  if (!time) return time;
  const { year, month, day, hour, minute, second, ms, offset } = time;
  return [year, month, day, hour, minute, second, ms, offset];
};

it.each([
  ['iso', '2024-03-05T14:30:20Z', [2024, 3, 5, 14, 30, 20, 0, 0]],
  ['iso', '2024-03-05 14:30:20.123456', [2024, 3, 5, 14, 30, 20, 123, null]],
  ['iso', '2024-03-05 14:30:20,5 +0800', [2024, 3, 5, 14, 30, 20, 500, 480]],
  ['iso', '2024-03-05T14:30:20-05:30', [2024, 3, 5, 14, 30, 20, 0, -330]],
  ['iso', '2024-3-5 9:05', [2024, 3, 5, 9, 5, 0, 0, null]],
  ['iso', '2024-03-05+08:00', null],
  ['iso', '2024-03-05 14:30:20 CST', null],
  ['iso', '24-03-05', null],
  ['slash', '2024/3/5 09:05:01', [2024, 3, 5, 9, 5, 1, 0, null]],
  ['slash', '2024-3-5', null],
  ['compact', '20240305143020123', [2024, 3, 5, 14, 30, 20, 123, null]],
  ['compact', '202403051430', [2024, 3, 5, 14, 30, 0, 0, null]],
  ['compact', '2024030514', null],
  ['chinese', '2024年3月5日 14:30:20', [2024, 3, 5, 14, 30, 20, 0, null]],
  ['chinese', '2024年3月5日14:30', [2024, 3, 5, 14, 30, 0, 0, null]],
  ['chinese', '2024年3月5日8时', [2024, 3, 5, 8, 0, 0, 0, null]],
  ['chinese', '2024年3月5日8点5分30秒', [2024, 3, 5, 8, 5, 30, 0, null]],
  ['chinese', '二〇二四年十月二十日', [2024, 10, 20, 0, 0, 0, 0, null]],
  ['chinese', '二○二四年一月十日', [2024, 1, 10, 0, 0, 0, 0, null]],
  ['chinese', '二零二四年二月三十一日', [2024, 2, 31, 0, 0, 0, 0, null]],
  ['chinese', '2024年3月', null],
  ['epoch-s', '1709620220', [2024, 3, 5, 14, 30, 20, 0, 480]],
  ['epoch-ms', '17096202200x', null],
  ['dotnet', '/Date(1709620220000+0800)/', [2024, 3, 5, 14, 30, 20, 0, 480]],
  ['dotnet', '\\/Date(1709620220000)\\/', [2024, 3, 5, 14, 30, 20, 0, 480]],
  ['excel-serial', '1', [1900, 1, 1, 0, 0, 0, 0, null]],
  ['excel-serial', '59', [1900, 2, 28, 0, 0, 0, 0, null]],
  ['excel-serial', '60', null],
  ['excel-serial', '61', [1900, 3, 1, 0, 0, 0, 0, null]],
  ['excel-serial', '45356.5', [2024, 3, 5, 12, 0, 0, 0, null]],
  ['yyyyMMdd', '20240305', [2024, 3, 5, 0, 0, 0, 0, null]],
  ['yyyyMMdd', '2024035', null],
  ["d/M/yyyy 'um' H:mm:ss.SSS", '5/3/2024 um 7:08:09.010', [2024, 3, 5, 7, 8, 9, 10, null]],
])('reads in the format %s the text %s', (format, text, expected) => {
  expect(at(format, text)).toEqual(expected);
});

it('takes no pattern with an unknown letter, a part twice, a missing part or an open quote', () => {
  for (const pattern of [
    'yy-MM-dd',
    'yyyy-MM',
    'yyyy-MM-dd dd',
    'yyyy-MM-ddZ',
    "yyyy-MM-dd 'x",
    'yyyyy-MM-dd',
    '',
  ])
    expect([pattern, timeParser(pattern, 0)]).toEqual([pattern, null]);
});
