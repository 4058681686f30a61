import { basename } from 'node:path';
import type { StreamEntry } from '@exchange/catalog';
import type { Json, JsonObject } from '@exchange/contracts';
import type { DecodedRecord, ReadableRecord } from '@exchange/decoding';
import { encodeReply } from '@exchange/decoding';
import { readSample } from '../read-sample.ts';
import type { Random } from '../city/random.ts';
import { keyFieldsOf, type KeyFields } from './key-fields.ts';
import { recordsOf } from './sample-documents.ts';
import type { SystemDocument } from './simulator.ts';

export interface VariantOptions {
  readonly random: Random;
  /** The first one's number: another range gives other records. */
  readonly from: number;
  readonly count: number;
  /** Share of the records in which a date does not exist. */
  readonly dirtyShare: number;
  readonly now: Date;
}

const DATE = /\d{4}([-/.年])\d{1,2}(?:\1|月)\d{1,2}/u;
const NO_DATE = '2026-02-30';

/**
 * More records like the first one of a stream's normal sample: other keys, newer revisions. One document, or where a document
 * is one record, one for each. Empty where the format is none that can be written here (workbooks).
 */
export async function variantsOf(entry: StreamEntry, options: VariantOptions): Promise<SystemDocument[]> {
  const { source } = entry;
  const sample = entry.samples.find(({ name }) => name === 'normal');
  if (source.format === 'xlsx' || source.envelope || !sample) return [];
  const { body, decode } = await readSample(sample.path, source);
  const records = recordsOf(body, decode) ?? [];
  const first = records.find((record): record is ReadableRecord => 'value' in record);
  if (!first) return [];
  const frame = frameOf(body, records, source.format);
  const fields = keyFieldsOf(entry);
  const texts = Array.from({ length: options.count }, (_, index) =>
    variantText(first, entry, fields, options, options.from + index),
  );
  const bodies = frame.isList ? [texts.join(frame.separator)] : texts;
  const name = basename(sample.path);
  return bodies.map((text) => {
    const made = Buffer.concat([frame.head, encodeReply(text, source.charset), frame.tail]);
    return { name, body: made, records: recordsOf(made, decode) };
  });
}

interface Frame {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly isList: boolean;
  readonly separator: string;
}

const SEPARATORS = { json: ',', ndjson: '\n', csv: '\n', xml: '\n' } as const;

/** What stands around the records of a document. */
function frameOf(body: Buffer, records: readonly DecodedRecord[], format: keyof typeof SEPARATORS): Frame {
  const first = records[0]!.raw;
  const last = records.at(-1)!.raw;
  const start = body.indexOf(first);
  const end = body.lastIndexOf(last) + last.length;
  const head = body.subarray(0, start);
  const isList = format !== 'json' || head.toString('latin1').trimEnd().endsWith('[');
  return { head, tail: body.subarray(end), isList, separator: SEPARATORS[format] };
}

function variantText(
  { raw, value }: ReadableRecord,
  { source }: StreamEntry,
  fields: KeyFields,
  { random, dirtyShare, now }: VariantOptions,
  number: number,
): string {
  const isDirty = random.below(10_000) < dirtyShare * 10_000;
  const changes = new Map<string, Json>();
  for (const name of fields.keys) {
    const usual = value[name];
    if (typeof usual === 'string' || typeof usual === 'number') changes.set(name, numbered(usual, number));
  }
  if (fields.revision !== null) {
    const usual = value[fields.revision];
    if (usual !== undefined) changes.set(fields.revision, newer(usual, number, now));
  }
  if (source.format === 'json' || source.format === 'ndjson') {
    const made: JsonObject = { ...value, ...Object.fromEntries(changes) };
    const dated = Object.keys(made).find(
      (name) => !changes.has(name) && typeof made[name] === 'string' && DATE.test(made[name]),
    );
    if (isDirty && dated !== undefined) made[dated] = String(made[dated]).replace(DATE, NO_DATE);
    return JSON.stringify(made);
  }
  // Text formats keep everything else as the sample writes it.
  let text = new TextDecoder(source.charset).decode(raw);
  if (isDirty) text = text.replace(DATE, NO_DATE);
  for (const [name, changed] of changes) text = text.replaceAll(String(value[name]), String(changed));
  return text;
}

/** The same kind of number or text with another number in its longest run of digits. */
function numbered(usual: string | number, number: number): string | number {
  if (typeof usual === 'number') return usual + number;
  const runs = [...usual.matchAll(/\d+/gu)];
  const longest = runs.reduce<RegExpExecArray | null>(
    (best, run) => (best && best[0].length > run[0].length ? best : run),
    null,
  );
  if (!longest || longest[0].length < 4) return `${usual}${String(number).padStart(5, '0')}`;
  const [digits] = longest;
  const places = Math.min(digits.length, 9);
  const changed = String((Number(digits.slice(-places)) + number) % 10 ** places).padStart(places, '0');
  const at = longest.index + digits.length - places;
  return usual.slice(0, at) + changed + usual.slice(longest.index + digits.length);
}

/** A revision that is newer than the sample's, in its notation. */
function newer(usual: Json, number: number, now: Date): Json {
  if (typeof usual === 'number') return usual + number;
  if (typeof usual !== 'string') return usual;
  const text = new Date(now.getTime() + 8 * 3_600_000).toISOString();
  const time = /^(\d{4}-\d\d-\d\d)([ T])?(\d\d:\d\d:\d\d)?(\.\d+)?(.*)$/u.exec(usual);
  if (time) {
    const [, , between = '', clock, fraction = '', zone = ''] = time;
    // One tick of a second holds many rows, as after a batch job.
    const digits = String(number)
      .padStart(6, '0')
      .slice(0, Math.max(fraction.length - 1, 0));
    return clock === undefined
      ? text.slice(0, 10)
      : `${text.slice(0, 10)}${between}${text.slice(11, 19)}${fraction === '' ? '' : `.${digits.padEnd(fraction.length - 1, '0')}`}${zone}`;
  }
  const hex = /^(0x)?([0-9A-Fa-f]{8,16})$/u.exec(usual);
  if (hex && /[xA-Fa-f]/u.test(usual)) {
    const [, prefix = '', digits = ''] = hex;
    const sum = (BigInt(`0x${digits}`) + BigInt(number)).toString(16).padStart(digits.length, '0');
    return prefix + (/[A-F]/u.test(digits) || !/[a-f]/u.test(digits) ? sum.toUpperCase() : sum);
  }
  return numbered(usual, number);
}
