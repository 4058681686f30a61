import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readSubjectSchema, type Json, type JsonObject } from '@exchange/contracts';
import { checkMapping } from './check/check-mapping.ts';
import { compileFunction } from './compile/compile-steps.ts';
import { RunState } from './compile/run-state.ts';
import { compileMapping } from './compile-mapping.ts';
import type { MappingContext } from './context.ts';
import type { MappingDocument } from './document.ts';
import { EXAMPLE_ENVIRONMENT } from './functions/example-environment.ts';
import { FUNCTIONS } from './functions/registry.ts';
import { FAILED } from './value.ts';

const FOLDER = import.meta.dirname;
const META = JSON.parse(
  readFileSync(join(FOLDER, '../../../schemas/meta/mapping.schema.json'), 'utf8'),
) as JsonObject;
const EVERYTHING = JSON.parse(readFileSync(join(FOLDER, '../cases/everything.json'), 'utf8')) as JsonObject;
const RUN = { receivedTime: '2026-11-24T08:00:00.000Z' };

const subject = readSubjectSchema('anything', 1, {
  type: 'object',
  'x-title': { zh: '任意', en: 'anything' },
  'x-chain': 'registry',
  'x-module': 'command-centre',
  'x-sharing': 'conditional',
  'x-topic': { partitions: 1, retentionDays: 1 },
  required: ['a', 'text'],
  properties: {
    a: {},
    text: { type: 'string', maxLength: 5 },
    each: { type: 'array', items: { type: 'object', required: ['x'] } },
    date: { type: 'string', format: 'date' },
    point: { type: ['object', 'null'] },
    code: { type: 'string' },
  },
});
const CONTEXT: MappingContext = {
  system: 's',
  stream: 't',
  department: 'd',
  sourceSchema: { type: 'object' },
  subjects: new Map([['anything.v1', subject]]),
  codes: EXAMPLE_ENVIRONMENT.codes,
  metaSchema: META,
};

/** Values that quirky sources send, among any others. */
const awkward = fc.constantFrom<Json[]>(
  '',
  ' ',
  '无',
  '\u0000',
  '\ud800',
  '2024-02-30',
  '0000-00-00',
  '1e400',
  '-0',
  '3.21E+17',
  '１２３',
  '贰仟元整',
  '/Date(99999999999999999)/',
  '9'.repeat(400),
  '万元',
  '*',
  '{a}',
  '119.9,31.7',
  '长期',
  1e308,
  -0,
  2 ** 60,
  0.1,
  true,
  null,
  [],
  {},
  [[]],
  { length: -1 },
);
const names = fc.constantFrom('a', 'b', 'c', 'list', 'when', '__proto__', 'constructor', 'length', '0', '');
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    awkward,
    fc.jsonValue() as fc.Arbitrary<Json>,
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.array(tie('value'), { maxLength: 4 }),
    // JSON.parse keeps a member called __proto__ as data, as a decoder does.
    fc
      .array(fc.tuple(names, tie('value')), { maxLength: 6 })
      .map(
        (members) =>
          JSON.parse(
            `{${members.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`).join()}}`,
          ) as Json,
      ),
  ),
}));

describe('a run', () => {
  const mapping = compileMapping(EVERYTHING as unknown as MappingDocument, CONTEXT);

  it('gives a result for any JSON value, the same each time, and leaves the record alone', () => {
    fc.assert(
      fc.property(value, (record) => {
        const before = JSON.stringify(record);
        const result = mapping.run(record, RUN);
        expect(mapping.run(record, RUN)).toEqual(result);
        expect(mapping.explain(record, RUN).result).toEqual(result);
        expect(JSON.stringify(record)).toBe(before);
        expect(result.outputs.length === 0 || result.rejections.length === 0).toBe(true);
        expect(result.outputs.length > 0 || result.rejections.length > 0).toBe(true);
        mapping.checkSource(record);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a result for any withdrawal', () => {
    fc.assert(
      fc.property(value, (record) => {
        const { outputs } = mapping.run(record, { ...RUN, operation: 'delete' });
        expect(outputs.every(({ operation }) => operation === 'delete')).toBe(true);
      }),
    );
  });

  it('changes no object that others see', () => {
    mapping.run(
      JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as Json,
      RUN,
    );
    expect(({} as JsonObject)['polluted']).toBeUndefined();
  });

  it('says a hundred times what is wrong with a hundred thousand items', () => {
    const list = Array.from({ length: 100_000 }, () => ({ n: 'x' }));
    expect(mapping.run({ a: 'k', b: 't', list }, RUN).rejections).toHaveLength(100);
    const wrong = compileMapping(
      JSON.parse(
        '{"key":{"from":"/k"},"time":{"context":"receivedTime"},"outputs":[{"subject":"anything","data":{"a":{"const":1},"text":{"const":"t"},"each":{"from":"/list"}}}]}',
      ) as MappingDocument,
      CONTEXT,
    );
    expect(wrong.run({ k: 1, list }, RUN).rejections).toHaveLength(100);
  });
});

describe.each([...FUNCTIONS.values()])('$name', (definition) => {
  it('gives a value, nothing or a rejection for anything', () => {
    const given = definition.examples.map(({ params }) => params ?? {});
    fc.assert(
      fc.property(fc.constantFrom(...given), value, (params, input) => {
        const state = new RunState(input, RUN, null);
        const result = compileFunction(definition, params, EXAMPLE_ENVIRONMENT)(input, state);
        expect(result === FAILED).toBe(state.rejections.length > 0);
        expect(result === undefined || result === FAILED || JSON.stringify(result) !== undefined).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('checkMapping', () => {
  it('gives a list of problems for any JSON value', () => {
    fc.assert(
      fc.property(value, (document) => expect(checkMapping(document, CONTEXT).length).toBeGreaterThan(0)),
    );
  });

  it('survives any value in any place of a mapping', () => {
    const places = placesOf(EVERYTHING);
    fc.assert(
      fc.property(fc.constantFrom(...places), value, (place, put) => {
        const changed = structuredClone(EVERYTHING);
        const parent = place
          .slice(0, -1)
          .reduce<Json>((node, name) => (node as JsonObject)[name] as Json, changed);
        (parent as JsonObject)[place.at(-1) as string] = put;
        const problems = checkMapping(changed, CONTEXT);
        // What passes the check can be compiled and run.
        if (problems.every(({ severity }) => severity === 'note'))
          compileMapping(changed as unknown as MappingDocument, CONTEXT).run({ a: 'x' }, RUN);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses what is nested too deep and defines that grow by doubling', () => {
    let expression: JsonObject = { from: '/a' };
    for (let depth = 0; depth < 5000; depth += 1) expression = { list: [expression] };
    const define = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `d${index}`,
        { list: [{ use: `d${index + 1}` }, { use: `d${index + 1}` }] },
      ]),
    );
    const mapping = {
      key: { from: '/k' },
      time: { context: 'receivedTime' },
      outputs: [{ subject: 'anything', data: { a: { use: 'd0' }, text: { from: '/t' } } }],
    };
    const codes = (document: Json) => checkMapping(document, CONTEXT).map(({ code }) => code);
    expect(codes({ ...mapping, key: expression })).toEqual(['too-large']);
    expect(codes({ ...mapping, define: { ...define, d40: { from: '/a' } } })).toContain('too-large');
  });
});

function placesOf(node: Json, path: string[] = []): string[][] {
  if (typeof node !== 'object' || node === null) return path.length > 0 ? [path] : [];
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(node).flatMap(([name, child]) => placesOf(child, [...path, name])),
  ];
}
