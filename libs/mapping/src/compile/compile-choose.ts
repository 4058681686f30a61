import type { ChooseExpression } from '../document.ts';
import { FAILED } from '../value.ts';
import type { Compiled, CompileEnvironment, Scope } from './environment.ts';
import { nameLastPart } from './trace.ts';

/** The first branch whose condition holds, else `else`, else nothing. */
export function compileChoose(
  expression: ChooseExpression,
  environment: CompileEnvironment,
  scope: Scope,
): Compiled {
  const branches = expression.choose.map(({ when, use }) => ({
    when: environment.condition(when, scope),
    use: environment.expression(use, scope),
  }));
  const otherwise = expression.else ? environment.expression(expression.else, scope) : null;
  const uses = [...branches.map((branch) => branch.use), ...(otherwise ? [otherwise] : [])];
  return {
    reads: [...branches.flatMap((branch) => branch.when.reads), ...uses.flatMap((use) => use.reads)],
    first: uses.find((use) => use.first !== null)?.first ?? null,
    evaluate: (state) => {
      let chosen = otherwise;
      for (const branch of branches) {
        const verdict = branch.when.evaluate(state);
        if (verdict === FAILED) return FAILED;
        if (!verdict) continue;
        chosen = branch.use;
        break;
      }
      const value = chosen?.evaluate(state);
      if (state.trace !== null && chosen !== null) nameLastPart(state, 'use');
      return value;
    },
  };
}
