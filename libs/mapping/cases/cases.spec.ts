import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  readSubjectSchema,
  type CodeTable,
  type Json,
  type JsonObject,
  type SubjectSchema,
} from '@exchange/contracts';
import type { MappingContext } from '../src/context.ts';
import type { MappingDocument } from '../src/document.ts';
import type { MappedOutput, MappingProblem } from '../src/result.ts';
import { checkMapping } from '../src/check/check-mapping.ts';
import { compileMapping } from '../src/compile-mapping.ts';

/** `expression` stands for a mapping with one output whose only property it fills. */
interface Case {
  readonly description: string;
  readonly mapping?: JsonObject;
  readonly expression?: JsonObject;
  readonly nullWords?: string[];
  readonly tables?: JsonObject;
  readonly define?: JsonObject;
  readonly sourceSchema?: JsonObject;
  /** Subjects besides those of `targets/subjects.json`, by name. */
  readonly targets?: Record<string, JsonObject>;
  readonly record?: Json;
  readonly withdrawal?: true;
  readonly expect: Expectation;
}

interface Expectation {
  readonly key?: string | null;
  readonly revision?: string | null;
  readonly value?: Json;
  readonly outputs?: ReadonlyArray<Partial<MappedOutput>>;
  readonly rejections?: readonly JsonObject[];
  readonly warnings?: readonly JsonObject[];
  readonly problems?: ReadonlyArray<Partial<MappingProblem>>;
}

const FOLDER = import.meta.dirname;
const RUN = { receivedTime: '2026-11-24T08:00:00.000Z' };
const read = (path: string): Json => JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as Json;
const META = read('../../../schemas/meta/mapping.schema.json') as JsonObject;
const SUBJECTS = read('targets/subjects.json') as Record<string, JsonObject>;
const CODES = new Map(
  Object.entries(read('targets/codes.json') as unknown as Record<string, CodeTable['entries']>).map(
    ([name, entries]): [string, CodeTable] => [
      name,
      { name, version: '1', title: { zh: name, en: name }, source: 'cases', entries },
    ],
  ),
);

function subjectsOf(schemas: Record<string, JsonObject>): ReadonlyMap<string, SubjectSchema> {
  const subjects = Object.entries(schemas).map(([subject, schema]) => {
    const annotated = {
      type: 'object',
      additionalProperties: false,
      'x-title': { zh: subject, en: subject },
      'x-chain': 'enforcement',
      'x-module': 'enforcement-team',
      'x-sharing': 'conditional',
      'x-topic': { partitions: 1, retentionDays: 1 },
      ...schema,
    };
    return [`${subject}.v1`, readSubjectSchema(subject, 1, annotated)] as const;
  });
  return new Map(subjects);
}

const STANDARD = subjectsOf(SUBJECTS);

function contextOf({ sourceSchema, targets }: Case): MappingContext {
  return {
    system: 'city-enforcement',
    stream: 'cases',
    department: 'urban-management',
    sourceSchema: sourceSchema ?? { type: 'object' },
    subjects: targets ? new Map([...STANDARD, ...subjectsOf(targets)]) : STANDARD,
    codes: CODES,
    metaSchema: META,
  };
}

function documentOf({ mapping, expression, nullWords, tables, define }: Case): MappingDocument {
  const whole = mapping ?? {
    key: { const: 'K' },
    time: { context: 'receivedTime' },
    outputs: [{ subject: 'value', data: { value: expression as JsonObject } }],
  };
  return {
    ...whole,
    ...(nullWords && { nullWords }),
    ...(tables && { tables }),
    ...(define && { define }),
  } as unknown as MappingDocument;
}

/** Only what the case names is compared, except that a finding's absence is always named. */
function chosen(actual: readonly object[], expected: readonly object[] = []): Array<[object, object]> {
  expect(actual.map((item) => (item as { code: string }).code)).toEqual(
    expected.map((item) => (item as { code: string }).code),
  );
  return actual.map((item, index) => [item, expected[index] as object]);
}

function runCase(example: Case): void {
  const { expect: expected, record } = example;
  const mapping = compileMapping(documentOf(example), contextOf(example));
  const run = example.withdrawal ? { ...RUN, operation: 'delete' as const } : RUN;
  const before = structuredClone(record);
  const result = mapping.run(record as Json, run);
  for (const [item, wanted] of chosen(result.rejections, expected.rejections))
    expect(item).toMatchObject(wanted);
  for (const [item, wanted] of chosen(result.warnings, expected.warnings)) expect(item).toMatchObject(wanted);
  if (expected.outputs) {
    expect(result.outputs.map(({ subject }) => subject)).toEqual(
      expected.outputs.map(({ subject }) => subject),
    );
    for (const [index, wanted] of expected.outputs.entries())
      for (const [name, value] of Object.entries(wanted))
        expect([name, result.outputs[index]?.[name as keyof MappedOutput]]).toEqual([name, value]);
  }
  if (example.expression && !expected.rejections?.length)
    expect(result.outputs[0]?.data['value']).toEqual(expected.value);
  if (expected.key !== undefined) expect(result.key).toBe(expected.key);
  if (expected.revision !== undefined) expect(result.revision).toBe(expected.revision);
  expect(record).toEqual(before);
  expect(mapping.explain(record as Json, run).result).toEqual(result);
}

function checkCase(example: Case): void {
  const problems = checkMapping(documentOf(example), contextOf(example));
  const found = problems.map(({ severity, code, path }) => ({ severity, code, path }));
  expect(found).toEqual(example.expect.problems);
  for (const { detail } of problems) expect(detail.zh).toMatch(/\p{Script=Han}/u);
}

const features = readdirSync(FOLDER, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && entry.name !== 'targets',
);
describe.each(features.map(({ name }) => name))('%s', (feature) => {
  const files = readdirSync(join(FOLDER, feature)).sort();
  const cases = files.flatMap((file) =>
    (read(`${feature}/${file}`) as unknown as Case[]).map(
      (example) => [`${file.replace('.json', '')}: ${example.description}`, example] as const,
    ),
  );
  it.each(cases)('%s', (_name, example) => {
    if (example.expect.problems) checkCase(example);
    else runCase(example);
  });
});
