import { FAILED, type Value } from '../value.ts';
import type { RunState } from './run-state.ts';
import { traceNode, type TraceNode } from './trace-node.ts';

/** Evaluates with a node of its own below the current one. */
export function traced(state: RunState, head: string, evaluate: (state: RunState) => Value): Value {
  const above = state.trace;
  const node = traceNode(head);
  above?.parts.push(node);
  state.trace = node;
  const value = evaluate(state);
  state.trace = above;
  if (value !== FAILED) node.value = value;
  return value;
}

/** Says which part of the expression at hand was evaluated last. */
export function nameLastPart(state: RunState, role: string | number): void {
  const part = state.trace?.parts.at(-1);
  if (part) part.role = role;
}

/** Does some work within a node that is no expression: one output. */
export function within(state: RunState, head: string, role: number, work: (node: TraceNode) => void): void {
  const above = state.trace;
  const node = traceNode(head, role);
  above?.parts.push(node);
  state.trace = node;
  work(node);
  state.trace = above;
}
