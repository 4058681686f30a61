import type { Json, JsonObject, Operation, Rejection, Warning } from '@exchange/contracts';
import type { RunContext } from '../context.ts';
import type { MappedOutput, MappingResult } from '../result.ts';
import { FAILED, quote } from '../value.ts';
import { rejectAbsent, type Attribute, type Attributes } from './attributes.ts';
import {
  deleteOutput,
  runOutput,
  type CompiledOutput,
  type Draft,
  type RecordAttributes,
} from './compile-output.ts';
import type { Compiled } from './environment.ts';
import { findingsMax, RunState } from './run-state.ts';
import { targetFindings } from './target-findings.ts';
import { traceNode, type TraceNode } from './trace-node.ts';
import { nameLastPart } from './trace.ts';

/** A mapping, ready to run. */
export interface Plan {
  readonly department: string;
  readonly attributes: Attributes;
  readonly revision: Attribute | null;
  readonly operation: Compiled | null;
  readonly withdrawal: { readonly reason: Compiled | null; readonly basis: Compiled | null };
  readonly outputs: readonly CompiledOutput[];
  /** The same plan, to be run with a trace; this one is run without. */
  readonly traced: () => Plan;
}

const NO_REJECTIONS: readonly Rejection[] = [];
const NO_WARNINGS: readonly Warning[] = [];
const NO_OUTPUTS: readonly MappedOutput[] = [];

/** Runs a record through a plan; with a trace everything that happens is written into it. */
export function runRecord(plan: Plan, record: Json, run: RunContext, trace: TraceNode | null): MappingResult {
  const state = new RunState(record, run, trace);
  const operation = operationOf(plan, run, state);
  const key = textOf(plan.attributes.key?.evaluate(state) ?? rejectAbsent(plan.attributes.key, 'key', state));
  const revision = textOf(plan.revision?.evaluate(state));
  const drafts: Draft[] = [];
  const { jurisdiction, withdrawal } =
    operation === 'delete' ? runDelete(plan, key, run, state, drafts) : runUpsert(plan, key, state, drafts);
  if (operation === 'upsert' && state.rejections.length === 0) {
    if (drafts.length === 0) rejectNoOutput(state);
    else if (drafts.length > 1) rejectDuplicates(drafts, state);
    if (!checkTargets(drafts, state)) return runRecord(plan.traced(), record, run, traceNode('record'));
  }
  const isWhole = state.rejections.length === 0;
  return {
    key,
    revision,
    jurisdiction,
    outputs: isWhole ? drafts.map((draft) => draft.output) : NO_OUTPUTS,
    withdrawal: isWhole ? withdrawal : null,
    rejections: isWhole ? NO_REJECTIONS : state.rejections,
    warnings: state.warnings.length === 0 ? NO_WARNINGS : state.warnings,
  };
}

function textOf(value: string | undefined | typeof FAILED): string | null {
  return value === undefined || value === FAILED ? null : value;
}

/** FAILED counts as an upsert: the record is rejected in any case, and its other faults are worth knowing. */
function operationOf(plan: Plan, run: RunContext, state: RunState): Operation {
  if (run.operation === 'delete') return 'delete';
  if (plan.operation === null) return 'upsert';
  state.target = 'operation';
  const value = plan.operation.evaluate(state);
  if (state.trace !== null) nameLastPart(state, 'operation');
  if (value === 'delete') return 'delete';
  if (value !== undefined && value !== 'upsert' && value !== FAILED)
    state.reject('bad-code', '操作只能是 upsert 或 delete', 'the operation can only be upsert or delete');
  return 'upsert';
}

/** What is known of a record besides its outputs. */
type Facts = Pick<MappingResult, 'jurisdiction' | 'withdrawal'>;

function runUpsert(plan: Plan, key: string | null, state: RunState, drafts: Draft[]): Facts {
  const { attributes } = plan;
  const time = attributes.time?.evaluate(state) ?? rejectAbsent(attributes.time, 'time', state);
  const jurisdiction = attributes.jurisdiction?.evaluate(state) ?? null;
  const department = attributes.department?.evaluate(state) ?? plan.department;
  const isComplete = key !== null && time !== FAILED && jurisdiction !== FAILED && department !== FAILED;
  const record = isComplete ? { key, time, jurisdiction, department } : null;
  for (const output of plan.outputs) runOutput(output, record, state, drafts);
  return { jurisdiction: textOf(jurisdiction ?? undefined), withdrawal: null };
}

/**
 * A withdrawal that was pushed holds little more than a key. A row that is marked as deleted is still whole, so where its
 * jurisdiction and department can be read they go along; where not, that is no reason to keep what should be gone.
 */
function runDelete(plan: Plan, key: string | null, run: RunContext, state: RunState, drafts: Draft[]): Facts {
  const { attributes, withdrawal } = plan;
  const time = attributes.time?.evaluate(state) ?? state.receivedTime;
  state.target = 'withdrawal';
  const reason = withdrawal.reason?.evaluate(state) ?? null;
  if (state.trace !== null && withdrawal.reason) nameLastPart(state, 'reason');
  const basis = withdrawal.basis?.evaluate(state) ?? null;
  if (state.trace !== null && withdrawal.basis) nameLastPart(state, 'basis');
  const found = state.rejections.length;
  const isWholeRow = run.operation !== 'delete';
  const jurisdiction = isWholeRow ? textOf(attributes.jurisdiction?.evaluate(state)) : null;
  const department = (isWholeRow && textOf(attributes.department?.evaluate(state))) || plan.department;
  state.rejections.length = found;
  if (key === null || time === FAILED || reason === FAILED || basis === FAILED)
    return { jurisdiction, withdrawal: null };
  const record: RecordAttributes = { key, time, jurisdiction, department };
  const body: JsonObject = { reason, basis };
  for (const output of plan.outputs) deleteOutput(output, record, body, state, drafts);
  return { jurisdiction, withdrawal: { time, reason, basis } };
}

function rejectNoOutput(state: RunState): void {
  state.rejectAt(
    '',
    '',
    'no-output',
    '该记录不符合任何输出的条件，未产生数据，请核对其状态或类型字段',
    'the record meets the condition of no output and gives no data; check the fields that say what it is',
  );
}

/** Two events of one topic and key would overwrite one another. */
function rejectDuplicates(drafts: readonly Draft[], state: RunState): void {
  const seen = new Set<string>();
  for (const { output } of drafts) {
    const identity = `${output.topic}\n${output.key}`;
    if (seen.has(identity))
      state.rejectAt(
        '',
        '',
        'duplicate-output',
        `同一记录产生了两条标识相同的“${output.subject}”数据（${quote(output.key)}），请核对明细项的编号是否重复`,
        `the record gives two "${output.subject}" events of the same key (${quote(output.key)}); check whether its items repeat an identifier`,
      );
    seen.add(identity);
  }
}

/** False when an output breaks its schema and the run was not traced: then the places are not known yet. */
function checkTargets(drafts: readonly Draft[], state: RunState): boolean {
  for (const { output, subject, data } of drafts) {
    const problems = subject.compiled.check(output.data);
    if (problems.length === 0) continue;
    if (state.trace === null) return false;
    const room = findingsMax - state.rejections.length;
    state.rejections.push(...targetFindings(subject, problems.slice(0, room), data));
  }
  return true;
}
