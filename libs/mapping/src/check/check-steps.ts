import { compileSchema, type CompiledSchema, type JsonObject } from '@exchange/contracts';
import { compileFunction } from '../compile/compile-steps.ts';
import { RunState } from '../compile/run-state.ts';
import { stepParts, type Scalar, type StepDocument } from '../document.ts';
import type { MappingFunction } from '../functions/mapping-function.ts';
import { FUNCTIONS } from '../functions/registry.ts';
import { problemSentence } from '../schema/problem-words.ts';
import { ANYTHING, kindWords, typeOfKind, type Kind, type StaticType } from '../static-type.ts';
import { FAILED } from '../value.ts';
import { listed, token, type CheckEnvironment } from './check-environment.ts';
import { suggestion } from './nearest.ts';

/** The parameter schemas are constants of the registry. */
const PARAMETER_SCHEMAS = new Map<string, CompiledSchema>();

/** Goes through a `then`: what it makes of the given type. Says what is wrong with names, parameters and inputs. */
export function inferSteps(
  steps: readonly StepDocument[],
  given: StaticType,
  path: string,
  environment: CheckEnvironment,
): StaticType {
  let type = given;
  for (const [index, step] of steps.entries())
    type = inferStep(step, type, `${path}/then/${index}`, environment);
  return type;
}

function inferStep(
  step: StepDocument,
  input: StaticType,
  path: string,
  environment: CheckEnvironment,
): StaticType {
  const { name, parameters } = stepParts(step);
  const definition = FUNCTIONS.get(name);
  if (!definition) {
    const near = suggestion(name, [...FUNCTIONS.keys()]);
    environment.report(
      'error',
      'unknown-function',
      path,
      `没有函数“${name}”${near.zh}`,
      `there is no function "${name}"${near.en}`,
    );
    return ANYTHING;
  }
  const at = typeof step === 'string' ? path : `${path}/${token(name)}`;
  if (!checkParameters(definition, parameters, at, environment)) return ANYTHING;
  checkInput(definition, input, path, environment);
  const { gives } = definition;
  const output = typeof gives === 'string' ? typeOfKind(gives) : gives(parameters, input, environment.steps);
  if (definition.folds !== true || input.values === undefined) return output;
  return foldValues(definition, parameters, input, output, at, environment);
}

function checkParameters(
  definition: MappingFunction,
  parameters: JsonObject,
  path: string,
  environment: CheckEnvironment,
): boolean {
  const schema = PARAMETER_SCHEMAS.get(definition.name) ?? compileSchema(definition.parameters);
  PARAMETER_SCHEMAS.set(definition.name, schema);
  const problems = schema.check(parameters);
  for (const problem of problems) {
    const { zh, en } = problemSentence(problem, {
      zh: `${definition.name} 的参数 ${problem.at.slice(1)} `,
      en: `the parameter ${problem.at.slice(1)} of ${definition.name}`,
    });
    environment.report('error', 'bad-parameters', path + problem.at, zh, en);
  }
  if (problems.length > 0) return false;
  const table = parameters['table'];
  if (typeof table === 'string') environment.usedTables.add(table);
  const deeper = definition.problems?.(parameters, environment.steps) ?? [];
  for (const { code, detail } of deeper) environment.report('error', code, path, detail.zh, detail.en);
  return deeper.length === 0;
}

const ACCEPTED: Readonly<Record<MappingFunction['accepts'], readonly Kind[] | null>> = {
  text: ['text', 'date', 'instant', 'decimal', 'number', 'integer', 'boolean'],
  scalar: ['text', 'date', 'instant', 'decimal', 'number', 'integer'],
  list: null,
  any: null,
};

function checkInput(
  { name, accepts }: MappingFunction,
  input: StaticType,
  path: string,
  environment: CheckEnvironment,
): void {
  const accepted = ACCEPTED[accepts];
  if (accepted === null || input.kinds === null) return;
  const wrong = input.kinds.filter((kind) => !accepted.includes(kind));
  if (wrong.length === 0) return;
  const words = kindWords(wrong);
  const isAlways = wrong.length === input.kinds.length;
  environment.report(
    isAlways ? 'error' : 'note',
    isAlways ? 'type-clash' : 'type-doubt',
    path,
    `${name} 不能处理${words.zh}${isAlways ? '' : '，而这里可能出现'}`,
    `${name} cannot take ${words.en}${isAlways ? '' : ', which may come here'}`,
  );
}

/** Runs the values that are known through the step itself: what it refuses is a gap, what it gives is known. */
function foldValues(
  definition: MappingFunction,
  parameters: JsonObject,
  input: StaticType,
  output: StaticType,
  path: string,
  environment: CheckEnvironment,
): StaticType {
  const apply = compileFunction(definition, parameters, environment.steps);
  const results = new Set<Scalar>();
  const refused: Scalar[] = [];
  for (const value of input.values ?? []) {
    if (value === null) continue;
    const state = new RunState(value, { receivedTime: '1970-01-01T00:00:00.000Z' }, null);
    const result = apply(value, state);
    if (result === FAILED) refused.push(value);
    else if (result !== undefined && !environment.isEmpty(result) && typeof result !== 'object')
      results.add(result);
  }
  if (refused.length > 0) {
    const words = listed(refused);
    environment.report(
      'error',
      'table-gap',
      path,
      `来源可能出现的值未列入对照，也没有默认值：${words.zh}`,
      `values of the source that are neither listed nor have a default: ${words.en}`,
    );
  }
  // Of an open set only the hints are known; a table's own values, which are complete, are worth more than they.
  if (input.closed !== true) return output.values ? output : { ...output, values: [...results] };
  return { ...output, values: [...results], closed: true };
}
