import { readdir } from 'node:fs/promises';
import { compileSchema, type JsonObject, type SubjectSchema } from '@exchange/contracts';
import { loadSchemas } from '@exchange/catalog';

const root = new URL('..', import.meta.url).pathname;
// Meta-schemas, bilingual titles, shapes and the consistency of code lists are checked by the loader itself.
const { subjects, examples, codes } = await loadSchemas(root);

test('every folder of a subject is loaded', async () => {
  const folders = (await readdir(`${root}/schemas`, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !['codes', 'defs', 'meta'].includes(entry.name))
    .map((entry) => `${entry.name}.v1`);
  expect([...subjects.keys()].sort()).toEqual(folders.sort());
  expect([...examples.keys()].sort()).toEqual(folders.sort());
});

describe.each([...subjects.entries()])('%s', (key, subject) => {
  const { valid, invalid } = examples.get(key) ?? { valid: [], invalid: [] };

  test.each(valid.map((data, index) => [index, data] as const))('valid example %i holds', (_index, data) => {
    expect(subject.compiled.check(data)).toEqual([]);
  });

  test.each(invalid.map((example) => [example.because.en, example] as const))(
    'refuses: %s',
    (_because, example) => {
      const [first] = subject.compiled.check(example.data);
      expect(first && { at: first.at, keyword: first.keyword }).toEqual({
        at: example.at,
        keyword: example.keyword,
      });
    },
  );

  test('the published schema stands on its own', () => {
    const references = findAll(subject.schema, '$ref');
    const shapes = Object.keys((subject.schema['$defs'] ?? {}) as JsonObject);
    for (const reference of references)
      expect(shapes.map((shape) => `#/$defs/${shape}`)).toContain(reference);
    expect(() => compileSchema(subject.schema)).not.toThrow();
  });

  test('requires only what it has, and its own number', () => {
    const properties = Object.keys(subject.schema['properties'] as JsonObject);
    const required = subject.schema['required'] as string[];
    expect(properties).toEqual(expect.arrayContaining(required));
    expect(required).toContain(String(subject.schema['x-key']).slice(1));
  });

  test('identities and personal data inside shared shapes are found', () => {
    const paths = (found: SubjectSchema['identities']) => found.map(({ path }) => path.join('/'));
    const holders = Object.keys(subject.schema['properties'] as JsonObject).filter(
      (name) => name === 'party',
    );
    for (const holder of holders) {
      expect(paths(subject.identities)).toContain(`${holder}/uscc`);
      expect(paths(subject.sensitive)).toContain(`${holder}/idNumber`);
    }
    expect(subject.identities.length).toBeGreaterThan(0);
  });

  test('open-ended validity is never a date', () => {
    const properties = subject.schema['properties'] as JsonObject;
    if (properties['validIndefinitely'] === undefined) return;
    const data = { ...valid[0], validIndefinitely: true, validUntil: '2099-12-31' };
    expect(subject.compiled.check(data).map(({ at }) => at)).toContain('/validUntil');
    expect(subject.compiled.check({ ...data, validUntil: null })).toEqual([]);
  });
});

test('a code that its source has masked is kept, a malformed one is refused', () => {
  const subject = subjects.get('enforcement-case.v1');
  const [example] = examples.get('enforcement-case.v1')?.valid ?? [];
  const problems = (uscc: string) =>
    subject?.compiled.check({ ...example, parties: [{ kind: 'legal-person', name: '示例', uscc }] });
  for (const masked of ['9132041****0000017', '9132***', '913204＊＊＊＊'])
    expect(problems(masked)).toEqual([]);
  for (const malformed of ['91320412000000O017', '9132041200000001', ''])
    expect(problems(malformed)).toHaveLength(1);
});

test('the jurisdictions hold the towns, the zones and the old codes, each old code with its successor', () => {
  const entries = codes.get('jurisdictions')?.entries ?? [];
  const names = entries.map((entry) => entry.zh).join(' ');
  for (const name of ['湖塘镇', '南夏墅街道', '西湖街道', '武进经济开发区', '太湖旅游度假区'])
    expect(names).toContain(name);
  const old = entries.filter((entry) => entry.code.startsWith('320405'));
  expect(old).toHaveLength(4);
  for (const entry of old)
    expect(entry).toMatchObject({ validUntil: '2015-04-28', replacedBy: expect.any(String) });
});

test('a code without an official source does not look like one', () => {
  const invented = codes.get('jurisdictions')?.entries.filter((entry) => !/^\d+$/.test(entry.code)) ?? [];
  expect(invented.length).toBeGreaterThan(0);
  for (const entry of invented) {
    expect(entry.code).toMatch(/^local-/);
    expect(entry.note).toBeDefined();
  }
});

test('every code list is used by a schema, or is one of the lists of the exchange itself', () => {
  const used = new Set([...subjects.values()].flatMap(({ schema }) => findAll(schema, 'x-code')));
  const unused = [...codes.keys()].filter((name) => !used.has(name));
  expect(unused.sort()).toEqual(['chains', 'divisions', 'platform-modules', 'sharing-types']);
});

function findAll(node: unknown, keyword: string): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => findAll(item, keyword));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === keyword && typeof value === 'string' ? [value] : findAll(value, keyword),
  );
}
