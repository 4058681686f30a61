import type { Catalog, StreamEntry } from '@exchange/catalog';
import { isJsonObject, type Json, type JsonObject, type SubjectSchema } from '@exchange/contracts';
import { keyFieldsOf } from './key-fields.ts';
import { fold } from './fold.ts';
import { storySamples, type SampleOutput } from './story-samples.ts';

/**
 * Whom and what the samples of all systems speak of. They are one story told by many systems: the same parties, and the same
 * numbers of licences, inspections, cases and documents in each of them.
 */
export interface Cast {
  /** How many parties there are. */
  readonly parties: number;
  /** A party's place among them, by its name, code or organisation code as `fold` shows it. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** Finds names and codes of parties, numbers of matters and numbers of people in a folded text. */
  readonly pattern: RegExp;
}

const CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/u;
/** Those who act: they are the same in every story. */
const AUTHORITY = /^11|(?:局|委员会|人民政府|检测中心|街道办事处)$/u;
/** What is numbered, but not by the matter. */
const FIXED_KINDS: ReadonlySet<string> = new Set([
  'power-item',
  'grid-code',
  'officer-no',
  'uscc',
  'person-id',
]);
const NAME_LENGTH_MIN = 4;
const NUMBER_LENGTH_MIN = 6;
const DIGITS_MIN = 3;
const DATE = /^(?:19|20)\d\d[-/.]?\d\d[-/.]?\d\d$/u;
const PERSON = String.raw`(?<![0-9A-Z])3204\d\d(?:19\d\d|200\d)(?:0[1-9]|1[0-2])[0-3]\d{4}[0-9X](?![0-9A-Z])`;

export async function castOf(catalog: Catalog): Promise<Cast> {
  const parties = new Map<string, Set<string>>();
  const numbers = new Set<string>();
  const subjects = new Map([...catalog.subjects.values()].map((subject) => [subject.topic, subject]));
  for (const { streams } of catalog.systems.values())
    for (const entry of streams.values())
      for (const sample of await storySamples(entry)) {
        for (const output of sample.outputs) collect(output, subjects, parties, numbers);
        for (const number of keyNumbers(entry, sample.values)) numbers.add(number);
      }
  const placeOf = new Map<string, number>();
  for (const [place, [code, names]] of [...parties].entries())
    for (const text of [code, organisationCode(code), ...names]) placeOf.set(fold(text), place);
  const own = [...numbers].filter((number) => isOwn(number, placeOf));
  return { parties: parties.size, placeOf, pattern: patternOf([...placeOf.keys()], own) };
}

/** The part of a unified social credit code that older systems keep alone. */
export function organisationCode(code: string): string {
  return code.slice(8, 17);
}

function collect(
  { topic, key, data }: SampleOutput,
  subjects: ReadonlyMap<string, SubjectSchema>,
  parties: Map<string, Set<string>>,
  numbers: Set<string>,
): void {
  numbers.add(fold(key));
  for (const text of identitiesOf(data, subjects.get(topic))) numbers.add(fold(text));
  visit(data, ({ name, uscc }) => {
    if (typeof name !== 'string' || typeof uscc !== 'string' || !CODE.test(uscc)) return;
    if (AUTHORITY.test(uscc) || AUTHORITY.test(name) || name.length < NAME_LENGTH_MIN) return;
    parties.set(uscc, (parties.get(uscc) ?? new Set()).add(name));
  });
}

function identitiesOf(data: JsonObject, subject: SubjectSchema | undefined): string[] {
  const paths = subject?.identities.filter(({ kind }) => !FIXED_KINDS.has(kind)) ?? [];
  return paths.flatMap(({ path }) => textsAt(data, path));
}

/** `*` stands for each item of a list. */
function textsAt(node: Json | undefined, [name, ...rest]: readonly string[]): string[] {
  if (name === undefined) return typeof node === 'string' ? [node] : [];
  if (name === '*') return Array.isArray(node) ? node.flatMap((item) => textsAt(item, rest)) : [];
  return isJsonObject(node) ? textsAt(node[name], rest) : [];
}

function keyNumbers(entry: StreamEntry, values: readonly JsonObject[]): string[] {
  const { keys } = keyFieldsOf(entry);
  const found = values.flatMap((value) => keys.map((name) => value[name]));
  return found.flatMap((key) =>
    typeof key === 'string' || typeof key === 'number' ? [fold(String(key).trim())] : [],
  );
}

function visit(node: Json, onObject: (found: JsonObject) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, onObject);
  if (!isJsonObject(node)) return;
  onObject(node);
  for (const member of Object.values(node)) if (member !== undefined) visit(member, onObject);
}

/** Whether it is worth finding: what holds the code of a party changes with that. */
function isOwn(number: string, placeOf: ReadonlyMap<string, number>): boolean {
  const digits = number.replaceAll(/\D/gu, '').length;
  if (number.length < NUMBER_LENGTH_MIN || digits < DIGITS_MIN || DATE.test(number)) return false;
  return ![...placeOf.keys()].some((text) => number.includes(text));
}

function patternOf(parties: readonly string[], numbers: readonly string[]): RegExp {
  return new RegExp(`(${anyOf(parties)})|((?<![0-9A-Z])(?:${anyOf(numbers)})(?![0-9A-Z]))|(${PERSON})`, 'gu');
}

function anyOf(texts: readonly string[]): string {
  const escaped = [...texts]
    .sort((one, other) => other.length - one.length)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`));
  // Nothing at all is found by an expression that cannot match.
  return escaped.length === 0 ? '(?!)' : escaped.join('|');
}
