import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSubjectSchema, type Json, type JsonObject } from '@exchange/contracts';
import { compileMapping } from './compile-mapping.ts';
import type { MappingContext } from './context.ts';
import type { MappingDocument } from './document.ts';
import { describeFunctions } from './functions/registry.ts';

const META = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../schemas/meta/mapping.schema.json'), 'utf8'),
) as JsonObject;
const RUN = { receivedTime: '2026-11-24T08:00:00.000Z' };

const subjects = new Map(
  ['inspection', 'hazard'].map((subject) => [
    `${subject}.v1`,
    readSubjectSchema(subject, 1, {
      type: 'object',
      additionalProperties: false,
      'x-title': { zh: subject, en: subject },
      'x-chain': 'supervision',
      'x-module': 'enforcement-team',
      'x-sharing': 'conditional',
      'x-topic': { partitions: 1, retentionDays: 1 },
      required: ['no'],
      properties: {
        no: { type: 'string', maxLength: 4 },
        party: { type: 'object', properties: { name: { type: 'string' } } },
        levels: { type: 'array', items: { type: 'string' } },
      },
    }),
  ]),
);
const CONTEXT: MappingContext = {
  system: 'gas-safety',
  stream: 'inspections',
  department: 'housing',
  sourceSchema: {
    type: 'object',
    required: ['JCBH'],
    properties: {
      JCBH: { type: 'string', minLength: 1 },
      DW: { type: 'string' },
      dw: { type: 'string' },
      YH: {
        type: 'array',
        items: {
          type: 'object',
          properties: { DJ: { type: 'string' }, BH: { type: 'string' } },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  },
  subjects,
  codes: new Map(),
  metaSchema: META,
};
// Written as text: a TypeScript object with a `then` member looks like a promise to the linter.
const DOCUMENT = JSON.parse(`{
  "key": { "from": "/JCBH" },
  "time": { "context": "receivedTime" },
  "outputs": [
    { "subject": "inspection", "data": {
      "no": { "from": "/JCBH", "then": ["text.trim", "text.upper"] },
      "party": { "fields": { "name": { "from": ["/DW", "/dw"] } } },
      "levels": { "each": { "from": "/YH" }, "item": { "from": "@/DJ" } } } },
    { "subject": "hazard", "each": { "from": "/YH" }, "key": { "from": "@/BH" }, "data": { "no": { "from": "@/BH" } } }
  ]
}`) as MappingDocument;

const mapping = compileMapping(DOCUMENT, CONTEXT);

it('knows without a record what it reads, what it writes and from where', () => {
  expect(mapping.reads).toEqual(['/DW', '/JCBH', '/YH', '/YH/*/BH', '/YH/*/DJ', '/dw']);
  expect(mapping.writes).toEqual([
    { subject: 'inspection', path: '/no', reads: ['/JCBH'] },
    { subject: 'inspection', path: '/party/name', reads: ['/DW', '/dw'] },
    { subject: 'inspection', path: '/party', reads: ['/DW', '/dw'] },
    { subject: 'inspection', path: '/levels', reads: ['/YH', '/YH/*/DJ'] },
    { subject: 'hazard', path: '/no', reads: ['/YH/*/BH'] },
  ]);
  expect(mapping.subjects).toEqual(['inspection.v1', 'hazard.v1']);
  expect(mapping.multipleOutputs).toBe(true);
  const [first] = DOCUMENT.outputs;
  expect(
    compileMapping({ ...DOCUMENT, outputs: [first as (typeof DOCUMENT.outputs)[0]] }, CONTEXT)
      .multipleOutputs,
  ).toBe(false);
});

it('refuses to compile a mapping that does not pass the check', () => {
  expect(() => compileMapping({ ...DOCUMENT, key: { from: '/JCBN' } }, CONTEXT)).toThrow(/did you mean JCBH/);
});

it('does not follow the document when that is changed afterwards', () => {
  const document = structuredClone(DOCUMENT) as { key: { from: string } } & MappingDocument;
  const compiled = compileMapping(document, CONTEXT);
  document.key.from = '/DW';
  expect(compiled.run({ JCBH: 'A' }, RUN).key).toBe('A');
});

it('holds a record against its source schema, names the key, and lets unknown fields pass', () => {
  expect(mapping.checkSource({ JCBH: 'A', new: 1, YH: [{ DJ: 'x', new: 2 }] })).toEqual([]);
  expect(mapping.checkSource({ DW: 5 })).toEqual([
    {
      code: 'source-schema',
      at: '/JCBH',
      detail: { zh: '标识字段 JCBH 缺失，须提供', en: 'the key field JCBH is missing' },
    },
    { code: 'source-schema', at: '/DW', detail: { zh: '字段 DW 应为文本', en: 'the field DW must be text' } },
  ]);
  expect(mapping.checkSource([] as Json)).toEqual([
    { code: 'source-schema', at: '', detail: { zh: '记录应为对象', en: 'the record must be an object' } },
  ]);
});

it('keeps the branches of a oneOf apart although unknown fields pass', () => {
  const branch = (name: string): JsonObject => ({
    type: 'object',
    required: [name],
    properties: { [name]: {} },
    additionalProperties: false,
  });
  const sourceSchema: JsonObject = { oneOf: [branch('JCBH'), branch('BH')] };
  const key = { from: ['/JCBH', '/BH'] };
  const [, hazard] = DOCUMENT.outputs;
  const output = {
    ...(hazard as (typeof DOCUMENT.outputs)[0]),
    each: { const: [1] },
    key: { context: 'index' as const },
    data: { no: { const: 'x' } },
  };
  const { checkSource } = compileMapping(
    { ...DOCUMENT, key, outputs: [output] },
    { ...CONTEXT, sourceSchema },
  );
  expect(checkSource({ BH: 1 })).toEqual([]);
  expect(checkSource({ JCBH: 1, BH: 1 }).length).toBeGreaterThan(0);
});

describe('explain', () => {
  const explanation = mapping.explain(
    { JCBH: ' ab ', dw: '某公司', YH: [{ BH: '1', DJ: '高' }, { DJ: '低' }] },
    RUN,
  );

  it('shows for each property what was read and what each step made of it', () => {
    const [inspection] = explanation.outputs;
    expect(inspection).toMatchObject({ index: 0, applies: true });
    expect(inspection?.properties.map(({ target, reads, value }) => [target, reads, value])).toEqual([
      ['/no', ['/JCBH'], 'AB'],
      ['/party', ['/DW', '/dw'], { name: '某公司' }],
      ['/party/name', ['/DW', '/dw'], '某公司'],
      ['/levels', ['/YH', '/YH/0/DJ', '/YH/1/DJ'], ['高', '低']],
    ]);
    expect(inspection?.properties[0]).toMatchObject({
      given: ' ab ',
      steps: [
        { function: 'text.trim', value: 'ab' },
        { function: 'text.upper', value: 'AB' },
      ],
    });
  });

  it('shows each item of an output and where it failed', () => {
    const [, first, second] = explanation.outputs;
    expect(first).toMatchObject({ index: 1, item: '/YH/0', applies: true });
    expect(second).toMatchObject({ index: 1, item: '/YH/1' });
    expect(second?.properties[0]).toMatchObject({ target: '/no', reads: ['/YH/1/BH'] });
    expect(explanation.result.outputs).toEqual([]);
    expect(explanation.result.rejections.map(({ code, at }) => [code, at])).toEqual([
      ['missing-required', '/YH/1/BH'],
      ['missing-required', '/YH/1/BH'],
    ]);
  });

  it('shows the attributes by name', () => {
    expect(explanation.attributes.map(({ role, value }) => [role, value])).toEqual([
      ['key', ' ab '],
      ['time', RUN.receivedTime],
    ]);
  });
});

it('describes its functions for documents and the console', () => {
  expect(describeFunctions().find(({ name }) => name === 'text.cut')).toMatchObject({
    family: 'text',
    accepts: 'text',
    gives: 'text',
    parameters: { required: ['max'], additionalProperties: false },
  });
});
