import type { Json } from '@exchange/contracts';
import type { Problem } from './problem.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/** Where a problem happened: the address asked for without its query, and the trace to quote when asking for help. */
export interface ProblemPlace {
  readonly instance: string;
  readonly traceId: string;
}

/**
 * RFC 9457: `title` and `detail` are Chinese text; `zh` and `en` hold both languages. The query is left out of `instance`
 * because it may carry a token.
 */
export function problemDocument(problem: Problem, { instance, traceId }: ProblemPlace): Record<string, Json> {
  const { code, title, detail, members } = problem;
  return {
    type: `urn:wujin:exchange:problem:${code}`,
    title: title.zh,
    status: problem.getStatus(),
    detail: detail.zh,
    instance,
    code,
    zh: { title: title.zh, detail: detail.zh },
    en: { title: title.en, detail: detail.en },
    traceId,
    ...members,
  };
}

/** The path of a request target. */
export function pathOf(url: string | undefined): string {
  return (url ?? '/').split(/[?#]/, 1)[0] ?? '/';
}
