import type { CodeTable } from '@exchange/contracts';
import type { Expression } from '../document.ts';
import { kindWords, type Kind, type StaticType } from '../static-type.ts';
import { listed, type CheckEnvironment, type CheckScope } from './check-environment.ts';

type AttributeName = 'key' | 'revision' | 'time' | 'operation' | 'jurisdiction' | 'department';
type AttributesDocument = { readonly [Name in AttributeName]?: Expression };

const SCALARS: readonly Kind[] = ['text', 'date', 'instant', 'decimal', 'number', 'integer', 'boolean'];

/** The attributes of a record or of one of its outputs: types, and codes where there is a list of them. */
export function checkAttributes(
  document: AttributesDocument,
  path: string,
  scope: CheckScope,
  environment: CheckEnvironment,
): void {
  const { codes } = environment.context;
  const infer = (name: AttributeName, kinds: readonly Kind[]): StaticType | null => {
    const expression = document[name];
    if (expression === undefined) return null;
    const type = environment.infer(expression, `${path}/${name}`, { ...scope, target: null });
    checkKinds(type, kinds, `${path}/${name}`, environment);
    return type;
  };
  infer('key', SCALARS);
  if (document.key)
    environment.keys.push({ path: `${path}/key`, expression: document.key, items: scope.items });
  infer('time', ['instant']);
  const revision = infer('revision', SCALARS);
  if (revision?.kinds?.some((kind) => kind === 'number' || kind === 'integer'))
    environment.report(
      'note',
      'type-doubt',
      `${path}/revision`,
      '版本按文本比较，数值会排错（9 在 10 之后）：请用 text.pad 补齐位数',
      'revisions are compared as text, where 9 comes after 10: fill numbers up with text.pad',
    );
  checkValues(infer('operation', ['text']), ['upsert', 'delete'], `${path}/operation`, environment);
  checkValues(
    infer('jurisdiction', SCALARS),
    codesOf(codes.get('jurisdictions')),
    `${path}/jurisdiction`,
    environment,
  );
  checkValues(
    infer('department', SCALARS),
    codesOf(codes.get('departments')),
    `${path}/department`,
    environment,
  );
}

function codesOf(table: CodeTable | undefined): readonly string[] | null {
  return table ? table.entries.map((entry) => entry.code) : null;
}

function checkKinds(
  type: StaticType,
  wanted: readonly Kind[],
  path: string,
  environment: CheckEnvironment,
): void {
  if (type.kinds === null) return;
  const wrong = type.kinds.filter((kind) => !wanted.includes(kind));
  if (wrong.length === 0) return;
  const isClash = wrong.length === type.kinds.length;
  const [given, asked] = [kindWords(wrong), kindWords(wanted === SCALARS ? ['text'] : wanted)];
  environment.report(
    isClash ? 'error' : 'note',
    isClash ? 'type-clash' : 'type-doubt',
    path,
    `这里需要${asked.zh}，${isClash ? '给出的是' : '可能给出'}${given.zh}`,
    `this must be ${asked.en}, and ${isClash ? 'is' : 'may be'} ${given.en}`,
  );
}

function checkValues(
  type: StaticType | null,
  codes: readonly string[] | null,
  path: string,
  environment: CheckEnvironment,
): void {
  if (type === null || codes === null) return;
  const unfit = (type.values ?? []).filter((value) => !codes.includes(String(value)));
  if (unfit.length === 0) return;
  const words = listed(unfit);
  environment.report(
    'error',
    'value-not-in-target',
    path,
    `这里不接受这些值：${words.zh}`,
    `not accepted here: ${words.en}`,
  );
}

/** A key that is made of a field which the target masks would carry it, unmasked, in every header. */
export function checkPersonalKeys(environment: CheckEnvironment): void {
  for (const { path, expression, items } of environment.keys)
    for (const read of pathsIn(expression, environment)) {
      const scope = read.startsWith('@') ? items : null;
      const field = environment.sensitive.find((known) => known.path === read && known.items === scope);
      if (field)
        environment.report(
          'note',
          'personal-key',
          path,
          `标识取自敏感字段 ${read}（${field.kind}），会不加遮盖地出现在消息头中`,
          `the key holds the sensitive field ${read} (${field.kind}), which would stand unmasked in headers`,
        );
    }
}

/** Every path that an expression reads, defined expressions included. */
export function pathsIn(expression: Expression, { document }: Pick<CheckEnvironment, 'document'>): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, value] of Object.entries(node)) {
      if (name === 'then' || name === 'const' || name === 'default') continue;
      if (name === 'from') found.push(...(Array.isArray(value) ? value.map(String) : [String(value)]));
      else if (name === 'context' && value === 'index') found.push('@');
      else if (name === 'use' && typeof value === 'string') {
        const defined = document.define?.[value];
        if (defined && !seen.has(value)) {
          seen.add(value);
          visit(defined);
        }
      } else visit(value);
    }
  };
  visit(expression);
  return found;
}
