import type { Json, Rejection, Warning } from '@exchange/contracts';

/** What happened while one expression was evaluated. Kept only when a run is explained. */
export interface TraceNode {
  readonly head: string;
  /** Which part of the expression above: a property's name, an item's index, `when`, `use`, `each`… */
  role: string | number;
  /** JSON Pointers into the record, in the order in which they were read. */
  readonly reads: string[];
  readonly steps: TraceStep[];
  readonly findings: Array<Rejection | Warning>;
  readonly parts: TraceNode[];
  /** What the steps were given; undefined without steps. */
  given: Json | undefined;
  /** undefined: empty, or failed. */
  value: Json | undefined;
}

export interface TraceStep {
  readonly function: string;
  /** undefined: empty, or failed. */
  readonly value: Json | undefined;
}

export function traceNode(head: string, role: string | number = ''): TraceNode {
  return { head, role, reads: [], steps: [], findings: [], parts: [], given: undefined, value: undefined };
}

/** Every pointer that was read for a value, conditions included, without repetition. */
export function allReads(node: TraceNode): string[] {
  return [...new Set([...node.reads, ...node.parts.flatMap(allReads)])];
}
