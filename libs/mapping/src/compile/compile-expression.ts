import assert from 'node:assert';
import type { Json } from '@exchange/contracts';
import type { Expression, FromExpression, MappingDocument } from '../document.ts';
import { emptyTest, FAILED } from '../value.ts';
import type { MappingContext } from '../context.ts';
import { compileChoose } from './compile-choose.ts';
import { compileCondition } from './compile-condition.ts';
import { compileEach } from './compile-each.ts';
import { compileFields } from './compile-fields.ts';
import { compileJoin, compileTemplate } from './compile-text.ts';
import { compileList } from './compile-list.ts';
import { compileSteps } from './compile-steps.ts';
import {
  stepEnvironment,
  type Compiled,
  type CompileEnvironment,
  type Evaluate,
  type ItemScope,
  type Scope,
} from './environment.ts';
import { compileReader, NOWHERE, parsePath, pointerOf, type SourcePath } from './source-path.ts';
import { traced } from './trace.ts';

/** The compiler of one mapping's expressions. */
export function compileEnvironment(
  document: MappingDocument,
  context: MappingContext,
  { isTraced, onWrite }: Pick<CompileEnvironment, 'isTraced' | 'onWrite'>,
): CompileEnvironment {
  const environment: CompileEnvironment = {
    document,
    context,
    steps: stepEnvironment(document, context),
    isEmpty: emptyTest(document.nullWords ?? []),
    isTraced,
    onWrite,
    expression: (expression, scope) => compileExpression(expression, environment, scope),
    condition: (condition, scope) => compileCondition(condition, environment, scope),
  };
  return environment;
}

/** One expression as a closure. Defined expressions are compiled anew at each use, because their place differs. */
function compileExpression(expression: Expression, environment: CompileEnvironment, scope: Scope): Compiled {
  // What goes through steps is not what lands in the target.
  const inner = expression.then?.length ? { ...scope, place: null } : scope;
  const { head, compiled } = compileHead(expression, environment, inner);
  return { ...compiled, evaluate: withTail(compiled, head, expression, environment) };
}

function compileHead(
  expression: Expression,
  environment: CompileEnvironment,
  scope: Scope,
): { head: string; compiled: Compiled } {
  if ('from' in expression)
    return { head: 'from', compiled: compileFrom(expression, environment, scope.items) };
  if ('const' in expression) return { head: 'const', compiled: compileConstant(expression.const) };
  if ('fields' in expression)
    return { head: 'fields', compiled: compileFields(expression.fields, environment, scope) };
  if ('list' in expression)
    return { head: 'list', compiled: compileList(expression.list, environment, scope) };
  if ('each' in expression) return { head: 'each', compiled: compileEach(expression, environment, scope) };
  if ('join' in expression) return { head: 'join', compiled: compileJoin(expression, environment, scope) };
  if ('template' in expression)
    return { head: 'template', compiled: compileTemplate(expression, environment, scope) };
  if ('choose' in expression)
    return { head: 'choose', compiled: compileChoose(expression, environment, scope) };
  if ('context' in expression)
    return { head: 'context', compiled: compileContext(expression.context, environment) };
  const defined = environment.document.define?.[expression.use];
  assert(defined, `unknown define ${expression.use}: checkMapping comes first`);
  return { head: 'use', compiled: compileExpression(defined, environment, scope) };
}

function withTail(
  { evaluate: head, reads }: Compiled,
  name: string,
  expression: Expression,
  environment: CompileEnvironment,
): Evaluate {
  const steps = expression.then?.length
    ? compileSteps(expression.then, environment.steps, environment.isEmpty)
    : null;
  const fallback = frozen(expression.default) ?? undefined;
  const withTrace = (evaluate: Evaluate): Evaluate =>
    environment.isTraced ? (state) => traced(state, name, evaluate) : evaluate;
  if (steps === null && fallback === undefined) return withTrace(head);
  // Else a failing step would be blamed on what an expression before this one has read.
  const isSourceless = reads.length === 0;
  return withTrace((state) => {
    let value = head(state);
    if (steps !== null && value !== undefined && value !== FAILED) {
      if (isSourceless) state.atPath = NOWHERE;
      if (state.trace !== null) state.trace.given = value;
      value = steps(value, state);
    }
    return value === undefined ? fallback : value;
  });
}

function compileFrom(
  expression: FromExpression,
  environment: CompileEnvironment,
  items: ItemScope | null,
): Compiled {
  const paths = (typeof expression.from === 'string' ? [expression.from] : expression.from).map(parsePath);
  const isEmpty = expression.nullWords ? emptyTest(expression.nullWords) : environment.isEmpty;
  const reads = paths.flatMap((path) => readsOf(path, items));
  const candidates = paths.map((path) => ({ path, read: compileReader(path) }));
  const [only] = candidates;
  assert(only, 'a from without a path: checkMapping comes first');
  const { path, read } = only;
  if (candidates.length === 1)
    return {
      reads,
      first: path,
      evaluate: (state) => {
        state.atPath = path;
        state.atFrame = state.frame;
        if (state.trace !== null) state.trace.reads.push(pointerOf(path, state.frame));
        const value = read(state);
        return isEmpty(value) ? undefined : value;
      },
    };
  return {
    reads,
    first: path,
    evaluate: (state) => {
      state.atFrame = state.frame;
      for (const candidate of candidates) {
        if (state.trace !== null) state.trace.reads.push(pointerOf(candidate.path, state.frame));
        const value = candidate.read(state);
        if (isEmpty(value)) continue;
        state.atPath = candidate.path;
        return value;
      }
      state.atPath = path;
      return undefined;
    },
  };
}

/** What a path may read, as patterns from the record's root. */
function readsOf(path: SourcePath, items: ItemScope | null): string[] {
  if (path.depth === 0) return [path.pointer];
  let scope = items;
  for (let up = 1; up < path.depth; up += 1) scope = scope?.outer ?? null;
  return (scope?.bases ?? []).map((base) => base + path.pointer);
}

function compileConstant(value: Json): Compiled {
  const constant = frozen(value) ?? undefined;
  return { reads: [], first: null, evaluate: () => constant };
}

function compileContext(name: string, environment: CompileEnvironment): Compiled {
  const { system, stream, department } = environment.context;
  const evaluate: Evaluate =
    name === 'receivedTime'
      ? (state) => state.receivedTime
      : name === 'index'
        ? (state) => state.frame?.position
        : constantContext(name, { system, stream, department });
  return { reads: [], first: null, evaluate };
}

function constantContext(name: string, known: Readonly<Record<string, string>>): Evaluate {
  const value = known[name];
  return () => value;
}

/** A constant stands in every output that uses it, so nobody may change it. */
function frozen<Value extends Json | undefined>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}
