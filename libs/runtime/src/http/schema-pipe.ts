import type { PipeTransform } from '@nestjs/common';
import type { JsonObject } from '@exchange/contracts';
import { compileValidator } from '../validator.ts';
import { Problem } from './problem.ts';

/**
 * A pipe that holds what a route takes against a JSON Schema: `@Query(schemaPipe(schema, { coerce: true }))` for text
 * (queries, path parameters), `@Body(schemaPipe(schema))` for JSON. Defaults are filled in. 400 with every problem.
 */
export function schemaPipe(schema: JsonObject, options: { coerce?: boolean } = {}): PipeTransform {
  const validate = compileValidator<unknown>(schema, { coerce: options.coerce ?? false });
  return {
    transform: (given: unknown): unknown => {
      const validated = validate(given);
      if (validated.ok) return validated.value;
      throw invalid(validated.problems);
    },
  };
}

function invalid(problems: ReadonlyArray<{ at: string; detail: { zh: string; en: string } }>): Problem {
  const listed = problems.map(({ at, detail }) => ({ at, zh: detail.zh, en: detail.en }));
  const sentences = (language: 'zh' | 'en'): string =>
    listed.map((problem) => `${problem.at || '/'} ${problem[language]}`).join('; ');
  return new Problem({
    status: 400,
    code: 'invalid-request',
    detail: { zh: sentences('zh'), en: sentences('en') },
    members: { problems: listed },
  });
}
