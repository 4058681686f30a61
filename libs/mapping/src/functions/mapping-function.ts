import type { CodeTable, Detail, Json, JsonObject, RejectionCode, WarningCode } from '@exchange/contracts';
import type { Scalar } from '../document.ts';
import type { Kind, StaticType } from '../static-type.ts';
import type { FAILED, Value } from '../value.ts';

/** What a step may ask of the run and tell it. Clock and findings only: a step sees nothing of the record but its value. */
export interface StepRun {
  /** RFC 3339 UTC with milliseconds. */
  readonly receivedTime: string;
  /** Reports why the value cannot be made; the step returns what this returns. */
  reject(code: RejectionCode, zh: string, en: string): typeof FAILED;
  /** Reports a doubt; the step goes on. */
  warn(code: WarningCode, zh: string, en: string): void;
}

/** A mapping's own table, ready for look-up. */
export interface LookupTable {
  readonly entries: ReadonlyMap<string, Scalar>;
  /** undefined: an unknown code is rejected. */
  readonly fallback: Scalar | undefined;
}

export interface StepEnvironment {
  readonly tables: ReadonlyMap<string, LookupTable>;
  readonly codes: ReadonlyMap<string, CodeTable>;
}

/** Something wrong with a step's parameters that their JSON schema cannot say. */
export interface ParameterProblem {
  readonly code: 'bad-parameters' | 'bad-regex' | 'unknown-table' | 'unknown-list';
  readonly detail: Detail;
}

/** `output: null` stands for an empty result. With `warning` the value is made all the same. */
export interface FunctionExample {
  readonly input: Json;
  readonly params?: JsonObject;
  readonly output?: Json;
  readonly rejection?: RejectionCode;
  readonly warning?: WarningCode;
}

interface Description {
  /** `<family>.<name>`. */
  readonly name: string;
  readonly summary: Detail;
  /** JSON Schema of the parameters: a closed object. */
  readonly parameters: JsonObject;
  readonly gives:
    Kind | ((parameters: JsonObject, input: StaticType, environment: StepEnvironment) => StaticType);
  /** Known input values can be run through the step by `checkMapping` to learn the output's values. */
  readonly folds?: boolean;
  readonly examples: readonly FunctionExample[];
  readonly problems?: (parameters: JsonObject, environment: StepEnvironment) => readonly ParameterProblem[];
}

type Compile<Input> = (
  parameters: JsonObject,
  environment: StepEnvironment,
) => (value: Input, run: StepRun) => Value;

/**
 * A step of the language. What it `accepts` is what its closure gets: `text` has numbers and booleans turned into text
 * for it, anything else is a `bad-type` before it is called.
 */
export type MappingFunction = Description &
  (
    | { readonly accepts: 'text'; readonly compile: Compile<string> }
    | { readonly accepts: 'scalar'; readonly compile: Compile<string | number | boolean> }
    | { readonly accepts: 'list'; readonly compile: Compile<Json[]> }
    | { readonly accepts: 'any'; readonly compile: Compile<Json> }
  );

/** Schema of a closed parameter object. */
export function parameters(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required: [...required] }),
    additionalProperties: false,
  };
}

export const NO_PARAMETERS: JsonObject = parameters({});
export const TEXTS: JsonObject = { type: 'array', items: { type: 'string' }, minItems: 1 };
