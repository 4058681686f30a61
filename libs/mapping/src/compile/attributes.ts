import { isInstantText, type CodeTable } from '@exchange/contracts';
import type { Expression } from '../document.ts';
import { FAILED, quote } from '../value.ts';
import type { Compiled, CompileEnvironment, Scope } from './environment.ts';
import { keyText } from './key-text.ts';
import type { RunState } from './run-state.ts';
import { scalarText } from './compile-steps.ts';
import { NOWHERE, pointerOf } from './source-path.ts';
import { nameLastPart } from './trace.ts';

/** An attribute of an event; undefined when its expression gives nothing. */
export type EvaluateText = (state: RunState) => string | undefined | typeof FAILED;

export interface Attribute {
  readonly evaluate: EvaluateText;
  readonly compiled: Compiled;
}

export interface Attributes {
  readonly key: Attribute | null;
  readonly time: Attribute | null;
  readonly jurisdiction: Attribute | null;
  readonly department: Attribute | null;
}

type AttributeDocument = { readonly [Name in keyof Attributes]?: Expression };

/** The attributes that a record has and an output may have of its own. */
export function compileAttributes(
  document: AttributeDocument,
  environment: CompileEnvironment,
  scope: Scope,
): Attributes {
  const { codes } = environment.context;
  return {
    key: compileKey(document.key, 'key', environment, scope),
    time: compileAttribute(document.time, 'time', environment, scope, instantOf),
    jurisdiction: compileAttribute(
      document.jurisdiction,
      'jurisdiction',
      environment,
      scope,
      codeOf(codes.get('jurisdictions')),
    ),
    department: compileAttribute(
      document.department,
      'department',
      environment,
      scope,
      codeOf(codes.get('departments')),
    ),
  };
}

export function compileKey(
  expression: Expression | undefined,
  name: string,
  environment: CompileEnvironment,
  scope: Scope,
): Attribute | null {
  return compileAttribute(expression, name, environment, scope, keyText);
}

type Convert = (
  value: Exclude<ReturnType<Compiled['evaluate']>, undefined>,
  state: RunState,
) => string | undefined | typeof FAILED;

function compileAttribute(
  expression: Expression | undefined,
  name: string,
  environment: CompileEnvironment,
  scope: Scope,
  convert: Convert,
): Attribute | null {
  if (expression === undefined) return null;
  const compiled = environment.expression(expression, { ...scope, place: null });
  return {
    compiled,
    evaluate: (state) => {
      state.target = name;
      // A constant that does not fit must not be blamed on the field that was read before it.
      if (compiled.reads.length === 0) state.atPath = NOWHERE;
      const value = compiled.evaluate(state);
      if (state.trace !== null) nameLastPart(state, name);
      return value === undefined ? undefined : convert(value, state);
    },
  };
}

/** Says that a required attribute is missing. */
export function rejectAbsent(attribute: Attribute | null, name: string, state: RunState): typeof FAILED {
  const first = attribute?.compiled.first ?? null;
  const at = first === null ? '' : pointerOf(first, state.frame);
  const words =
    name === 'key' ? { zh: '记录标识', en: 'the record’s key' } : { zh: '业务时间', en: 'the business time' };
  return state.rejectAt(
    at,
    name,
    'missing-required',
    `缺少${words.zh}${at === '' ? '' : `，来源字段 ${at} 为空`}`,
    `${words.en} is missing${at === '' ? '' : `; the source field ${at} is empty`}`,
  );
}

const instantOf: Convert = (value, state) => {
  if (value === FAILED || (typeof value === 'string' && isInstantText(value))) return value;
  return state.reject(
    'bad-date',
    '业务时间须为 time.instant 给出的时刻',
    'the business time must be an instant as time.instant gives it',
  );
};

/** A list that this installation does not have is not checked. */
function codeOf(table: CodeTable | undefined): Convert {
  const known = table && new Set(table.entries.map((entry) => entry.code));
  return (value, state) => {
    const text = value === FAILED ? FAILED : scalarText(value, state);
    if (text === FAILED || !known || known.has(text)) return text;
    return state.reject(
      'bad-code',
      `${quote(text)}不在代码表“${table.name}”中`,
      `${quote(text)} is not in the code list "${table.name}"`,
    );
  };
}
