import type { Json } from '@exchange/contracts';
import type { Expression } from '../document.ts';
import { itemsOf } from '../schema/schema-view.ts';
import { FAILED } from '../value.ts';
import type { Compiled, CompileEnvironment, Scope, TargetPlace } from './environment.ts';
import { nameLastPart } from './trace.ts';

/** The non-empty values of several expressions, in order. */
export function compileList(
  expressions: readonly Expression[],
  environment: CompileEnvironment,
  scope: Scope,
): Compiled {
  const place = itemPlace(scope.place);
  const parts = expressions.map((part) => environment.expression(part, { ...scope, place }));
  const isPlaced = place !== null;
  return {
    reads: parts.flatMap((part) => part.reads),
    first: parts.find((part) => part.first !== null)?.first ?? null,
    evaluate: (state) => {
      const list: Json[] = [];
      let hasFailed = false;
      const level = isPlaced ? state.positions.push(0) - 1 : -1;
      for (const part of parts) {
        if (place !== null) {
          state.positions[level] = list.length;
          state.target = place.pointer;
        }
        const value = part.evaluate(state);
        if (state.trace !== null) nameLastPart(state, value === undefined ? 'left-out' : list.length);
        if (value === FAILED) hasFailed = true;
        else if (value !== undefined) list.push(value);
      }
      if (isPlaced) state.positions.pop();
      if (hasFailed) return FAILED;
      return list.length === 0 ? undefined : list;
    },
  };
}

/** Where the items of a list go. */
export function itemPlace(place: TargetPlace | null): TargetPlace | null {
  return place && { pointer: `${place.pointer}/*`, view: place.view && itemsOf(place.view) };
}
