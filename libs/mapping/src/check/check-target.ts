import type { JsonObject } from '@exchange/contracts';
import type { Scalar } from '../document.ts';
import { itemsOf, staticTypeOf, type SchemaView } from '../schema/schema-view.ts';
import { kindWords, type Kind, type StaticType } from '../static-type.ts';
import { listed, type CheckEnvironment } from './check-environment.ts';

/** Holds what an expression may give against what stands in its place of the target's schema. */
export function checkTarget(
  type: StaticType,
  target: SchemaView,
  path: string,
  environment: CheckEnvironment,
): void {
  const wanted = staticTypeOf(target);
  if (!checkKinds(type, wanted, path, environment)) return;
  const unfit = (type.values ?? []).filter((value) => value !== null && !isFit(value, target));
  if (unfit.length > 0) {
    const words = listed(unfit);
    environment.report(
      'error',
      'value-not-in-target',
      path,
      `目标不接受这些值：${words.zh}`,
      `the target does not accept: ${words.en}`,
    );
  }
  const items = itemsOf(target);
  if (type.items && items) checkTarget(type.items, items, path, environment);
}

/** Codes of the target that a code table never gives: they may be missing in it, or not exist in this system. */
export function checkCoverage(
  type: StaticType,
  target: SchemaView,
  path: string,
  environment: CheckEnvironment,
): void {
  const items = itemsOf(target);
  if (type.items && items) checkCoverage(type.items, items, path, environment);
  if (type.translated !== true || type.closed !== true) return;
  const wanted = staticTypeOf(target);
  const never = (wanted.closed ? (wanted.values ?? []) : []).filter((value) => !type.values?.includes(value));
  if (never.length === 0) return;
  const words = listed(never);
  environment.report(
    'note',
    'codes-never-produced',
    path,
    `码表从不产生目标的这些代码：${words.zh}`,
    `the table never gives these codes of the target: ${words.en}`,
  );
}

function checkKinds(
  type: StaticType,
  wanted: StaticType,
  path: string,
  environment: CheckEnvironment,
): boolean {
  if (type.kinds === null || wanted.kinds === null || type.kinds.length === 0) return true;
  const targets = wanted.kinds;
  const wrong = type.kinds.filter((kind) => fit(kind, targets) === 'never');
  const doubtful = type.kinds.filter((kind) => fit(kind, targets) === 'perhaps');
  if (wrong.length + doubtful.length === 0) return true;
  const isClash = wrong.length === type.kinds.length;
  const [given, asked] = [kindWords(wrong.length > 0 ? wrong : doubtful), kindWords(targets)];
  environment.report(
    isClash ? 'error' : 'note',
    isClash ? 'type-clash' : 'type-doubt',
    path,
    isClash ? `目标需要${asked.zh}，这里给出的是${given.zh}` : `目标需要${asked.zh}，这里可能给出${given.zh}`,
    isClash
      ? `the target wants ${asked.en}, this gives ${given.en}`
      : `the target wants ${asked.en}, this may give ${given.en}`,
  );
  return !isClash;
}

function fit(kind: Kind, targets: readonly Kind[]): 'always' | 'perhaps' | 'never' {
  if (targets.includes(kind)) return 'always';
  switch (kind) {
    case 'integer':
      return targets.includes('number') ? 'always' : 'never';
    case 'number':
      return targets.includes('integer') ? 'perhaps' : 'never';
    case 'date':
    case 'instant':
    case 'decimal':
      return targets.includes('text') ? 'always' : 'never';
    case 'text':
      return targets.includes('date') || targets.includes('instant') ? 'perhaps' : 'never';
    default:
      return 'never';
  }
}

function isFit(value: Exclude<Scalar, null>, { binding, possible }: SchemaView): boolean {
  if (!binding.every((node) => accepts(node, value))) return false;
  const listing = possible.filter((node) => node['enum'] !== undefined || node['const'] !== undefined);
  // Only where every alternative is a list of values can a value be in none of them.
  return (
    listing.length === 0 || listing.length < possible.length || listing.some((node) => accepts(node, value))
  );
}

function accepts(node: JsonObject, value: Exclude<Scalar, null>): boolean {
  if ('const' in node && node['const'] !== value) return false;
  if (Array.isArray(node['enum']) && !node['enum'].includes(value)) return false;
  if (typeof value === 'number') {
    const { minimum, maximum } = node;
    return (
      !(typeof minimum === 'number' && value < minimum) && !(typeof maximum === 'number' && value > maximum)
    );
  }
  if (typeof value !== 'string') return true;
  const { minLength, maxLength, pattern } = node;
  if (typeof minLength === 'number' && [...value].length < minLength) return false;
  if (typeof maxLength === 'number' && [...value].length > maxLength) return false;
  // The target schemas are our own, and Ajv runs their patterns anyway.
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(value);
}
