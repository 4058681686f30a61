import {
  compileSchema,
  isJsonObject,
  type Json,
  type JsonObject,
  type Rejection,
  type SchemaProblem,
} from '@exchange/contracts';
import { findingsMax } from './run-state.ts';
import { problemSentence } from '../schema/problem-words.ts';

const NONE: readonly Rejection[] = [];

/**
 * Holds a record against its source schema. Unknown fields are none of its business: a vendor who adds a column must not
 * stop the stream. `keyReads` are the paths of the record's key.
 */
export function compileSourceCheck(
  schema: JsonObject,
  keyReads: readonly string[],
): (record: Json) => readonly Rejection[] {
  const { check } = compileSchema(relaxed(schema) as JsonObject);
  const keys = new Set(keyReads);
  return (record) => {
    const problems = check(record);
    return problems.length === 0
      ? NONE
      : problems.slice(0, findingsMax).map((problem) => rejectionOf(problem, keys));
  };
}

function rejectionOf(problem: SchemaProblem, keys: ReadonlySet<string>): Rejection {
  const name = problem.at.slice(1) || '记录';
  const en = problem.at.slice(1) || 'the record';
  const isKey = keys.has(problem.at);
  const subject = isKey
    ? { zh: `标识字段 ${name} `, en: `the key field ${en}` }
    : { zh: `字段 ${name} `, en: `the field ${en}` };
  const named = problem.at === '' ? { zh: '记录', en: 'the record' } : subject;
  return { code: 'source-schema', at: problem.at, detail: problemSentence(problem, named) };
}

/** Closed objects are opened, except in `oneOf`, where being closed is what tells the branches apart. */
function relaxed(node: Json): Json {
  if (Array.isArray(node)) return node.map(relaxed);
  if (!isJsonObject(node)) return node;
  const open: JsonObject = {};
  for (const [name, value] of Object.entries(node)) {
    const isClosing =
      (name === 'additionalProperties' || name === 'unevaluatedProperties') && value === false;
    if (isClosing) continue;
    open[name] = name === 'oneOf' || name === 'enum' || name === 'const' ? value : relaxed(value);
  }
  return open;
}
