import type { MappingContext } from '../context.ts';
import type { MappingDocument, OutputDocument } from '../document.ts';
import type { MappingProblem } from '../result.ts';
import { rootView } from '../schema/schema-view.ts';
import { checkAttributes, checkPersonalKeys, pathsIn } from './check-attributes.ts';
import { checkCondition } from './check-condition.ts';
import {
  checkEnvironment,
  NO_SCOPE,
  token,
  type CheckEnvironment,
  type CheckScope,
} from './check-environment.ts';
import { checkFields } from './check-fields.ts';
import { checkMeta } from './check-meta.ts';
import { inferExpression, inferItems } from './infer-expression.ts';
import { nearest } from './nearest.ts';

/**
 * Everything that can be known to be wrong with a mapping before a record runs: its shape, then its paths, types, codes and
 * names against source schema, target schemas and code lists. Without an error the mapping can be compiled.
 */
export function checkMapping(document: unknown, context: MappingContext): MappingProblem[] {
  const shape = checkMeta(document, context.metaSchema);
  if (shape.length > 0) return shape;
  const problems: MappingProblem[] = [];
  const mapping = document as MappingDocument;
  const environment = checkEnvironment(mapping, context, problems, {
    infer: inferExpression,
    checkCondition,
  });
  checkAttributes(mapping, '', NO_SCOPE, environment);
  const { reason, basis } = mapping.withdrawal ?? {};
  if (reason) environment.infer(reason, '/withdrawal/reason', NO_SCOPE);
  if (basis) environment.infer(basis, '/withdrawal/basis', NO_SCOPE);
  for (const [index, output] of mapping.outputs.entries())
    checkOutput(output, `/outputs/${index}`, environment);
  checkPersonalKeys(environment);
  checkUnused(environment);
  return problems;
}

function checkOutput(output: OutputDocument, path: string, environment: CheckEnvironment): void {
  const { context, report } = environment;
  const name = `${output.subject}.v${output.major ?? 1}`;
  const subject = context.subjects.get(name);
  if (!subject) {
    const near = nearest(name, [...context.subjects.keys()]);
    report(
      'error',
      'unknown-subject',
      `${path}/subject`,
      `没有主题“${name}”${near ? `（是否为 ${near}？）` : ''}`,
      `there is no subject "${name}"${near ? ` (did you mean ${near}?)` : ''}`,
    );
  }
  const items = output.each ? inferItems(output.each, `${path}/each`, NO_SCOPE, environment) : null;
  const scope: CheckScope = { items, target: null };
  if (output.when) checkCondition(output.when, `${path}/when`, scope, environment);
  checkAttributes(attributesOf(output), path, scope, environment);
  checkFields(
    output.data,
    `${path}/data`,
    { items, target: subject ? rootView(subject.schema) : null },
    environment,
  );
  const isPerItem =
    output.key !== undefined && pathsIn(output.key, environment).some((read) => read.startsWith('@'));
  if (output.each && !isPerItem)
    report(
      'error',
      'key-not-per-item',
      output.key ? `${path}/key` : path,
      'each 的各项须有各自的标识：key 须用到 @',
      'the items of an each need keys of their own: key must read @',
    );
}

function attributesOf({
  key,
  time,
  jurisdiction,
  department,
}: OutputDocument): Parameters<typeof checkAttributes>[0] {
  return {
    ...(key && { key }),
    ...(time && { time }),
    ...(jurisdiction && { jurisdiction }),
    ...(department && { department }),
  };
}

function checkUnused({ document, usedTables, usedDefines, report }: CheckEnvironment): void {
  for (const name of Object.keys(document.tables ?? {}))
    if (!usedTables.has(name))
      report(
        'note',
        'unused-table',
        `/tables/${token(name)}`,
        `码表“${name}”没有用到`,
        `the table "${name}" is not used`,
      );
  for (const name of Object.keys(document.define ?? {}))
    if (!usedDefines.has(name))
      report(
        'note',
        'unused-define',
        `/define/${token(name)}`,
        `define“${name}”没有用到`,
        `the define "${name}" is not used`,
      );
}
