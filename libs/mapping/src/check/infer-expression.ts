import { listInRecord, type EachExpression, type Expression } from '../document.ts';
import { annotationOf, itemsOf } from '../schema/schema-view.ts';
import { ANYTHING, typeOfConstant, typeOfKind, unionOf, type StaticType } from '../static-type.ts';
import { type CheckEnvironment, type CheckScope, type ItemType } from './check-environment.ts';
import { checkFields } from './check-fields.ts';
import { inferSteps } from './check-steps.ts';
import { checkTarget } from './check-target.ts';
import { inferChoose, inferContext, inferTemplate, inferUse } from './infer-heads.ts';
import { inferFrom } from './infer-source.ts';

/** The type of an expression; on the way it says everything that is wrong with it and with its parts. */
export function inferExpression(
  expression: Expression,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): StaticType {
  const hasSteps = (expression.then?.length ?? 0) > 0;
  const inner = hasSteps ? { ...scope, target: null } : scope;
  const head = inferHead(expression, path, inner, environment);
  const type = expression.then ? inferSteps(expression.then, head, path, environment) : head;
  // What a choice or a defined expression gives has been held against the target where it is made.
  const isMadeElsewhere = ('choose' in expression || 'use' in expression) && !hasSteps;
  if (scope.target && !isMadeElsewhere) checkTarget(type, scope.target, path, environment);
  if ('from' in expression && scope.target) noteSensitive(expression.from, scope, environment);
  if (expression.default === undefined) return type;
  const fallback = typeOfConstant(expression.default);
  if (scope.target) checkTarget(fallback, scope.target, `${path}/default`, environment);
  return unionOf([type, fallback]);
}

function inferHead(
  expression: Expression,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): StaticType {
  const part: CheckScope = { ...scope, target: null };
  if ('from' in expression) return inferFrom(expression, path, scope.items, environment).type;
  if ('const' in expression) return typeOfConstant(expression.const);
  if ('fields' in expression) {
    checkFields(expression.fields, `${path}/fields`, scope, environment);
    return typeOfKind('object');
  }
  if ('list' in expression) {
    const inside = { ...scope, target: scope.target && itemsOf(scope.target) };
    const items = expression.list.map((item, index) =>
      environment.infer(item, `${path}/list/${index}`, inside),
    );
    return { kinds: ['list'], items: withoutValues(unionOf(items)) };
  }
  if ('each' in expression) return inferEach(expression, path, scope, environment);
  if ('join' in expression) {
    for (const [index, text] of expression.join.entries())
      environment.infer(text, `${path}/join/${index}`, part);
    return typeOfKind('text');
  }
  if ('template' in expression) return inferTemplate(expression, path, part, environment);
  if ('choose' in expression) return inferChoose(expression, path, scope, environment);
  if ('use' in expression) return inferUse(expression.use, path, scope, environment);
  return inferContext(expression.context, path, scope, environment);
}

/** The items were held against the target one by one. */
function withoutValues({ kinds, translated, closed, values, items }: StaticType): StaticType {
  return translated === true && values
    ? { kinds, values, closed: closed === true, translated }
    : { kinds, ...(items && { items }) };
}

function inferEach(
  expression: EachExpression,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): StaticType {
  const items = inferItems(expression.each, `${path}/each`, scope, environment);
  const inside: CheckScope = { items, target: scope.target && itemsOf(scope.target) };
  if (expression.where) environment.checkCondition(expression.where, `${path}/where`, inside);
  const item = environment.infer(expression.item, `${path}/item`, inside);
  return { kinds: ['list'], items: withoutValues(item) };
}

/** The items that an `each` stands at. */
export function inferItems(
  expression: Expression,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): ItemType {
  const outer = scope.items;
  const list = environment.infer(expression, path, { ...scope, target: null });
  // Nothing can stand here, which has been reported: a circle of defines, an unknown path.
  if (list.kinds?.length === 0) return { view: null, type: ANYTHING, outer };
  const source = listInRecord(expression, environment.document);
  if (source) {
    const silent = { ...environment, report: () => undefined };
    const [view, ...others] = inferFrom(source, path, scope.items, silent).views;
    // A single value counts as a list of one, so a schema without items describes the item itself.
    return { view: view && others.length === 0 ? (itemsOf(view) ?? view) : null, type: ANYTHING, outer };
  }
  if (list.items) return { view: null, type: list.items, outer };
  const isScalar = list.kinds?.every((kind) => kind !== 'list' && kind !== 'object') ?? false;
  return { view: null, type: isScalar ? list : ANYTHING, outer };
}

/** Remembers which source fields hold what must not stand in a key. */
function noteSensitive(
  from: string | readonly string[],
  scope: CheckScope,
  { sensitive }: CheckEnvironment,
): void {
  const kind = scope.target && annotationOf(scope.target, 'x-sensitivity');
  if (typeof kind !== 'string') return;
  for (const path of typeof from === 'string' ? [from] : from)
    sensitive.push({ path, items: path.startsWith('@') ? scope.items : null, kind });
}
