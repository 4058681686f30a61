import { RE2JS } from 're2js';
import type { ParameterProblem } from './mapping-function.ts';

/** Problems of a pattern for the linear-time engine, with the group that is asked of it. */
export function regexProblems(pattern: string, group = 0): ParameterProblem[] {
  try {
    const groups = RE2JS.compile(pattern).groupCount();
    if (group <= groups) return [];
    return [
      {
        code: 'bad-regex',
        detail: { zh: `正则只有 ${groups} 个分组`, en: `the regular expression has ${groups} groups only` },
      },
    ];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      {
        code: 'bad-regex',
        detail: { zh: `正则表达式无效：${reason}`, en: `bad regular expression: ${reason}` },
      },
    ];
  }
}
