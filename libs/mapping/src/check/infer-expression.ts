import { templateParts } from '../compile/compile-text.ts';
import type { ChooseExpression, EachExpression, Expression, TemplateExpression } from '../document.ts';
import { annotationOf, itemsOf } from '../schema/schema-view.ts';
import { ANYTHING, NOTHING, typeOfConstant, typeOfKind, unionOf, type StaticType } from '../static-type.ts';
import { token, type CheckEnvironment, type CheckScope, type ItemType } from './check-environment.ts';
import { checkFields } from './check-fields.ts';
import { inferSteps } from './check-steps.ts';
import { checkTarget } from './check-target.ts';
import { inferFrom } from './infer-source.ts';

/** Defines that use defines twice grow by doubling; no honest mapping comes near this. */
const usesMax = 2000;

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
  if ('from' in expression && !expression.then?.length) {
    const silent = { ...environment, report: () => undefined };
    const { views } = inferFrom(expression, path, scope.items, silent);
    const [view] = views;
    if (view && views.length === 1) {
      const listed = itemsOf(view);
      // A single value counts as a list of one, so a schema without items describes the item itself.
      return { view: listed ?? view, type: ANYTHING, outer };
    }
    return { view: null, type: ANYTHING, outer };
  }
  if (list.items) return { view: null, type: list.items, outer };
  const isScalar = list.kinds?.every((kind) => kind !== 'list' && kind !== 'object') ?? false;
  return { view: null, type: isScalar ? list : ANYTHING, outer };
}

function inferTemplate(
  expression: TemplateExpression,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): StaticType {
  const named = new Set(
    templateParts(expression.template).flatMap((piece) => ('name' in piece ? [piece.name] : [])),
  );
  for (const [name, value] of Object.entries(expression.values)) {
    environment.infer(value, `${path}/values/${token(name)}`, scope);
    if (!named.has(name))
      environment.report(
        'error',
        'template-value',
        `${path}/values/${token(name)}`,
        `模板中没有 {${name}}`,
        `the template has no {${name}}`,
      );
  }
  for (const name of named)
    if (!Object.hasOwn(expression.values, name))
      environment.report(
        'error',
        'template-value',
        `${path}/template`,
        `{${name}} 没有对应的值`,
        `{${name}} has no value`,
      );
  return typeOfKind('text');
}

function inferChoose(
  expression: ChooseExpression,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): StaticType {
  const types = expression.choose.map(({ when, use }, index) => {
    environment.checkCondition(when, `${path}/choose/${index}/when`, scope);
    return environment.infer(use, `${path}/choose/${index}/use`, scope);
  });
  if (expression.else) types.push(environment.infer(expression.else, `${path}/else`, scope));
  return unionOf(types);
}

function inferUse(name: string, path: string, scope: CheckScope, environment: CheckEnvironment): StaticType {
  const { define = {} } = environment.document;
  const defined = Object.hasOwn(define, name) ? define[name] : undefined;
  if (!defined) {
    environment.report(
      'error',
      'unknown-define',
      `${path}/use`,
      `define 中没有“${name}”`,
      `there is no "${name}" in define`,
    );
    return ANYTHING;
  }
  environment.usedDefines.add(name);
  if (environment.defining.includes(name)) {
    const round = [...environment.defining, name].join(' → ');
    environment.report(
      'error',
      'recursive-define',
      `/define/${token(name)}`,
      `define 循环引用：${round}`,
      `defines refer to each other in a circle: ${round}`,
    );
    return NOTHING;
  }
  environment.uses.count += 1;
  if (environment.uses.count > usesMax) {
    environment.report(
      'error',
      'too-large',
      '/define',
      `define 展开后超过 ${usesMax} 处，请简化`,
      `the defines are used more than ${usesMax} times when expanded; simplify them`,
    );
    return NOTHING;
  }
  environment.defining.push(name);
  const type = environment.infer(defined, `/define/${token(name)}`, scope);
  environment.defining.pop();
  return type;
}

function inferContext(
  name: string,
  path: string,
  scope: CheckScope,
  { context, report }: CheckEnvironment,
): StaticType {
  if (name === 'receivedTime') return typeOfKind('instant');
  if (name === 'index') {
    if (scope.items === null)
      report(
        'error',
        'item-outside-each',
        `${path}/context`,
        'index 要求外面有 each',
        'index needs an each around it',
      );
    return typeOfKind('integer');
  }
  return typeOfConstant(
    name === 'system' ? context.system : name === 'stream' ? context.stream : context.department,
  );
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
