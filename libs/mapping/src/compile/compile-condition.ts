import { compileRegex } from '../functions/compile-regex.ts';
import type { Json } from '@exchange/contracts';
import type { Condition, Expression, Scalar } from '../document.ts';
import { readDecimal } from '../functions/decimal-text.ts';
import { FAILED } from '../value.ts';
import type { CompiledCondition, CompileEnvironment, Scope } from './environment.ts';
import { nameLastPart } from './trace.ts';

export function compileCondition(
  condition: Condition,
  environment: CompileEnvironment,
  scope: Scope,
): CompiledCondition {
  if ('exists' in condition) return compileTest(condition.exists, environment, scope, null);
  if ('is' in condition) return compileTest(condition.is, environment, scope, compileComparison(condition));
  if ('not' in condition) {
    const { evaluate, reads } = compileCondition(condition.not, environment, scope);
    return {
      reads,
      evaluate: (state) => {
        const verdict = evaluate(state);
        return verdict === FAILED ? FAILED : !verdict;
      },
    };
  }
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) =>
    compileCondition(part, environment, scope),
  );
  return {
    reads: parts.flatMap((part) => part.reads),
    evaluate: (state) => {
      for (const part of parts) {
        const verdict = part.evaluate(state);
        if (verdict === FAILED || verdict !== isAll) return verdict;
      }
      return isAll;
    },
  };
}

/** Over a list, a comparison holds when it holds for one of the items. */
function compileTest(
  expression: Expression,
  environment: CompileEnvironment,
  scope: Scope,
  compare: ((value: Json) => boolean) | null,
): CompiledCondition {
  const { evaluate, reads } = environment.expression(expression, { ...scope, place: null });
  return {
    reads,
    evaluate: (state) => {
      const value = evaluate(state);
      if (state.trace !== null) nameLastPart(state, 'when');
      if (value === FAILED) return FAILED;
      if (value === undefined) return false;
      if (compare === null) return true;
      return Array.isArray(value) ? value.some(compare) : compare(value);
    },
  };
}

function compileComparison(condition: Extract<Condition, { is: Expression }>): (value: Json) => boolean {
  if ('equals' in condition) {
    const wanted = String(condition.equals);
    return (value) => textOf(value) === wanted;
  }
  if ('in' in condition) {
    const wanted = new Set(condition.in.map((scalar: Scalar) => String(scalar)));
    return (value) => wanted.has(textOf(value) ?? '');
  }
  if ('matches' in condition) {
    const regex = compileRegex(condition.matches);
    return (value) => {
      const text = textOf(value);
      return text !== null && regex.test(text);
    };
  }
  const isAbove = 'above' in condition;
  const limit = isAbove ? condition.above : condition.below;
  return (value) => {
    const order = typeof limit === 'number' ? numberOf(value) - limit : compareText(textOf(value), limit);
    return isAbove ? order > 0 : order < 0;
  };
}

function textOf(value: Json): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? null : String(value);
}

/** NaN for what is no number: no comparison with it holds. */
function numberOf(value: Json): number {
  if (typeof value === 'number') return value;
  const reading = typeof value === 'string' ? readDecimal(value, false) : { problem: 'not-a-number' };
  return 'text' in reading ? Number(reading.text) : Number.NaN;
}

function compareText(left: string | null, right: string): number {
  if (left === null || left === right) return left === null ? Number.NaN : 0;
  return left < right ? -1 : 1;
}
