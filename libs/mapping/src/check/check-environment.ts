import type { JsonObject } from '@exchange/contracts';
import type { MappingContext } from '../context.ts';
import { stepEnvironment } from '../compile/environment.ts';
import type { Condition, Expression, MappingDocument } from '../document.ts';
import type { StepEnvironment } from '../functions/mapping-function.ts';
import type { MappingProblem, MappingProblemCode } from '../result.ts';
import { rootView, type SchemaView } from '../schema/schema-view.ts';
import type { StaticType } from '../static-type.ts';
import { emptyTest, type EmptyTest } from '../value.ts';

/** The item of an `each` as far as it is known without a record. */
export interface ItemType {
  /** Where the item stands in the source schema; null for one that a step made. */
  readonly view: SchemaView | null;
  readonly type: StaticType;
  readonly outer: ItemType | null;
}

export interface CheckScope {
  readonly items: ItemType | null;
  /** What the target wants of the value; null on the way to a step, or where nothing is known. */
  readonly target: SchemaView | null;
}

/** A path as written; one that begins with `@` means something below one `each` only. */
export interface SensitiveField {
  readonly path: string;
  readonly items: ItemType | null;
  /** `x-sensitivity` of the target property. */
  readonly kind: string;
}

export interface KeyExpression {
  readonly path: string;
  readonly expression: Expression;
  readonly items: ItemType | null;
}

export type Report = (
  severity: MappingProblem['severity'],
  code: MappingProblemCode,
  path: string,
  zh: string,
  en: string,
) => void;

export interface CheckEnvironment {
  readonly document: MappingDocument;
  readonly context: MappingContext;
  readonly source: SchemaView;
  readonly steps: StepEnvironment;
  readonly isEmpty: EmptyTest;
  readonly report: Report;
  readonly usedTables: Set<string>;
  readonly usedDefines: Set<string>;
  /** Defines that are being gone through, outermost first. */
  readonly defining: string[];
  /** How often a defined expression was gone into: each use is compiled apart. */
  readonly uses: { count: number };
  /** Source fields that feed sensitive target properties, and what keys are made of. */
  readonly sensitive: SensitiveField[];
  readonly keys: KeyExpression[];
  readonly infer: (expression: Expression, path: string, scope: CheckScope) => StaticType;
  readonly checkCondition: (condition: Condition, path: string, scope: CheckScope) => void;
}

export function checkEnvironment(
  document: MappingDocument,
  context: MappingContext,
  problems: MappingProblem[],
  parts: {
    infer: (
      expression: Expression,
      path: string,
      scope: CheckScope,
      environment: CheckEnvironment,
    ) => StaticType;
    checkCondition: (
      condition: Condition,
      path: string,
      scope: CheckScope,
      environment: CheckEnvironment,
    ) => void;
  },
): CheckEnvironment {
  const seen = new Set<string>();
  const environment: CheckEnvironment = {
    document,
    context,
    source: rootView(context.sourceSchema as JsonObject),
    steps: stepEnvironment(document, context),
    isEmpty: emptyTest(document.nullWords ?? []),
    usedTables: new Set(),
    usedDefines: new Set(),
    defining: [],
    uses: { count: 0 },
    sensitive: [],
    keys: [],
    report: (severity, code, path, zh, en) => {
      // A defined expression is gone through at each of its uses.
      const identity = `${code} ${path} ${en}`;
      if (seen.has(identity)) return;
      seen.add(identity);
      problems.push({ severity, code, path, detail: { zh, en } });
    },
    infer: (expression, path, scope) => parts.infer(expression, path, scope, environment),
    checkCondition: (condition, path, scope) => parts.checkCondition(condition, path, scope, environment),
  };
  return environment;
}

export const NO_SCOPE: CheckScope = { items: null, target: null };

/** A name as a JSON Pointer token. */
export function token(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Values for a sentence: the first few, and how many more there are. */
export function listed(values: readonly unknown[]): { zh: string; en: string } {
  const shown = values.slice(0, 12).map(String).join(', ');
  const more = values.length - 12;
  return more > 0
    ? { zh: `${shown} 等 ${values.length} 个`, en: `${shown} and ${more} more` }
    : { zh: shown, en: shown };
}
