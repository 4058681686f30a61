import { isJsonObject, type Json, type Rejection, type Warning } from '@exchange/contracts';
import type { MappingResult } from '../result.ts';
import { allReads, type TraceNode, type TraceStep } from './trace-node.ts';

/** How one value came about. */
export interface ExplainedValue {
  /** The kind of expression: `from`, `choose`, `fields`… */
  readonly head: string;
  /** Which part of the expression above it is: a property, an item's index, `when`, `use`, `each`. */
  readonly role: string | number;
  /** What the steps were given; absent without steps. */
  readonly given?: Json;
  /** Absent: empty, or failed. */
  readonly value?: Json;
  /** JSON Pointers into the record, in order, parts included. */
  readonly reads: readonly string[];
  readonly steps: readonly TraceStep[];
  readonly findings: ReadonlyArray<Rejection | Warning>;
  readonly parts: readonly ExplainedValue[];
}

/** A target property with its path in the output, outermost first. */
export interface ExplainedProperty extends ExplainedValue {
  readonly target: string;
}

export interface ExplainedOutput {
  /** Place in the mapping's `outputs`. */
  readonly index: number;
  /** The item of its `each`, as a JSON Pointer into the record. */
  readonly item?: string;
  /** Whether its `when` held. */
  readonly applies: boolean;
  readonly attributes: readonly ExplainedValue[];
  readonly properties: readonly ExplainedProperty[];
}

/** A run with everything that happened in it. `attributes` are key, revision, time and so on, by role. */
export interface Explanation {
  readonly result: MappingResult;
  readonly attributes: readonly ExplainedValue[];
  readonly outputs: readonly ExplainedOutput[];
}

export function explanationOf(root: TraceNode, result: MappingResult): Explanation {
  return {
    result,
    attributes: root.parts.filter((part) => part.head !== 'output' && part.role !== 'each').map(explain),
    outputs: root.parts.filter((part) => part.head === 'output').map(explainOutput),
  };
}

function explainOutput(node: TraceNode): ExplainedOutput {
  const data = node.parts.find((part) => part.role === 'data');
  return {
    index: Number(node.role),
    ...(node.reads[0] !== undefined && { item: node.reads[0] }),
    applies: data !== undefined,
    attributes: node.parts.filter((part) => part !== data).map(explain),
    properties: data ? propertiesOf(data, '') : [],
  };
}

function explain(node: TraceNode): ExplainedValue {
  return {
    head: node.head,
    role: node.role,
    ...(node.given !== undefined && { given: node.given }),
    ...(node.value !== undefined && { value: node.value }),
    reads: allReads(node),
    steps: node.steps,
    findings: node.findings,
    parts: node.parts.map(explain),
  };
}

function propertiesOf(node: TraceNode, pointer: string): ExplainedProperty[] {
  if (node.steps.length > 0) return [];
  if (node.head === 'use') return node.parts.flatMap((part) => propertiesOf(part, pointer));
  if (node.head === 'choose')
    return node.parts.filter((part) => part.role === 'use').flatMap((part) => propertiesOf(part, pointer));
  const isComposite =
    node.head === 'fields' || ((node.head === 'each' || node.head === 'list') && holdsObjects(node));
  if (!isComposite) return [];
  return node.parts
    .filter((part) => node.head === 'fields' || typeof part.role === 'number')
    .flatMap((part) => {
      const target = `${pointer}/${part.role}`;
      return [{ target, ...explain(part) }, ...propertiesOf(part, target)];
    });
}

function holdsObjects({ value }: TraceNode): boolean {
  return value === undefined || (Array.isArray(value) && value.some(isJsonObject));
}
