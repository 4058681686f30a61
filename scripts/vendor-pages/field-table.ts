import type { Json, JsonObject, Words } from './adapter-files.ts';

interface Field {
  readonly path: string;
  readonly title: Words;
  readonly type: string;
  readonly isRequired: boolean;
  readonly values: string;
}

/** The fields of a source schema as a table: name, meaning, type, whether it must come, allowed values. */
export function fieldTable(schema: JsonObject): string {
  const rows = [...fieldsOf(schema, schema, '', 0)].map(
    ({ path, title, type, isRequired, values }) =>
      `| \`${path}\` | ${cell(title.zh)}<br>${cell(title.en)} | ${type} | ${isRequired ? '是 yes' : ''} | ${cell(values)} |`,
  );
  return [
    '| 字段 Field | 含义 Meaning | 类型 Type | 必填 Required | 取值与说明 Values and notes |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const DEPTH_MAX = 4;

function* fieldsOf(node: JsonObject, root: JsonObject, path: string, depth: number): Generator<Field> {
  const required = new Set(Array.isArray(node['required']) ? node['required'] : []);
  for (const [name, property] of Object.entries(objectOf(node['properties']))) {
    const schema = resolved(property, root);
    const at = path === '' ? name : `${path}.${name}`;
    yield {
      path: at,
      title: titleOf(schema),
      type: typeOf(schema),
      isRequired: required.has(name),
      values: valuesOf(schema),
    };
    if (depth >= DEPTH_MAX) continue;
    yield* fieldsOf(schema, root, at, depth + 1);
    const items = resolved(schema['items'], root);
    yield* fieldsOf(items, root, `${at}[]`, depth + 1);
  }
}

function resolved(node: Json | undefined, root: JsonObject): JsonObject {
  const schema = objectOf(node);
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  const target = reference
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((at, step) => objectOf(at)[step], root);
  return { ...objectOf(target), ...schema };
}

function objectOf(node: Json | undefined): JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? node : {};
}

function titleOf(schema: JsonObject): Words {
  const { zh = '', en = '' } = objectOf(schema['x-title']) as Partial<Words>;
  return { zh, en };
}

function typeOf(schema: JsonObject): string {
  const type = schema['type'];
  const names = (Array.isArray(type) ? type : [type]).filter(
    (name) => typeof name === 'string' && name !== 'null',
  );
  return names.length > 0 ? names.join(' / ') : 'enum' in schema ? 'string' : '';
}

function valuesOf(schema: JsonObject): string {
  const listed = schema['enum'] ?? schema['x-values'];
  const values = Array.isArray(listed)
    ? listed.filter((value) => value !== null && value !== '').map(String)
    : [];
  const description = typeof schema['description'] === 'string' ? schema['description'] : '';
  const length = typeof schema['maxLength'] === 'number' ? `≤ ${schema['maxLength']}` : '';
  return [values.join(' · '), description, length].filter(Boolean).join('; ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/gu, ' ');
}
