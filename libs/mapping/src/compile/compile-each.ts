import type { Json } from '@exchange/contracts';
import { listInRecord, type EachExpression, type Expression } from '../document.ts';
import { FAILED, type Value } from '../value.ts';
import { itemPlace } from './compile-list.ts';
import type { Compiled, CompileEnvironment, ItemScope, Scope } from './environment.ts';
import type { RunState } from './run-state.ts';
import { NOWHERE, type Frame } from './source-path.ts';
import { nameLastPart } from './trace.ts';

/** `item` for each element of a list that passes `where`. */
export function compileEach(
  expression: EachExpression,
  environment: CompileEnvironment,
  scope: Scope,
): Compiled {
  const source = compileItems(expression.each, environment, scope);
  const place = itemPlace(scope.place);
  const inside: Scope = { place, items: source.scope };
  const where = expression.where ? environment.condition(expression.where, inside) : null;
  const item = environment.expression(expression.item, inside);
  const isPlaced = place !== null;
  return {
    reads: [...source.reads, ...(where?.reads ?? []), ...item.reads],
    first: source.first,
    evaluate: (state) => {
      const frames = source.frames(state);
      if (frames === undefined || frames === FAILED) return frames;
      const [atPath, atFrame] = [state.atPath, state.atFrame];
      const outer = state.frame;
      const list: Json[] = [];
      let hasFailed = false;
      const level = isPlaced ? state.positions.push(0) - 1 : -1;
      for (const frame of frames) {
        state.frame = frame;
        const verdict = where === null || where.evaluate(state);
        if (verdict === FAILED) hasFailed = true;
        if (verdict !== true) continue;
        if (place !== null) {
          state.positions[level] = list.length;
          state.target = place.pointer;
        }
        const value = item.evaluate(state);
        if (state.trace !== null) nameLastPart(state, value === undefined ? 'left-out' : list.length);
        if (value === FAILED) hasFailed = true;
        else if (value !== undefined) list.push(value);
      }
      if (isPlaced) state.positions.pop();
      state.frame = outer;
      // What a step finds wrong with the list is about the list, not about what was read last of its last item.
      state.atPath = atPath;
      state.atFrame = atFrame;
      if (hasFailed) return FAILED;
      return list.length === 0 ? undefined : list;
    },
  };
}

export interface CompiledItems {
  /** The items to stand at, one frame for each; a single value counts as a list of one. */
  readonly frames: (state: RunState) => Frame[] | undefined | typeof FAILED;
  readonly reads: readonly string[];
  readonly first: Compiled['first'];
  readonly scope: ItemScope;
}

/** The list that an `each` goes through, in an expression or in an output. */
export function compileItems(
  expression: Expression,
  environment: CompileEnvironment,
  scope: Scope,
): CompiledItems {
  const list = environment.expression(expression, { ...scope, place: null });
  // Only a list that stands in the record as such has items with a path of their own.
  const isInRecord = listInRecord(expression, environment.document) !== null;
  const bases = isInRecord ? list.reads.map((path) => `${path}/*`) : list.reads;
  return {
    reads: list.reads,
    first: list.first,
    scope: { bases, outer: scope.items },
    frames: (state) => {
      const value: Value = list.evaluate(state);
      if (state.trace !== null) nameLastPart(state, 'each');
      if (value === undefined || value === FAILED) return value;
      const path = list.reads.length === 0 ? NOWHERE : state.atPath;
      const [pathFrame, outer] = [state.atFrame, state.frame];
      if (!Array.isArray(value)) return [{ value, path, pathFrame, index: -1, position: 1, outer }];
      return value.map((item, index) => ({
        value: item,
        path,
        pathFrame,
        index: isInRecord ? index : -1,
        position: index + 1,
        outer,
      }));
    },
  };
}
