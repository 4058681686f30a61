import type { PipeTransform } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import { compileValidator } from '../validator.ts';
import { invalidRequest, type ParameterProblem } from './invalid-request.ts';

/**
 * A pipe that holds what a route takes against a JSON Schema: `@Query(schemaPipe(schema, { coerce: true }))` for text
 * (queries, path parameters), `@Body(schemaPipe(schema))` for JSON. Defaults are filled in. 400 with every problem. No
 * text may hold the character NUL, which a column of type text cannot take.
 */
export function schemaPipe(schema: JsonObject, options: { coerce?: boolean } = {}): PipeTransform {
  const validate = compileValidator<unknown>(schema, { coerce: options.coerce ?? false });
  return {
    transform: (given: unknown): unknown => {
      const validated = validate(given);
      if (!validated.ok) throw invalidRequest(validated.problems);
      const unstorable = [...nulCharacters(validated.value, '')];
      if (unstorable.length > 0) throw invalidRequest(unstorable);
      return validated.value;
    },
  };
}

function* nulCharacters(value: unknown, at: string): Generator<ParameterProblem> {
  if (typeof value === 'string') {
    if (value.includes('\0'))
      yield { at, detail: { zh: '不得含空字符（U+0000）', en: 'must not hold the character NUL' } };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* nulCharacters(item, `${at}/${name}`);
  }
}
