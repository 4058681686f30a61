import { columnName } from './column-name.ts';

test.each([
  ['许可\n证 编号', '许可证编号'],
  [' 姓 名 ', '姓名'],
  ['License  No', 'License  No'],
  ['证号 No', '证号No'],
  ['A 证\r\n号', 'A证号'],
  ['   ', ''],
])('%j is the column %j', (cell, name) => {
  expect(columnName(cell)).toBe(name);
});

test('a cell of a million blanks is read in one go', () => {
  expect(columnName(`a${' '.repeat(1_000_000)}b`)).toHaveLength(1_000_002);
});
