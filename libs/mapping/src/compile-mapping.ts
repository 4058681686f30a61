import assert from 'node:assert';
import type { Json, Rejection } from '@exchange/contracts';
import { checkMapping } from './check/check-mapping.ts';
import { compileAttributes, compileKey } from './compile/attributes.ts';
import { compileEnvironment } from './compile/compile-expression.ts';
import { compileOutput } from './compile/compile-output.ts';
import type { Compiled } from './compile/environment.ts';
import { explanationOf, type Explanation } from './compile/explanation.ts';
import { runRecord, type Plan } from './compile/run-record.ts';
import { compileSourceCheck } from './compile/source-check.ts';
import { traceNode } from './compile/trace-node.ts';
import type { MappingContext, RunContext } from './context.ts';
import type { Expression, MappingDocument } from './document.ts';
import type { MappingResult } from './result.ts';

/** A target property and the source paths that may feed it, `*` for list items. */
export interface MappingWrite {
  readonly subject: string;
  readonly path: string;
  readonly reads: readonly string[];
}

export interface CompiledMapping {
  /** Source paths that may be read. */
  readonly reads: readonly string[];
  readonly writes: readonly MappingWrite[];
  /** `<subject>.v<major>` of every output. */
  readonly subjects: readonly string[];
  /** A record may become several events, so that what it became before has to be remembered. */
  readonly multipleOutputs: boolean;
  /** Holds a record against the stream's source schema; unknown fields are let pass. */
  readonly checkSource: (record: Json) => readonly Rejection[];
  /** Pure and total: gives a result for any JSON value. */
  readonly run: (record: Json, run: RunContext) => MappingResult;
  /** The same run with everything that happened in it. */
  readonly explain: (record: Json, run: RunContext) => Explanation;
}

/**
 * Compiles a mapping once, to be run many times. The document must have passed `checkMapping`: an error in it is our own
 * mistake here and throws.
 */
export function compileMapping(document: MappingDocument, context: MappingContext): CompiledMapping {
  const errors = checkMapping(document, context).filter((problem) => problem.severity === 'error');
  assert(
    errors.length === 0,
    `mapping of ${context.system}/${context.stream}: ${errors.map(({ path, detail }) => `${path} ${detail.en}`).join('; ')}`,
  );
  const writes = new Map<string, MappingWrite>();
  const own = structuredClone(document);
  const plan = compilePlan(own, context, (subject, path, reads) => {
    const earlier = writes.get(`${subject}${path}`)?.reads ?? [];
    writes.set(`${subject}${path}`, { subject, path, reads: [...new Set([...earlier, ...reads])] });
  });
  const { outputs } = plan;
  const subjects = [
    ...new Set(outputs.map((output) => `${output.subject.subject}.v${output.subject.major}`)),
  ];
  return {
    reads: [...new Set(readsOf(plan))].sort(),
    writes: [...writes.values()],
    subjects,
    multipleOutputs: outputs.length > 1 || outputs.some((output) => output.items !== null),
    checkSource: compileSourceCheck(context.sourceSchema, plan.attributes.key?.compiled.reads ?? []),
    run: (record, run) => runRecord(plan, record, run, null),
    explain: (record, run) => {
      const root = traceNode('record');
      return explanationOf(root, runRecord(plan.traced(), record, run, root));
    },
  };
}

type OnWrite = (subject: string, path: string, reads: readonly string[]) => void;

/** Compiled once for what is run, and once more with traces when the first record has to be explained. */
function compilePlan(document: MappingDocument, context: MappingContext, onWrite: OnWrite | null): Plan {
  let subject = '';
  const environment = compileEnvironment(document, context, {
    isTraced: onWrite === null,
    onWrite: (path, reads) => onWrite?.(subject, path, reads),
  });
  const scope = { place: null, items: null };
  const optional = (expression: Expression | undefined): Compiled | null =>
    expression === undefined ? null : environment.expression(expression, scope);
  const outputs = document.outputs.map((output, index) => {
    subject = output.subject;
    return compileOutput(output, index, environment);
  });
  let traced: Plan | null = null;
  const plan: Plan = {
    department: context.department,
    attributes: compileAttributes(document, environment, scope),
    revision: compileKey(document.revision, 'revision', environment, scope),
    operation: optional(document.operation),
    withdrawal: {
      reason: optional(document.withdrawal?.reason),
      basis: optional(document.withdrawal?.basis),
    },
    outputs,
    traced: () => (traced ??= onWrite === null ? plan : compilePlan(document, context, null)),
  };
  return plan;
}

function readsOf(plan: Plan): string[] {
  const { attributes, revision, operation, withdrawal, outputs } = plan;
  const own = [...Object.values(attributes), revision].map((attribute) => attribute?.compiled);
  const all = outputs.flatMap((output) => [
    output.items,
    output.when,
    output.data,
    ...Object.values(output.attributes).map((attribute) => attribute?.compiled),
  ]);
  return [...own, operation, withdrawal.reason, withdrawal.basis, ...all].flatMap(
    (part) => part?.reads ?? [],
  );
}
