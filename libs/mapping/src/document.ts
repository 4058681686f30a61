import type { Json, JsonObject } from '@exchange/contracts';

/** A mapping as it stands in `adapters/<system>/<stream>/mapping.json`; the language is described in `docs/mapping.md`. */
export interface MappingDocument {
  readonly $schema?: string;
  readonly description?: string;
  readonly nullWords?: readonly string[];
  readonly define?: Readonly<Record<string, Expression>>;
  readonly tables?: Readonly<Record<string, MappingTable>>;
  readonly key: Expression;
  readonly revision?: Expression;
  readonly time: Expression;
  readonly operation?: Expression;
  readonly withdrawal?: { readonly reason?: Expression; readonly basis?: Expression };
  readonly jurisdiction?: Expression;
  readonly department?: Expression;
  readonly outputs: readonly OutputDocument[];
}

/** A system's own code list, translated into canonical codes. */
export interface MappingTable {
  readonly title?: { readonly zh: string; readonly en: string };
  readonly entries: Readonly<Record<string, Scalar>>;
  readonly default?: Scalar;
}

export type Scalar = string | number | boolean | null;

/** One event (or with `each` one for every item) that a record becomes. */
export interface OutputDocument {
  readonly subject: string;
  readonly major?: number;
  readonly description?: string;
  readonly when?: Condition;
  readonly each?: Expression;
  readonly key?: Expression;
  readonly time?: Expression;
  readonly jurisdiction?: Expression;
  readonly department?: Expression;
  readonly data: Readonly<Record<string, Expression>>;
}

export type StepDocument = string | Readonly<Record<string, JsonObject>>;

interface Tail {
  readonly then?: readonly StepDocument[];
  readonly default?: Json;
}

export type FromExpression = Tail & {
  readonly from: string | readonly string[];
  readonly nullWords?: readonly string[];
};
export type ConstExpression = Tail & { readonly const: Json };
export type FieldsExpression = Tail & { readonly fields: Readonly<Record<string, Expression>> };
export type ListExpression = Tail & { readonly list: readonly Expression[] };
export type EachExpression = Tail & {
  readonly each: Expression;
  readonly where?: Condition;
  readonly item: Expression;
};
export type JoinExpression = Tail & { readonly join: readonly Expression[]; readonly with?: string };
export type TemplateExpression = Tail & {
  readonly template: string;
  readonly values: Readonly<Record<string, Expression>>;
};
export type ChooseExpression = Tail & {
  readonly choose: ReadonlyArray<{ readonly when: Condition; readonly use: Expression }>;
  readonly else?: Expression;
};
export type UseExpression = Tail & { readonly use: string };
export type ContextName = 'receivedTime' | 'system' | 'stream' | 'department' | 'index';
export type ContextExpression = Tail & { readonly context: ContextName };

export type Expression =
  | FromExpression
  | ConstExpression
  | FieldsExpression
  | ListExpression
  | EachExpression
  | JoinExpression
  | TemplateExpression
  | ChooseExpression
  | UseExpression
  | ContextExpression;

export type Condition =
  | { readonly exists: Expression }
  | { readonly is: Expression; readonly equals: Scalar }
  | { readonly is: Expression; readonly in: readonly Scalar[] }
  | { readonly is: Expression; readonly above: string | number }
  | { readonly is: Expression; readonly below: string | number }
  | { readonly is: Expression; readonly matches: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** Name and parameters of a step, whichever way it is written. */
export function stepParts(step: StepDocument): { name: string; parameters: JsonObject } {
  if (typeof step === 'string') return { name: step, parameters: {} };
  const name = Object.keys(step)[0] ?? '';
  return { name, parameters: step[name] ?? {} };
}

/**
 * The `from` that a list is taken over from as it stands, also through defines: then its items have paths of their own in
 * the record. null where steps or a default may put another list in its place.
 */
export function listInRecord(expression: Expression, document: MappingDocument): FromExpression | null {
  if (expression.then?.length || expression.default !== undefined) return null;
  if ('from' in expression) return expression;
  const defined = 'use' in expression ? document.define?.[expression.use] : undefined;
  return defined ? listInRecord(defined, document) : null;
}
