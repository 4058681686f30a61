import assert from 'node:assert';
import { decodeBatch, DEFAULT_LIMITS, type DecodedRecord } from '@exchange/decoding';
import type { Receipt } from './batch.ts';

/** What was within the limits when it was claimed must stay readable, however the limits are set since. */
const STORED_LIMITS = {
  ...DEFAULT_LIMITS,
  recordsMax: Number.MAX_SAFE_INTEGER,
  recordBytesMax: Number.MAX_SAFE_INTEGER,
  membersMax: Number.MAX_SAFE_INTEGER,
};

/** The records of a stored body, decoded as they were when the receipt was claimed. */
export function decodeStored(receipt: Receipt, body: Buffer): readonly DecodedRecord[] {
  const decoded = decodeBatch(body, receipt.decode, STORED_LIMITS);
  assert(decoded.kind === 'records', `receipt ${receipt.id} was readable when it was claimed`);
  return decoded.records;
}
