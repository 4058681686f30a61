import assert from 'node:assert';
import type { Json, JsonObject } from '@exchange/contracts';
import { stepParts, type StepDocument } from '../document.ts';
import type { MappingFunction, StepEnvironment } from '../functions/mapping-function.ts';
import { FUNCTIONS } from '../functions/registry.ts';
import { readNumber } from '../functions/decimal-text.ts';
import { FAILED, type EmptyTest, type Value } from '../value.ts';
import type { RunState } from './run-state.ts';

export type Apply = (value: Json, state: RunState) => Value;

/** The steps of a `then` as one closure. It stops at the first empty or failed value. */
export function compileSteps(
  steps: readonly StepDocument[],
  environment: StepEnvironment,
  isEmpty: EmptyTest,
): Apply {
  const compiled = steps.map((step) => compileStep(step, environment, isEmpty));
  const [only] = compiled;
  if (only && compiled.length === 1) return only;
  return (value, state) => {
    let current: Value = value;
    for (const apply of compiled) {
      current = apply(current, state);
      if (current === undefined || current === FAILED) return current;
    }
    return current;
  };
}

function compileStep(step: StepDocument, environment: StepEnvironment, isEmpty: EmptyTest): Apply {
  const { name, parameters } = stepParts(step);
  const definition = FUNCTIONS.get(name);
  assert(definition, `unknown function ${name}: checkMapping comes first`);
  return compileFunction(definition, parameters, environment, (result, state) => {
    const kept = result !== FAILED && isEmpty(result) ? undefined : result;
    if (state.trace !== null)
      state.trace.steps.push({ function: name, value: kept === FAILED ? undefined : kept });
    return kept;
  });
}

/** One function, given what it accepts or not called: then the value is rejected as `bad-type`. `finish` gets the result. */
export function compileFunction(
  definition: MappingFunction,
  parameters: JsonObject,
  environment: StepEnvironment,
  finish: (result: Value, state: RunState) => Value,
): Apply {
  switch (definition.accepts) {
    case 'text': {
      const apply = definition.compile(parameters, environment);
      return (value, state) => {
        if (typeof value === 'string') return finish(apply(value, state), state);
        const text = scalarText(value, state);
        return finish(text === FAILED ? FAILED : apply(text, state), state);
      };
    }
    case 'scalar': {
      const apply = definition.compile(parameters, environment);
      return (value, state) =>
        finish(
          value === null || typeof value === 'object' ? rejectType(value, state) : apply(value, state),
          state,
        );
    }
    case 'list': {
      const apply = definition.compile(parameters, environment);
      return (value, state) => finish(apply(Array.isArray(value) ? value : [value], state), state);
    }
    case 'any': {
      const apply = definition.compile(parameters, environment);
      return (value, state) => finish(apply(value, state), state);
    }
  }
}

/** A scalar as text. A number that JSON could not carry exactly is rejected, not rendered. */
export function scalarText(value: Json, state: RunState): string | typeof FAILED {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return rejectType(value, state);
  const reading = readNumber(value);
  if ('text' in reading) return reading.text;
  return state.reject(
    'lossy-number',
    '数值超出精度，末尾数字已丢失，请以文本形式提供',
    'the number is beyond what JSON numbers carry exactly: digits are lost; send it as text',
  );
}

function rejectType(value: Json, state: RunState): typeof FAILED {
  const [zh, en] = Array.isArray(value) ? ['列表', 'a list'] : ['对象', 'an object'];
  return state.reject(
    'bad-type',
    `这里需要单个值，收到的是${zh}`,
    `a single value is wanted here, not ${en}`,
  );
}
