import { FieldObserver } from './field-observer.ts';
import { schemaFields } from './schema-fields.ts';

test('counts in how many records each field came, and of which type', () => {
  const observer = new FieldObserver();
  observer.observe({ AJBH: '1', FKJE: '3', dsr: [{ xm: 'a' }, { xm: 'b', zj: null }] });
  observer.observe({ AJBH: '2', FKJE: 3 });
  observer.observe({ AJBH: '3', FKJE: 4 });
  const { records, fields } = observer.take();
  expect(records).toBe(3);
  expect(fields).toEqual(
    expect.arrayContaining([
      { path: '/AJBH', type: 'text', records: 3 },
      { path: '/FKJE', type: 'text', records: 1 },
      { path: '/FKJE', type: 'number', records: 2 },
      { path: '/dsr/-/xm', type: 'text', records: 1 },
      { path: '/dsr/-/zj', type: 'null', records: 1 },
    ]),
  );
  expect(observer.take()).toEqual({ records: 0, fields: [] });
});

test('keeps its memory bounded when names are data', () => {
  const observer = new FieldObserver();
  for (let index = 0; index < 5_000; index += 1) observer.observe({ [`K${index}`]: 1 });
  const { records, fields } = observer.take();
  expect(records).toBe(5_000);
  expect(fields.length).toBe(1_000);
});

test('names with slashes and blanks are the same in records and in schemas', () => {
  const observer = new FieldObserver();
  observer.observe({ '许可/备案 编号': 'x', 'a~b': { c: [1] } });
  const known = schemaFields({
    properties: {
      '许可/备案 编号': {},
      'a~b': { $ref: '#/$defs/ab' },
    },
    $defs: { ab: { properties: { c: { items: { type: 'number' } } } } },
  });
  for (const { path } of observer.take().fields) expect(known).toContain(path);
});

test('a schema that refers to itself is walked once', () => {
  const schema = { properties: { child: { $ref: '#' }, name: {} } };
  expect([...schemaFields(schema)].sort()).toEqual(['/child', '/name']);
});

test('names that no database could keep become some that it can, and lists are no longer than their items differ', () => {
  const observer = new FieldObserver();
  observer.observe({ 'a\u0000b': 1, '\ud800': 1, '\ud801': 1, ['长'.repeat(5_000)]: 1 });
  observer.observe({ list: Array.from({ length: 9_000 }, (_, place) => place) });
  expect(observer.take().fields.map(({ path, type }) => `${type} ${path}`)).toEqual([
    'number /a_b',
    'number /\ufffd',
    `number /${'长'.repeat(100)}`,
    'list /list',
    'number /list/-',
  ]);
});
