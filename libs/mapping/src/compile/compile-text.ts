import type { Expression, JoinExpression, TemplateExpression } from '../document.ts';
import { FAILED, type Value } from '../value.ts';
import { scalarText } from './compile-steps.ts';
import type { Compiled, CompileEnvironment, Scope } from './environment.ts';
import type { RunState } from './run-state.ts';
import { nameLastPart } from './trace.ts';

/** The non-empty texts, joined; a list among them is joined with the same mark. */
export function compileJoin(
  expression: JoinExpression,
  environment: CompileEnvironment,
  scope: Scope,
): Compiled {
  const parts = expression.join.map((part) => environment.expression(part, { ...scope, place: null }));
  const mark = expression.with ?? '';
  return {
    reads: parts.flatMap((part) => part.reads),
    first: parts.find((part) => part.first !== null)?.first ?? null,
    evaluate: (state) => {
      let hasFailed = false;
      const texts: string[] = [];
      for (const part of parts) {
        const value = part.evaluate(state);
        if (value === undefined) continue;
        if (value === FAILED) {
          hasFailed = true;
          continue;
        }
        for (const item of Array.isArray(value) ? value : [value]) {
          const text = scalarText(item, state);
          if (text === FAILED) hasFailed = true;
          else texts.push(text);
        }
      }
      if (hasFailed) return FAILED;
      return texts.length === 0 ? undefined : texts.join(mark);
    },
  };
}

/** The literal pieces and names of a template; `{name}` stands for a value, any other brace for itself. */
export function templateParts(
  template: string,
): Array<{ readonly literal: string } | { readonly name: string }> {
  return template
    .split(/(\{[A-Za-z][A-Za-z0-9]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      /^\{[A-Za-z][A-Za-z0-9]*\}$/.test(piece) ? { name: piece.slice(1, -1) } : { literal: piece },
    );
}

/** Text with values in it; empty when any of them is. */
export function compileTemplate(
  expression: TemplateExpression,
  environment: CompileEnvironment,
  scope: Scope,
): Compiled {
  const values = new Map(
    Object.entries(expression.values).map(([name, value]: [string, Expression]) => [
      name,
      environment.expression(value, { ...scope, place: null }),
    ]),
  );
  const pieces = templateParts(expression.template).map((part) =>
    'literal' in part
      ? part.literal
      : { name: part.name, evaluate: values.get(part.name)?.evaluate ?? (() => undefined) },
  );
  const compiled = [...values.values()];
  return {
    reads: compiled.flatMap((part) => part.reads),
    first: compiled.find((part) => part.first !== null)?.first ?? null,
    evaluate: (state) => {
      let text = '';
      let hasFailed = false;
      let isEmpty = false;
      for (const piece of pieces) {
        if (typeof piece === 'string') {
          text += piece;
          continue;
        }
        const value = pieceText(piece.evaluate(state), state);
        if (state.trace !== null) nameLastPart(state, piece.name);
        if (value === FAILED) hasFailed = true;
        else if (value === undefined) isEmpty = true;
        else text += value;
      }
      if (hasFailed) return FAILED;
      return isEmpty ? undefined : text;
    },
  };
}

function pieceText(value: Value, state: RunState): string | undefined | typeof FAILED {
  return value === undefined || value === FAILED ? value : scalarText(value, state);
}
