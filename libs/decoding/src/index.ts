export { charsetOf, encodeReply, type Charset } from './charset.ts';
export { decodeBatch } from './decode-batch.ts';
export {
  type BrokenRecord,
  type DecodedBatch,
  type DecodedRecord,
  type DecodeOptions,
  type ReadableRecord,
  type Unreadable,
} from './decoded-batch.ts';
export { DEFAULT_LIMITS, type DecodeLimits } from './limits.ts';
export { bodyHoldsMarking } from './secrecy/body-holds-marking.ts';
export {
  findSecrecyMarkings,
  OUTSIDE_RECORDS,
  type SecrecyFinding,
} from './secrecy/find-secrecy-markings.ts';
export type { SecrecyRule } from './secrecy/marks.ts';
export { secrecyWarnings } from './secrecy/secrecy-warnings.ts';
