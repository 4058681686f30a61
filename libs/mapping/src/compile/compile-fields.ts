import type { Detail, JsonObject } from '@exchange/contracts';
import type { Expression } from '../document.ts';
import { childOf, isNullable, requiredOf, titleOf, type SchemaView } from '../schema/schema-view.ts';
import { FAILED } from '../value.ts';
import type { Compiled, CompileEnvironment, Evaluate, Scope, TargetPlace } from './environment.ts';
import type { RunState } from './run-state.ts';
import { pointerOf, type SourcePath } from './source-path.ts';
import { nameLastPart } from './trace.ts';

interface Property {
  readonly name: string;
  readonly pointer: string;
  readonly evaluate: Evaluate;
  readonly first: SourcePath | null;
  /** What happens when there is no value. */
  readonly absent: 'leave-out' | 'write-null' | 'reject';
  readonly title: Detail | null;
}

/** An object. `isRoot`: the data of an output, which is never empty. */
export function compileFields(
  fields: Readonly<Record<string, Expression>>,
  environment: CompileEnvironment,
  scope: Scope,
  isRoot = false,
): Compiled {
  const required = new Set(scope.place?.view ? requiredOf(scope.place.view) : []);
  const reads: string[] = [];
  let first: SourcePath | null = null;
  const properties = Object.entries(fields).map(([name, expression]): Property => {
    const place = scope.place && placeOf(scope.place, name);
    const compiled = environment.expression(expression, { ...scope, place });
    if (place) environment.onWrite(place.pointer, compiled.reads);
    reads.push(...compiled.reads);
    first ??= compiled.first;
    const absent = !required.has(name)
      ? 'leave-out'
      : place?.view && isNullable(place.view)
        ? 'write-null'
        : 'reject';
    const title = place?.view ? titleOf(place.view) : null;
    return {
      name,
      pointer: place?.pointer ?? '',
      evaluate: compiled.evaluate,
      first: compiled.first,
      absent,
      title,
    };
  });
  const isPlaced = scope.place !== null;
  return { reads, first, evaluate: (state) => fill(properties, state, isPlaced, isRoot) };
}

function placeOf(place: TargetPlace, name: string): TargetPlace {
  const child = place.view ? childOf(place.view, name) : null;
  const view: SchemaView | null = child?.verdict === 'known' ? child.view : null;
  return { pointer: `${place.pointer}/${name}`, view };
}

function fill(properties: readonly Property[], state: RunState, isPlaced: boolean, isRoot: boolean) {
  const filled: JsonObject = {};
  let isEmpty = !isRoot;
  let hasFailed = false;
  let missing: Property[] | null = null;
  for (const property of properties) {
    if (isPlaced) state.target = property.pointer;
    const value = property.evaluate(state);
    if (state.trace !== null) nameLastPart(state, property.name);
    if (value === FAILED) hasFailed = true;
    else if (value !== undefined) {
      filled[property.name] = value;
      isEmpty = false;
    } else if (property.absent === 'write-null') filled[property.name] = null;
    else if (property.absent === 'reject') (missing ??= []).push(property);
  }
  if (isEmpty && !hasFailed) return undefined;
  if (missing === null) return hasFailed ? FAILED : filled;
  for (const property of missing) rejectMissing(property, state);
  return FAILED;
}

function rejectMissing({ name, pointer, first, title }: Property, state: RunState): void {
  const at = first === null ? '' : pointerOf(first, state.frame);
  const source =
    at === '' ? { zh: '', en: '' } : { zh: `，来源字段 ${at} 为空`, en: `; the source field ${at} is empty` };
  state.rejectAt(
    at,
    pointer,
    'missing-required',
    `缺少必填项${title ? `“${title.zh}”` : ` ${name}`}${source.zh}`,
    `the required property ${title ? `"${title.en}"` : name} is missing${source.en}`,
  );
}
