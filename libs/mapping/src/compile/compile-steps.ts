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
  const compiled = steps.map((step) => compileStep(step, environment));
  return (value, state) => {
    let current = value;
    for (const { name, apply } of compiled) {
      const result = apply(current, state);
      const kept = result !== FAILED && isEmpty(result) ? undefined : result;
      if (state.trace !== null)
        state.trace.steps.push({ function: name, value: kept === FAILED ? undefined : kept });
      if (kept === undefined || kept === FAILED) return kept;
      current = kept;
    }
    return current;
  };
}

function compileStep(step: StepDocument, environment: StepEnvironment): { name: string; apply: Apply } {
  const { name, parameters } = stepParts(step);
  const definition = FUNCTIONS.get(name);
  assert(definition, `unknown function ${name}: checkMapping comes first`);
  return { name, apply: compileFunction(definition, parameters, environment) };
}

/** One function, given what it accepts or not called: then the value is rejected as `bad-type`. */
export function compileFunction(
  definition: MappingFunction,
  parameters: JsonObject,
  environment: StepEnvironment,
): Apply {
  switch (definition.accepts) {
    case 'text': {
      const apply = definition.compile(parameters, environment);
      return (value, state) => {
        if (typeof value === 'string') return apply(value, state);
        const text = scalarText(value, state);
        return text === FAILED ? FAILED : apply(text, state);
      };
    }
    case 'scalar': {
      const apply = definition.compile(parameters, environment);
      return (value, state) =>
        value === null || typeof value === 'object' ? rejectType(value, state) : apply(value, state);
    }
    case 'list': {
      const apply = definition.compile(parameters, environment);
      return (value, state) => apply(Array.isArray(value) ? value : [value], state);
    }
    case 'any':
      return definition.compile(parameters, environment);
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
