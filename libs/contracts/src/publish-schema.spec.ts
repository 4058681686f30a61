import type { CodeTable } from './codes.ts';
import type { JsonObject } from './json.ts';
import { publishSchema } from './publish-schema.ts';
import { readSubjectSchema } from './subject.ts';

const entry = { en: 'e', validFrom: null };
const kinds: CodeTable = {
  name: 'kinds',
  version: '2026.1',
  title: { zh: '种类', en: 'Kinds' },
  source: 'test',
  entries: [
    { ...entry, code: 'new', zh: '新', validUntil: null },
    { ...entry, code: 'old', zh: '旧', validUntil: '2015-04-28', replacedBy: 'new' },
  ],
};
const definitions = new Map<string, JsonObject>([
  ['spare', { type: 'object' }],
  [
    'party',
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        name: { 'x-sensitivity': 'party-name', type: 'string' },
        kind: { type: 'string', 'x-code': 'kinds' },
        parent: { $ref: '/defs/party' },
        place: { $ref: '/defs/place' },
      },
    },
  ],
  ['place', { type: 'object', properties: { plate: { type: 'string', 'x-identity': 'plate' } } }],
]);
const tables = new Map([['kinds', kinds]]);
const publish = (properties: JsonObject): JsonObject =>
  publishSchema({ type: 'object', properties }, definitions, tables);

test('shapes stand in the schema itself, with the shapes they use and no others', () => {
  const schema = publish({ party: { $ref: '/defs/party' } });
  expect(Object.keys(schema['$defs'] as JsonObject)).toEqual(['party', 'place']);
  const text = JSON.stringify(schema);
  expect(text).not.toContain('/defs/"');
  expect(text).not.toContain('"$schema"');
  expect(schema['properties']).toEqual({ party: { $ref: '#/$defs/party' } });
});

test('codes carry every code of their list, retired ones too, also inside shapes', () => {
  const schema = publish({
    kind: { type: 'string', 'x-code': 'kinds' },
    maybe: { type: ['string', 'null'], 'x-code': 'kinds' },
    party: { $ref: '/defs/party' },
  });
  const { kind, maybe } = schema['properties'] as Record<string, JsonObject>;
  expect(kind?.['enum']).toEqual(['new', 'old']);
  expect(maybe?.['enum']).toEqual(['new', 'old', null]);
  expect(JSON.stringify(schema['$defs'])).toContain('"enum":["new","old"]');
});

test('plain titles and descriptions are filled from the bilingual ones and never replaced', () => {
  const annotations = { 'x-title': { zh: '甲', en: 'A' }, 'x-description': { zh: '乙', en: 'B' } };
  const { a, b } = publish({
    a: { ...annotations, type: 'string' },
    b: { ...annotations, title: 'own', type: 'string' },
  })['properties'] as Record<string, JsonObject>;
  expect(a).toMatchObject({ title: '甲 / A', description: '乙 / B' });
  expect(b).toMatchObject({ title: 'own', description: '乙 / B' });
});

test('what it is given is not changed', () => {
  const schema: JsonObject = { type: 'object', properties: { party: { $ref: '/defs/party' } } };
  const before = JSON.stringify([schema, ...definitions]);
  publishSchema(schema, definitions, tables);
  expect(JSON.stringify([schema, ...definitions])).toBe(before);
});

test('an unknown shape and an unknown list are named', () => {
  expect(() => publish({ a: { $ref: '/defs/none' } })).toThrow('unknown shape "/defs/none"');
  expect(() => publish({ a: { type: 'string', 'x-code': 'none' } })).toThrow('unknown code table "none"');
});

test('annotations inside shapes and lists are read with their paths', () => {
  const schema = publishSchema(
    {
      'x-title': { zh: '甲', en: 'A' },
      'x-chain': 'approval',
      'x-module': 'approval-window',
      'x-sharing': 'conditional',
      'x-topic': { partitions: 3, retentionDays: 30 },
      type: 'object',
      properties: {
        no: { type: 'string', 'x-identity': 'case-no' },
        stops: { type: 'array', items: { $ref: '/defs/place' } },
        place: { $ref: '/defs/place', 'x-sensitivity': 'location' },
      },
    },
    definitions,
    tables,
  );
  const subject = readSubjectSchema('trip', 1, schema);
  expect(subject).toMatchObject({
    topic: 'wujin.trip.v1',
    partitions: 3,
    retentionDays: 30,
    sharing: 'conditional',
  });
  expect(subject.identities).toEqual([
    { path: ['no'], kind: 'case-no' },
    { path: ['stops', '*', 'plate'], kind: 'plate' },
    { path: ['place', 'plate'], kind: 'plate' },
  ]);
  expect(subject.sensitive).toEqual([{ path: ['place'], kind: 'location' }]);
  expect(() => readSubjectSchema('trip', 1, { type: 'object' })).toThrow(
    'schemas/trip/v1.schema.json lacks "x-topic"',
  );
});
