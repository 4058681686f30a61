import assert from 'node:assert';
import type { JsonObject, Operation, SubjectSchema } from '@exchange/contracts';
import type { OutputDocument } from '../document.ts';
import { rootView } from '../schema/schema-view.ts';
import type { MappedOutput } from '../result.ts';
import { FAILED } from '../value.ts';
import { compileAttributes, rejectAbsent, type Attributes } from './attributes.ts';
import { compileItems, type CompiledItems } from './compile-each.ts';
import { compileFields } from './compile-fields.ts';
import type { Compiled, CompiledCondition, CompileEnvironment } from './environment.ts';
import type { RunState } from './run-state.ts';
import { parsePath, pointerOf } from './source-path.ts';
import type { TraceNode } from './trace-node.ts';
import { nameLastPart, traced, within } from './trace.ts';

export interface CompiledOutput {
  readonly index: number;
  readonly subject: SubjectSchema;
  readonly when: CompiledCondition | null;
  readonly items: CompiledItems | null;
  readonly attributes: Attributes;
  readonly data: Compiled;
}

/** What the record gives to outputs that do not say otherwise. */
export interface RecordAttributes {
  readonly key: string;
  readonly time: string;
  readonly department: string;
  readonly jurisdiction: string | null;
}

export function compileOutput(
  document: OutputDocument,
  index: number,
  environment: CompileEnvironment,
): CompiledOutput {
  const subject = environment.context.subjects.get(`${document.subject}.v${document.major ?? 1}`);
  assert(subject, `unknown subject ${document.subject}: checkMapping comes first`);
  const scope = { place: null, items: null };
  const items = document.each ? compileItems(document.each, environment, scope) : null;
  const inside = { place: null, items: items?.scope ?? null };
  const place = { pointer: '', view: rootView(subject.schema) };
  const data = compileFields(document.data, environment, { ...inside, place }, true);
  return {
    index,
    subject,
    items,
    when: document.when ? environment.condition(document.when, inside) : null,
    attributes: compileAttributes(document, environment, inside),
    data: environment.isTraced
      ? { ...data, evaluate: (state) => traced(state, 'fields', data.evaluate) }
      : data,
  };
}

/** An event on its way, with what its data was made from where the run is traced. */
export interface Draft {
  readonly output: MappedOutput;
  readonly subject: SubjectSchema;
  readonly data: TraceNode | undefined;
}

/** Adds the events that the record becomes through this output. */
export function runOutput(
  output: CompiledOutput,
  record: RecordAttributes | null,
  state: RunState,
  drafts: Draft[],
): void {
  state.output = output.subject.subject;
  if (output.items === null) emit(output, record, state, drafts);
  else {
    const frames = output.items.frames(state);
    for (const frame of frames === undefined || frames === FAILED ? [] : frames) {
      state.frame = frame;
      emit(output, record, state, drafts);
    }
    state.frame = null;
  }
  state.output = null;
}

const ITEM = parsePath('@');

function emit(
  output: CompiledOutput,
  record: RecordAttributes | null,
  state: RunState,
  drafts: Draft[],
): void {
  if (state.trace === null) draft(output, record, state, drafts, null);
  else
    within(state, 'output', output.index, (node) => {
      if (state.frame !== null) node.reads.push(pointerOf(ITEM, state.frame));
      draft(output, record, state, drafts, node);
    });
}

function draft(
  output: CompiledOutput,
  record: RecordAttributes | null,
  state: RunState,
  drafts: Draft[],
  node: TraceNode | null,
): void {
  if (output.when !== null && output.when.evaluate(state) !== true) return;
  // Both are made in any case: all that is wrong with a record is reported at once.
  const attributes = attributesOf(output, record, state);
  const data = output.data.evaluate(state);
  if (state.trace !== null) nameLastPart(state, 'data');
  if (attributes === null || data === FAILED || data === undefined) return;
  drafts.push({
    output: eventOf(output, attributes, 'upsert', data as JsonObject),
    subject: output.subject,
    data: node?.parts.at(-1),
  });
}

/** A deletion stands on the key alone: what the record looked like when it was published is not asked again. */
export function deleteOutput(
  output: CompiledOutput,
  record: RecordAttributes,
  reason: JsonObject,
  state: RunState,
  drafts: Draft[],
): void {
  if (output.items !== null) return;
  state.output = output.subject.subject;
  const own = output.attributes.key?.evaluate(state);
  const key =
    output.attributes.key === null ? record.key : (own ?? rejectAbsent(output.attributes.key, 'key', state));
  state.output = null;
  if (key === FAILED) return;
  // Two outputs of one subject are alternatives of which the record had one.
  const isTwice = drafts.some(
    ({ output: other }) => other.topic === output.subject.topic && other.key === key,
  );
  if (isTwice) return;
  const deletion = eventOf(output, { ...record, key }, 'delete', { key, ...reason });
  drafts.push({ output: deletion, subject: output.subject, data: undefined });
}

function eventOf(
  { subject: { subject, major, topic } }: CompiledOutput,
  attributes: RecordAttributes,
  operation: Operation,
  data: JsonObject,
): MappedOutput {
  const { key, time, department, jurisdiction } = attributes;
  return { subject, major, topic, key, operation, time, department, jurisdiction, data };
}

/** The output's own attributes where they have a value, else the record's. An own key must have one. */
function attributesOf(
  { attributes }: CompiledOutput,
  record: RecordAttributes | null,
  state: RunState,
): RecordAttributes | null {
  const key = attributes.key
    ? (attributes.key.evaluate(state) ?? rejectAbsent(attributes.key, 'key', state))
    : record?.key;
  const time = attributes.time?.evaluate(state) ?? record?.time;
  const department = attributes.department?.evaluate(state) ?? record?.department;
  const jurisdiction = attributes.jurisdiction?.evaluate(state) ?? record?.jurisdiction ?? null;
  if (key === FAILED || time === FAILED || department === FAILED || jurisdiction === FAILED) return null;
  if (key === undefined || time === undefined || department === undefined) return null;
  return { key, time, department, jurisdiction };
}
