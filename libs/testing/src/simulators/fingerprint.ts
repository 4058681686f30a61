import { hash } from 'node:crypto';
import type { Json } from '@exchange/contracts';
import type { DecodedRecord } from '@exchange/decoding';

/**
 * What tells a record from every other one of its stream, whichever bytes it is written in: members by name, without those
 * that are empty and those of `ignored` (columns that the database writes in its own way or by itself).
 */
export function fingerprintOf(record: DecodedRecord, ignored: readonly string[]): string {
  if ('rejection' in record) return `broken ${hash('sha256', record.raw, 'base64url')}`;
  return valueFingerprint(record.value, ignored);
}

export function valueFingerprint(value: Readonly<Record<string, Json>>, ignored: readonly string[]): string {
  const members = Object.entries(value)
    .filter(([name, member]) => member !== null && !ignored.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify(members), 'base64url');
}
