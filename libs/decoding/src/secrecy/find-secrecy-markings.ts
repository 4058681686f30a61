import { isUtf8 } from 'node:buffer';
import type { Charset } from '../charset.ts';
import type { DecodedRecord } from '../decoded-batch.ts';
import { jsonPointer } from '../json-pointer.ts';
import { bodyHoldsMarking, surroundingsHoldMarking } from './body-holds-marking.ts';
import { lookAt, type Look } from './look-at-value.ts';
import { markOf, type SecrecyRule } from './marks.ts';

/** Where a secrecy marking stands. It never holds the text itself: a finding may be kept, the text may not. */
export interface SecrecyFinding {
  /** Place of the record in the body; `OUTSIDE_RECORDS` for an envelope, a comment or a header. */
  readonly index: number;
  /** JSON Pointer of the field; empty when the record could not be read. */
  readonly at: string;
  readonly rule: SecrecyRule;
}

export const OUTSIDE_RECORDS = -1;

/** Enough to act on; a batch of nothing but marked records need not fill a table. */
const FINDINGS_MAX = 100;

/**
 * The secrecy gate (order 809 art. 3 keeps state and work secrets out of data sharing). Looks at every field of every record
 * at any depth, at the raw text of records that could not be read, and at what is around the records: all of it would be
 * stored. Whoever gets a finding keeps nothing of the body.
 *
 * Field names are always looked at. Texts are looked at only when the body holds 密 or an escape that could hide it, which
 * one search over the bytes tells.
 *
 * A body that is unreadable as a whole is refused and kept nowhere, so it needs no gate.
 */
export function findSecrecyMarkings(
  records: readonly DecodedRecord[],
  body: Buffer,
  options: { readonly charset: Charset },
): SecrecyFinding[] {
  const findings: SecrecyFinding[] = [];
  const { charset } = options;
  const look: Look = {
    texts: mayHoldText(body, charset),
    kinds: new Map(),
    path: [],
    found: (rule, path) => findings.push({ index: current, at: jsonPointer(path), rule }),
  };
  let current = OUTSIDE_RECORDS;
  const outside = surroundingsHoldMarking(textAround(records, body, charset));
  if (outside) look.found(outside, []);
  for (const record of records) {
    if (findings.length >= FINDINGS_MAX) break;
    current = record.index;
    if ('value' in record) {
      lookAt(record.value, look);
      if (look.texts && record.raw[0] === LESS_THAN) lookAtComments(record.raw, charset, look);
    } else {
      const rule = markingOfBroken(record.raw);
      if (rule) look.found(rule, []);
    }
  }
  return findings.slice(0, FINDINGS_MAX);
}

/** The marking in the text of an envelope that was taken off before. */
export function markingsAround(text: string): SecrecyFinding[] {
  const rule = surroundingsHoldMarking(text);
  return rule ? [{ index: OUTSIDE_RECORDS, at: '', rule }] : [];
}

/**
 * A broken record may be broken because it is in another charset than the stream's, so it is read in every likely one. What
 * is sound UTF-8 is nothing else: read as GBK, an innocent 公开 would be a word that nobody knows.
 */
function markingOfBroken(raw: Buffer): SecrecyRule | null {
  const mark = raw.length > 1 ? raw.readUInt16BE(0) : 0;
  const isWide = mark === 0xfeff || mark === 0xfffe || raw.includes(0);
  const narrow = isUtf8(raw) ? ['utf-8'] : ['utf-8', 'gb18030'];
  const encodings = isWide ? [...narrow, 'utf-16le', 'utf-16be'] : narrow;
  for (const encoding of encodings) {
    const rule = bodyHoldsMarking(new TextDecoder(encoding).decode(raw));
    if (rule) return rule;
  }
  return null;
}

const LESS_THAN = 0x3c;

/** A row element's comments and instructions are in no field, and yet in the body. */
function lookAtComments(raw: Buffer, charset: Charset, look: Look): void {
  const text = textOf(raw, charset);
  const rule = text.includes('<!--') || text.includes('<?') ? markOf(text) : null;
  if (rule) look.found(rule, look.path);
}

const NEEDLES: Readonly<Record<Charset, Buffer>> = {
  'utf-8': Buffer.from('密'),
  gbk: Buffer.from([0xc3, 0xdc]),
  gb18030: Buffer.from([0xc3, 0xdc]),
};
const HIDING = ['\\u', '&#', '%'].map((text) => Buffer.from(text));

/** Whether 密 can be in any text of the body: every mark holds it. */
function mayHoldText(body: Buffer, charset: Charset): boolean {
  return body.includes(NEEDLES[charset]) || HIDING.some((needle) => body.includes(needle));
}

function textOf(bytes: Buffer, charset: Charset): string {
  return charset === 'utf-8' ? bytes.toString() : new TextDecoder('gb18030').decode(bytes);
}

/** What is around and between the records of a body, without the commas, brackets and blanks of plain framing. */
export function textAround(records: readonly DecodedRecord[], body: Buffer, charset: Charset): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { raw } of records) {
    const isView = raw.buffer === body.buffer;
    const start = isView ? raw.byteOffset - body.byteOffset : at;
    if (!isFraming(body, at, start)) pieces.push(textOf(body.subarray(at, start), charset));
    if (isView) at = start + raw.length;
  }
  if (!isFraming(body, at, body.length)) pieces.push(textOf(body.subarray(at), charset));
  return pieces.join('\n');
}

function isFraming(body: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = body[at]!;
    if (byte > 0x20 && byte !== 0x2c && byte !== 0x5b && byte !== 0x5d) return false;
  }
  return true;
}
