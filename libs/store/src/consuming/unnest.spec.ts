import { unnest, unnestValues, type Column } from './unnest.ts';

interface Row {
  readonly name: string | null;
  readonly count: number;
  readonly isNew: boolean;
}

const COLUMNS: ReadonlyArray<Column<Row>> = [
  ['name', 'text', (row) => row.name],
  ['count', 'integer', (row) => row.count],
  ['is_new', 'boolean', (row) => row.isNew],
];

test('columns become one parameter each, from the number that is asked for', () => {
  expect(unnest(COLUMNS, 3)).toEqual({
    columns: 'name, count, is_new',
    rows: 'unnest($3::text[], $4::integer[], $5::boolean[]) AS row(name, count, is_new)',
  });
});

test('values are written so that nothing in a text can end it', () => {
  const rows: Row[] = [
    { name: 'plain', count: 1, isNew: true },
    { name: null, count: -2, isNew: false },
    { name: 'NULL', count: 0, isNew: false },
    { name: 'a "quoted" \\ {text}, \n and more', count: 3, isNew: true },
    { name: '', count: 4, isNew: true },
  ];
  expect(unnestValues(COLUMNS, rows)).toEqual([
    '{"plain",NULL,"NULL","a \\"quoted\\" \\\\ {text}, \n and more",""}',
    '{1,-2,0,3,4}',
    '{true,false,false,true,true}',
  ]);
  expect(unnestValues(COLUMNS, [])).toEqual(['{}', '{}', '{}']);
});
