import type { Expression, MappingDocument } from '../document.ts';
import {
  childOf,
  isNullable,
  propertiesOf,
  requiredOf,
  titleOf,
  type SchemaView,
} from '../schema/schema-view.ts';
import { token, type CheckEnvironment, type CheckScope } from './check-environment.ts';
import { checkCoverage } from './check-target.ts';
import { suggestion } from './nearest.ts';

/** Holds an object's fields against the object in the target: unknown ones, missing ones, and each one's value. */
export function checkFields(
  fields: Readonly<Record<string, Expression>>,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): void {
  for (const [name, expression] of Object.entries(fields)) {
    const place = `${path}/${token(name)}`;
    const target = scope.target && targetOf(scope.target, name, place, environment);
    const type = environment.infer(expression, place, { ...scope, target });
    if (target) checkCoverage(type, target, place, environment);
  }
  if (scope.target) checkRequired(fields, path, scope.target, environment);
}

function targetOf(
  object: SchemaView,
  name: string,
  path: string,
  environment: CheckEnvironment,
): SchemaView | null {
  const child = childOf(object, name);
  if (child.verdict === 'known') return child.view;
  if (child.verdict === 'unknown') {
    const near = suggestion(name, propertiesOf(object));
    environment.report(
      'error',
      'unknown-target-property',
      path,
      `目标没有属性“${name}”${near.zh}`,
      `the target has no property "${name}"${near.en}`,
    );
  }
  return null;
}

function checkRequired(
  fields: Readonly<Record<string, Expression>>,
  path: string,
  object: SchemaView,
  environment: CheckEnvironment,
): void {
  for (const name of requiredOf(object)) {
    const child = childOf(object, name);
    const view = child.verdict === 'known' ? child.view : null;
    const title = view && titleOf(view);
    const called = title
      ? { zh: `${name}（${title.zh}）`, en: `${name} (${title.en})` }
      : { zh: name, en: name };
    const isNull = view !== null && isNullable(view);
    const expression = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (expression === undefined)
      environment.report(
        'error',
        'missing-target-property',
        path,
        `必填属性 ${called.zh} 没有赋值${isNull ? '；确无来源时请写 {"const": null}' : ''}`,
        `the required property ${called.en} is never set${isNull ? '; where there is no source for it, say {"const": null}' : ''}`,
      );
    else if (!isNull && isConditional(expression, environment.document, new Set()))
      environment.report(
        'note',
        'conditional-target-property',
        `${path}/${token(name)}`,
        `必填属性 ${called.zh} 只在某些条件下赋值，其余记录将被退回`,
        `the required property ${called.en} is set under conditions only; other records will be rejected`,
      );
  }
}

/** Whether a choice without `else` may leave the value out. */
function isConditional(
  expression: Expression,
  document: MappingDocument,
  seen: ReadonlySet<string>,
): boolean {
  if (expression.default !== undefined) return false;
  if ('use' in expression) {
    const defined = document.define?.[expression.use];
    return (
      defined !== undefined &&
      !seen.has(expression.use) &&
      isConditional(defined, document, new Set([...seen, expression.use]))
    );
  }
  if (!('choose' in expression)) return false;
  if (expression.else === undefined) return true;
  return [...expression.choose.map((branch) => branch.use), expression.else].some((branch) =>
    isConditional(branch, document, seen),
  );
}
