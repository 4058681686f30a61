import type { Detail, Rejection, SchemaProblem, SubjectSchema } from '@exchange/contracts';
import { problemSentence } from '../schema/problem-words.ts';
import { childOf, rootView, titleOf, type SchemaView } from '../schema/schema-view.ts';
import { allReads, type TraceNode } from './trace-node.ts';

/** Keywords that only say that another problem, which is listed too, stands in a branch. */
const ECHOES: ReadonlySet<string> = new Set(['if', 'anyOf', 'oneOf', 'allOf']);

/** What is wrong with an output, each problem at the source field that fed the place where that is known. */
export function targetFindings(
  subject: SubjectSchema,
  problems: readonly SchemaProblem[],
  data: TraceNode | undefined,
): Rejection[] {
  const plain = problems.filter((problem) => !ECHOES.has(problem.keyword));
  return (plain.length > 0 ? plain : problems).map((problem) => ({
    code: 'target-schema',
    at: (data && sourceOf(data, tokensOf(problem.at))) ?? problem.at,
    detail: problemSentence(problem, nameOf(subject, problem.at)),
    output: subject.subject,
    target: problem.at,
  }));
}

/** Pointer into the record of the field that a target path was made from; undefined when no field was read for it. */
function sourceOf(data: TraceNode, tokens: readonly string[]): string | undefined {
  let node = data;
  for (let index = 0; ;) {
    const passed = passThrough(node);
    if (passed) {
      node = passed;
      continue;
    }
    if (index === tokens.length || node.steps.length > 0) return feeder(node);
    const token = tokens[index] as string;
    // An object taken over as a whole has the same members in the source.
    if (node.head === 'from')
      return node.reads.length > 0 ? [node.reads.at(-1), ...tokens.slice(index)].join('/') : undefined;
    const part = node.parts.find((candidate) => String(candidate.role) === token);
    if (!part) return undefined;
    node = part;
    index += 1;
  }
}

/** The field that a value was made from: of several names the one that had it, of several parts the first with a value. */
function feeder(node: TraceNode): string | undefined {
  if (node.head === 'from') return node.reads.at(-1);
  const part = node.parts.find((candidate) => candidate.role !== 'when' && candidate.value !== undefined);
  return (part && feeder(part)) ?? allReads(node)[0];
}

function passThrough(node: TraceNode): TraceNode | undefined {
  if (node.steps.length > 0) return undefined;
  if (node.head === 'use') return node.parts[0];
  return node.head === 'choose' ? node.parts.find((part) => part.role === 'use') : undefined;
}

function tokensOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** How people call a place in the target: its title, else its path. */
function nameOf(subject: SubjectSchema, pointer: string): Detail {
  let view: SchemaView = rootView(subject.schema);
  for (const token of tokensOf(pointer)) {
    const child = childOf(view, token);
    if (child.verdict !== 'known') return { zh: `“${pointer}”`, en: `"${pointer}"` };
    view = child.view;
  }
  const title = pointer === '' ? subject.title : titleOf(view);
  return title ? { zh: `“${title.zh}”`, en: `"${title.en}"` } : { zh: `“${pointer}”`, en: `"${pointer}"` };
}
