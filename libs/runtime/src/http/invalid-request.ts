import type { Detail } from '@exchange/contracts';
import { Problem } from './problem.ts';

/** What is wrong with one parameter; `at` is a JSON Pointer, `/from` for a parameter of that name. */
export interface ParameterProblem {
  readonly at: string;
  readonly detail: Detail;
}

/** A 400 problem that names every parameter that is wrong, in both languages. */
export function invalidRequest(
  problems: readonly ParameterProblem[],
  { code = 'invalid-request' }: { readonly code?: string } = {},
): Problem {
  const listed = problems.map(({ at, detail }) => ({ at, zh: detail.zh, en: detail.en }));
  const sentences = (language: 'zh' | 'en'): string =>
    listed.map((problem) => `${problem.at || '/'} ${problem[language]}`).join('; ');
  return new Problem({
    status: 400,
    code,
    detail: { zh: sentences('zh'), en: sentences('en') },
    members: { problems: listed },
  });
}
