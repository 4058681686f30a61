import { compileSchema, type CompiledSchema, type JsonObject } from '@exchange/contracts';
import type { MappingProblem } from '../result.ts';
import { problemSentence } from '../schema/problem-words.ts';

/** Compiling the meta-schema takes longer than checking ten mappings against it. */
const COMPILED = new WeakMap<JsonObject, CompiledSchema>();

const HEADS = /\/(from|const|fields|list|each|join|template|choose|use|context|exists|is|all|any|not)$/;

/** Expressions are compiled and run by recursion. */
const nestingMax = 100;

/** What the meta-schema finds: shape only. Nothing else is worth asking while the shape is wrong. */
export function checkMeta(document: unknown, metaSchema: JsonObject): MappingProblem[] {
  if (isDeeperThan(document, nestingMax))
    return [
      {
        severity: 'error',
        code: 'too-large',
        path: '',
        detail: { zh: `嵌套超过 ${nestingMax} 层`, en: `nested more than ${nestingMax} levels deep` },
      },
    ];
  const compiled = COMPILED.get(metaSchema) ?? compileSchema(metaSchema);
  COMPILED.set(metaSchema, compiled);
  const problems = compiled.check(document);
  const headless = new Set(problems.filter(({ keyword }) => keyword === 'oneOf').map(({ at }) => at));
  return problems
    .filter(({ at, keyword }) => {
      // "exactly one head" is one problem; its branches are not ten more.
      const isBranch = keyword === 'required' && HEADS.test(at) && headless.has(at.replace(HEADS, ''));
      return !isBranch && keyword !== 'anyOf';
    })
    .map((problem) => ({
      severity: 'error',
      code: 'meta-schema',
      path: problem.at,
      detail:
        problem.keyword === 'oneOf'
          ? {
              zh: '这里须恰好有一种写法（from、const、fields 等，或条件的 exists、is 等）',
              en: 'exactly one head is wanted here (from, const, fields…; for a condition exists, is…)',
            }
          : problemSentence(problem, { zh: `“${problem.at || '/'}”`, en: `"${problem.at || '/'}"` }),
    }));
}

function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((node) => (typeof node === 'object' && node !== null ? Object.values(node) : []));
  }
  return false;
}
