import type { Json } from '@exchange/contracts';

/** Type of a PostgreSQL column that shows these values as the rows of the stream show them. */
export function columnType(values: readonly Json[]): string {
  const present = values.filter((value) => value !== null);
  if (present.every((value) => typeof value === 'string')) return 'text';
  if (present.every((value) => typeof value === 'boolean')) return 'boolean';
  if (present.every((value) => typeof value === 'number')) return numberType(present);
  // Whatever else: shown as it was put.
  return 'json';
}

/** Whether a value can stand in a column of a type that `columnType` gave. */
export function holds(type: string, value: Json | undefined): boolean {
  if (value === null || value === undefined || type === 'json') return true;
  if (type === 'text') return typeof value === 'string';
  if (type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'number' && (type !== 'integer' || numberType([value]) === 'integer');
}

/** Type of a column that orders the rows: it has to compare as the system's own does. */
export function orderedType(usual: Json): string {
  if (typeof usual === 'number') return numberType([usual]);
  const text = typeof usual === 'string' ? usual : '';
  return ORDERED.find(({ form }) => form.test(text))?.type ?? 'text';
}

/** Whether a value can stand in a column of that type. */
export function fits(type: string, value: Json | undefined): boolean {
  if (value === null || value === undefined) return false;
  if (type === 'text') return typeof value === 'string' && value !== '' && !value.includes('\0');
  const form = ORDERED.find((ordered) => ordered.type === type)?.form ?? NUMBER;
  if (!form.test(String(value))) return false;
  return !type.startsWith('timestamp') && type !== 'date' ? true : isRealTime(String(value));
}

const DATE = String.raw`\d{4}-\d\d-\d\d`;
const TIME = String.raw`[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?`;
const NUMBER = /^-?\d{1,15}(?:\.\d+)?$/u;
const ORDERED = [
  { type: 'timestamptz', form: new RegExp(`^${DATE}${TIME}(?:Z|[+-]\\d\\d(?::?\\d\\d)?)$`, 'u') },
  { type: 'timestamp', form: new RegExp(`^${DATE}${TIME}$`, 'u') },
  { type: 'date', form: new RegExp(`^${DATE}$`, 'u') },
  { type: 'bigint', form: /^(?:0|[1-9]\d{0,17})$/u },
] as const;

function isRealTime(text: string): boolean {
  const day = text.slice(0, 10);
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function numberType(values: readonly Json[]): string {
  const isInteger = values.every(
    (value) => Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_647,
  );
  return isInteger ? 'integer' : 'double precision';
}
