import { templateParts } from '../compile/compile-text.ts';
import type { ChooseExpression, TemplateExpression } from '../document.ts';
import { ANYTHING, NOTHING, typeOfConstant, typeOfKind, unionOf, type StaticType } from '../static-type.ts';
import { token, type CheckEnvironment, type CheckScope } from './check-environment.ts';

/** Defines that use defines twice grow by doubling; no honest mapping comes near this. */
const usesMax = 2000;

export function inferTemplate(
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

export function inferChoose(
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

export function inferUse(
  name: string,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): StaticType {
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

export function inferContext(
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
