import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileSchema, type Json } from '@exchange/contracts';
import { compileFunction } from '../compile/compile-steps.ts';
import { RunState } from '../compile/run-state.ts';
import { emptyTest, FAILED } from '../value.ts';
import { EXAMPLE_ENVIRONMENT } from './example-environment.ts';
import type { FunctionExample, MappingFunction } from './mapping-function.ts';
import { describeFunctions, FUNCTIONS } from './registry.ts';
import { UNITS } from './units.ts';

const RUN = { receivedTime: '2026-11-24T00:00:00.000Z' };

function runExample(definition: MappingFunction, { input, params = {} }: FunctionExample) {
  const state = new RunState(input, RUN, null);
  const value = compileFunction(definition, params, EXAMPLE_ENVIRONMENT)(input, state);
  const isEmpty = value !== FAILED && emptyTest([])(value);
  return { value: value === FAILED ? undefined : isEmpty ? null : value, state };
}

describe.each([...FUNCTIONS.values()])('$name', (definition) => {
  const { parameters, examples, problems } = definition;
  const schema = compileSchema(parameters);

  it('says in two languages what it does and gives an example', () => {
    expect(definition.summary.zh).toMatch(/\p{Script=Han}/u);
    expect(definition.summary.en).toMatch(/[A-Za-z]/);
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(
    examples.map((example) => [JSON.stringify([example.input, example.params ?? {}]), example] as const),
  )('does with %s what its example says', (_name, example) => {
    expect(schema.check(example.params ?? {})).toEqual([]);
    expect(problems?.(example.params ?? {}, EXAMPLE_ENVIRONMENT) ?? []).toEqual([]);
    const { value, state } = runExample(definition, example);
    expect(state.rejections.map(({ code }) => code)).toEqual(example.rejection ? [example.rejection] : []);
    expect(state.warnings.map(({ code }) => code)).toEqual(example.warning ? [example.warning] : []);
    expect(value).toEqual(example.rejection ? undefined : (example.output as Json));
  });
});

it('is wholly in the language reference', () => {
  const reference = readFileSync(join(import.meta.dirname, '../../../../docs/mapping.md'), 'utf8');
  const written = new Set(reference.match(/`[a-z]+\.[A-Za-z]+`/g));
  for (const name of FUNCTIONS.keys()) expect(written).toContain(`\`${name}\``);
});

it('is in the language reference with every unit', () => {
  const reference = readFileSync(join(import.meta.dirname, '../../../../docs/mapping.md'), 'utf8');
  const words = new Set(reference.split(/[\s|]+/u));
  expect([...UNITS.keys()].filter((unit) => !words.has(unit))).toEqual([]);
});

it('describes every function under its family', () => {
  const families = new Set(describeFunctions().map(({ family }) => family));
  expect([...families]).toEqual(['text', 'code', 'time', 'number', 'identity', 'region', 'geometry', 'list']);
});
