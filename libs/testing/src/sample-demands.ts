import type { Json, JsonObject } from '@exchange/contracts';
import type { SampleRecord, SampleResult } from './run-sample.ts';

/** One sample of a stream with what it becomes. */
export interface SampleRun {
  /** Name of the file without extension; its first word says which case it shows (`date-forms`, `code-unknown`). */
  readonly name: string;
  /** The body in Unicode. */
  readonly text: string;
  readonly result: SampleResult;
}

export interface StreamSamples {
  readonly mapping: JsonObject;
  readonly charset: string;
  readonly samples: readonly SampleRun[];
}

/** A case that the samples of a stream do not show, and what is missing. */
export interface MissingCase {
  readonly case: string;
  readonly because: string;
}

/**
 * The least that the samples of a stream must show. Four cases are the same for all streams; the others follow from what
 * its mapping does: who converts dates shows the forms that arrive and one that cannot be read, and so on.
 */
export function missingCases(stream: StreamSamples): MissingCase[] {
  return [...commonCases(stream), ...familyCases(stream), ...encodingCases(stream), ...unseenCodes(stream)];
}

function commonCases({ samples }: StreamSamples): MissingCase[] {
  const recordsOf = (name: string) => recordsIn(samples.filter((sample) => sample.name === name));
  const [normal, update, missingKey] = ['normal', 'update', 'missing-key'].map(recordsOf) as [
    Runs,
    Runs,
    Runs,
  ];
  const known = new Map(normal.flatMap(publishedOf).map((event) => [event.key, JSON.stringify(event.data)]));
  return [
    ...missing(
      'normal',
      'no sample "normal" in which every record is published',
      isFull(normal, (r) => 'publish' in r),
    ),
    ...missing(
      'update',
      'no sample "update" that publishes a key of "normal" with other data',
      update
        .flatMap(publishedOf)
        .some(({ key, data }) => known.has(key) && known.get(key) !== JSON.stringify(data)),
    ),
    ...missing(
      'missing-key',
      'no sample "missing-key" in which every record is rejected without a key',
      isFull(missingKey, (record) => 'reject' in record && record.key === null),
    ),
    ...hostileCases(samples.filter(({ name }) => name.startsWith('hostile'))),
  ];
}

const HOSTILE: ReadonlyArray<readonly [name: string, seen: RegExp]> = [
  ['quotes', /["']/],
  ['angle brackets', /<[a-z]/i],
  ['SQL', /\b(DROP TABLE|DELETE FROM|UPDATE \w+ SET)\b/i],
  ['an emoji', /\p{Extended_Pictographic}/u],
  ['a bidirectional mark', /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/],
  ['a text of 2,000 characters', /[^\n"<>]{2000}/],
  ['the name __proto__', /__proto__/],
];

function hostileCases(samples: readonly SampleRun[]): MissingCase[] {
  const text = samples.map((sample) => sample.text).join('\n');
  const absent = HOSTILE.filter(([, seen]) => !seen.test(text)).map(([name]) => name);
  // XML cannot hold control characters; in the other formats they are the commonest way to break a consumer.
  if (!/^\s*</.test(text) && !/\\u00[01][0-9a-f]|[\u0001-\u0008]/i.test(text))
    absent.push('a control character');
  const records = recordsIn(samples);
  return [
    ...missing('hostile', `the samples "hostile…" lack ${absent.join(', ')}`, absent.length === 0),
    ...missing(
      'hostile',
      'no hostile record is published',
      records.some((record) => 'publish' in record),
    ),
  ];
}

interface Family {
  readonly case: string;
  /** Steps that make the stream owe this case. */
  readonly owes: (step: string) => boolean;
  /** One of these must be the outcome of some record of the case: what the source gets wrong. */
  readonly shows: readonly string[];
}

const UNKNOWN_CODES = [
  'bad-code',
  'source-schema',
  'default-code-used',
  'unknown-code-kept',
  'unknown-code-dropped',
];
const FAMILIES: readonly Family[] = [
  { case: 'date', owes: (step) => step.startsWith('time.'), shows: ['bad-date'] },
  { case: 'code', owes: (step) => step.startsWith('code.'), shows: UNKNOWN_CODES },
  {
    case: 'number',
    owes: (step) => /^number\.(?!boolean)/.test(step),
    shows: ['bad-number', 'lossy-number'],
  },
  {
    case: 'identity',
    owes: (step) => /^identity\.(uscc|idNumber|plate)/.test(step),
    shows: ['bad-identity', 'lossy-number'],
  },
  { case: 'region', owes: (step) => step.startsWith('region.'), shows: UNKNOWN_CODES },
  { case: 'coordinate', owes: (step) => step.startsWith('geometry.'), shows: ['bad-coordinates'] },
  { case: 'text', owes: (step) => step === 'nullWords', shows: [] },
];

function familyCases({ mapping, samples }: StreamSamples): MissingCase[] {
  const steps = stepsIn(mapping);
  if (Array.isArray(mapping['nullWords']) && mapping['nullWords'].length > 0) steps.add('nullWords');
  return FAMILIES.filter((family) => [...steps].some(family.owes)).flatMap((family) => {
    const records = recordsIn(
      samples.filter(({ name }) => name === family.case || name.startsWith(`${family.case}-`)),
    );
    const codes = new Set(records.flatMap(codesOf));
    const isShown = family.shows.length === 0 || family.shows.some((code) => codes.has(code));
    return [
      ...missing(
        family.case,
        `no sample "${family.case}-…" of which a record is published`,
        records.some((r) => 'publish' in r),
      ),
      ...missing(family.case, `no sample "${family.case}-…" shows ${family.shows.join(' or ')}`, isShown),
    ];
  });
}

function encodingCases({ charset, samples }: StreamSamples): MissingCase[] {
  if (charset === 'utf-8') return [];
  const isShown = samples.some(({ name, result }) => name.startsWith('encoding-') && 'unreadable' in result);
  return missing('encoding', `no sample "encoding-…" in another charset than ${charset}`, isShown);
}

/** Every code that a table can give must stand in some golden, so that a wrong line of a table is seen by somebody. */
function unseenCodes({ mapping, samples }: StreamSamples): MissingCase[] {
  const published = JSON.stringify(recordsIn(samples).flatMap(publishedOf));
  const tables = Object.entries((mapping['tables'] ?? {}) as Record<string, { entries: JsonObject }>);
  return tables.flatMap(([table, { entries }]) => {
    const codes = [...new Set(Object.values(entries))].filter((code) => typeof code === 'string');
    const isSeen = (code: string) => published.includes(/^[\x20-\x7e]*$/.test(code) ? `"${code}"` : code);
    const unseen = codes.filter((code) => !isSeen(code));
    return missing(`table ${table}`, `no golden holds ${unseen.join(', ')}`, unseen.length === 0);
  });
}

type Runs = readonly SampleRecord[];

function recordsIn(samples: readonly SampleRun[]): Runs {
  return samples.flatMap(({ result }) => (Array.isArray(result) ? (result as Runs) : []));
}

function publishedOf(record: SampleRecord) {
  return 'publish' in record ? record.publish : [];
}

function codesOf(record: SampleRecord): string[] {
  return ('reject' in record ? record.reject : record.warnings).map(({ code }) => code);
}

function isFull(records: Runs, holds: (record: SampleRecord) => boolean): boolean {
  return records.length > 0 && records.every(holds);
}

function missing(name: string, because: string, isShown: boolean): MissingCase[] {
  return isShown ? [] : [{ case: name, because }];
}

/** Names of all steps anywhere in a mapping. */
function stepsIn(node: Json, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  if (!Array.isArray(node) && Array.isArray(node['then'])) {
    for (const step of node['then'])
      found.add(typeof step === 'string' ? step : (Object.keys(step ?? {})[0] ?? ''));
  }
  for (const member of Object.values<Json>(node)) stepsIn(member, found);
  return found;
}
