import type { SchemaView } from '../schema/schema-view.ts';
import type { MappingContext } from '../context.ts';
import type { Condition, Expression, MappingDocument } from '../document.ts';
import type { LookupTable, StepEnvironment } from '../functions/mapping-function.ts';
import type { EmptyTest, FAILED, Value } from '../value.ts';
import type { RunState } from './run-state.ts';
import type { SourcePath } from './source-path.ts';

export type Evaluate = (state: RunState) => Value;

export interface Compiled {
  readonly evaluate: Evaluate;
  /** Every path that may be read, `*` for list items. */
  readonly reads: readonly string[];
  /** The path that is read first: where the value is missing when it is missing. */
  readonly first: SourcePath | null;
}

/** FAILED: a value that the condition needs could not be made. */
export type Verdict = boolean | typeof FAILED;

export interface CompiledCondition {
  readonly evaluate: (state: RunState) => Verdict;
  readonly reads: readonly string[];
}

/** Where in a target the value goes, and what its schema says there; null for values on their way to a step. */
export interface TargetPlace {
  readonly pointer: string;
  readonly view: SchemaView | null;
}

/** The `each` around an expression: what its items' paths begin with. */
export interface ItemScope {
  readonly bases: readonly string[];
  readonly outer: ItemScope | null;
}

export interface Scope {
  readonly place: TargetPlace | null;
  readonly items: ItemScope | null;
}

export interface CompileEnvironment {
  readonly document: MappingDocument;
  readonly context: MappingContext;
  readonly steps: StepEnvironment;
  readonly isEmpty: EmptyTest;
  /** Whether what is compiled writes down what it does: then it is run with a trace, else without. */
  readonly isTraced: boolean;
  /** Told of every target property that is filled, with the paths that feed it. */
  readonly onWrite: (pointer: string, reads: readonly string[]) => void;
  /** The compilers of the parts, which the heads call without knowing them. */
  readonly expression: (expression: Expression, scope: Scope) => Compiled;
  readonly condition: (condition: Condition, scope: Scope) => CompiledCondition;
}

export function stepEnvironment(document: MappingDocument, context: MappingContext): StepEnvironment {
  const tables = new Map<string, LookupTable>();
  for (const [name, table] of Object.entries(document.tables ?? {}))
    tables.set(name, { entries: new Map(Object.entries(table.entries)), fallback: table.default });
  return { tables, codes: context.codes };
}
