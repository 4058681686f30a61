import type { Detail, JsonObject } from '@exchange/contracts';
import type { Kind } from '../static-type.ts';
import { codeFunctions } from './code.ts';
import { geometryFunctions } from './geometry.ts';
import { identityFunctions } from './identity.ts';
import { listFunctions } from './list.ts';
import type { FunctionExample, MappingFunction } from './mapping-function.ts';
import { numberFunctions } from './number.ts';
import { regionFunctions } from './region.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

/** Every function of the language, family by family. */
const ALL: readonly MappingFunction[] = [
  ...textFunctions,
  ...codeFunctions,
  ...timeFunctions,
  ...numberFunctions,
  ...identityFunctions,
  ...regionFunctions,
  ...geometryFunctions,
  ...listFunctions,
];

export const FUNCTIONS: ReadonlyMap<string, MappingFunction> = new Map(
  ALL.map((entry) => [entry.name, entry]),
);

/** A function as the reference and the console show it. */
export interface FunctionDescription {
  readonly name: string;
  readonly family: string;
  readonly summary: Detail;
  /** JSON Schema of the parameters. */
  readonly parameters: JsonObject;
  readonly accepts: MappingFunction['accepts'];
  /** null where the type depends on the parameters or the input. */
  readonly gives: Kind | null;
  readonly examples: readonly FunctionExample[];
}

export function describeFunctions(): readonly FunctionDescription[] {
  return ALL.map(({ name, summary, parameters, accepts, gives, examples }) => ({
    name,
    family: name.slice(0, name.indexOf('.')),
    summary,
    parameters,
    accepts,
    gives: typeof gives === 'string' ? gives : null,
    examples,
  }));
}
