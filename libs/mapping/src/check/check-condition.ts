import { kindWords } from '../static-type.ts';
import type { Condition, Expression, Scalar } from '../document.ts';
import { regexProblems } from '../functions/regex-problems.ts';
import { listed, type CheckEnvironment, type CheckScope } from './check-environment.ts';

export function checkCondition(
  condition: Condition,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): void {
  const inner: CheckScope = { ...scope, target: null };
  if ('exists' in condition) environment.infer(condition.exists, `${path}/exists`, inner);
  else if ('not' in condition) checkCondition(condition.not, `${path}/not`, scope, environment);
  else if ('all' in condition)
    for (const [index, part] of condition.all.entries())
      checkCondition(part, `${path}/all/${index}`, scope, environment);
  else if ('any' in condition)
    for (const [index, part] of condition.any.entries())
      checkCondition(part, `${path}/any/${index}`, scope, environment);
  else checkComparison(condition, path, inner, environment);
}

function checkComparison(
  condition: Extract<Condition, { is: Expression }>,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): void {
  const type = environment.infer(condition.is, `${path}/is`, scope);
  if (type.kinds?.length && type.kinds.every((kind) => kind === 'object')) {
    const words = kindWords(type.kinds);
    environment.report(
      'error',
      'type-clash',
      path,
      `不能与${words.zh}比较`,
      `${words.en} cannot be compared`,
    );
  }
  if ('matches' in condition)
    for (const { detail } of regexProblems(condition.matches))
      environment.report('error', 'bad-regex', `${path}/matches`, detail.zh, detail.en);
  const wanted: readonly Scalar[] | null =
    'equals' in condition ? [condition.equals] : 'in' in condition ? condition.in : null;
  if (wanted === null) return;
  const known = type.closed === true && type.values ? new Set(type.values.map(String)) : null;
  const isNull =
    'from' in condition.is && condition.is.nullWords === undefined ? environment.isEmpty : () => false;
  const never = wanted.filter((value) => isNull(value) || known?.has(String(value)) === false);
  if (never.length === 0) return;
  const words = listed(never);
  environment.report(
    'note',
    'condition-never-true',
    path,
    `这里的值不会等于 ${words.zh}`,
    `the value here is never ${words.en}`,
  );
}
