import type { CodeTable, Json, JsonObject } from '@exchange/contracts';
import type { Field } from './fields.ts';
import { plainName } from './known-names.ts';

/** What kind of conversion a property needs: the families of samples that `missingCases` asks for, and plain text. */
export type Family = 'date' | 'code' | 'number' | 'identity' | 'region' | 'text' | 'other';

export interface Conversion {
  readonly family: Family;
  readonly steps: readonly Json[];
  /** A table of the system's values, for `code.map`. */
  readonly table?: { readonly name: string; readonly entries: Readonly<Record<string, string>> };
}

/** How a source field becomes this property. */
export function conversionOf(
  name: string,
  schema: JsonObject,
  field: Field,
  codes: ReadonlyMap<string, CodeTable>,
  parent: string | null,
): Conversion {
  const types = [schema['type']].flat();
  const list = schema['x-code'];
  if (list === 'jurisdictions')
    return { family: 'region', steps: ['text.removeSpace', { 'region.jurisdiction': { unknown: 'drop' } }] };
  if (typeof list === 'string') return codeConversion(tableName(name, parent), codes.get(list), field);
  if (schema['format'] === 'date') return { family: 'date', steps: ['time.date'] };
  if (schema['format'] === 'date-time') return { family: 'date', steps: ['time.instant'] };
  if (types.includes('boolean')) return { family: 'other', steps: ['number.boolean'] };
  if (types.includes('integer')) return { family: 'number', steps: ['number.integer'] };
  if (types.includes('number')) return { family: 'number', steps: ['number.real'] };
  const identity = IDENTITIES[name] ?? IDENTITIES[String(schema['x-identity'])];
  if (identity)
    return { family: identity === 'identity.organisationCode' ? 'other' : 'identity', steps: [identity] };
  if (/phone$/i.test(name)) return { family: 'other', steps: [{ 'identity.phone': { areaCode: '0519' } }] };
  if (name === 'divisionCode') return { family: 'region', steps: [{ 'region.place': { unknown: 'drop' } }] };
  if (name.endsWith('Normalised')) return { family: 'other', steps: ['identity.documentNumber'] };
  if (isDecimal(schema)) return { family: 'number', steps: [decimalStep(schema, field.name)] };
  const isLine = typeof schema['maxLength'] === 'number' && schema['maxLength'] <= 400;
  return { family: 'text', steps: ['text.stripControl', isLine ? 'text.squeeze' : 'text.trim'] };
}

const IDENTITIES: Readonly<Record<string, string>> = {
  uscc: 'identity.uscc',
  idNumber: 'identity.idNumber',
  organisationCode: 'identity.organisationCode',
  plate: 'identity.plate',
};

/** Values that are a label, alias or code of the list are translated; the others are left for `checkMapping` to name. */
function codeConversion(table: string, list: CodeTable | undefined, field: Field): Conversion {
  const codeOf = (value: string): string | undefined =>
    list?.entries.find(({ code, zh, en, aliases = [] }) =>
      [code, zh, en, ...aliases].some((label) => plainName(label) === plainName(value)),
    )?.code;
  const entries = field.values.flatMap((value) => {
    const code = codeOf(value);
    return code === undefined ? [] : [[value, code] as const];
  });
  return {
    family: 'code',
    steps: ['text.trim', { 'code.map': { table } }],
    table: { name: table, entries: Object.fromEntries(entries) },
  };
}

function tableName(name: string, parent: string | null): string {
  const full = parent === null ? name : `${parent}-${name}`;
  return full.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isDecimal({ pattern }: JsonObject): boolean {
  if (typeof pattern !== 'string') return false;
  const expression = new RegExp(pattern);
  return expression.test('12.50') && !expression.test('12a');
}

/** The unit stands in the column's title, or is that of the property. */
function decimalStep(schema: JsonObject, title: string): JsonObject {
  const isMoney = schema['x-unit'] === 'CNY';
  const from = /万元|亿元|百元/.exec(title)?.[0];
  if (isMoney && from) return { 'number.convert': { from, to: '元', scale: 2, thousands: true } };
  return { 'number.decimal': { ...(isMoney ? { scale: 2 } : {}), thousands: true } };
}
