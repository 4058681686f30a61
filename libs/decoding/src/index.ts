export { charsetOf, encodeReply, type Charset } from './charset.ts';
export { readHeader } from './csv/csv-header.ts';
export { isFooter, TableHead, type TableLayout } from './csv/table-head.ts';
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
  markingsAround,
  textAround,
  OUTSIDE_RECORDS,
  type SecrecyFinding,
} from './secrecy/find-secrecy-markings.ts';
export type { SecrecyRule } from './secrecy/marks.ts';
export { secrecyWarnings } from './secrecy/secrecy-warnings.ts';
export { unwrap, type Envelope } from './envelope/unwrap.ts';
export { firstElementAt } from './envelope/first-element-at.ts';
export {
  BODY_LIMITS,
  BodyFiller,
  type BodyLimits,
  type FilePlace,
  type FilledBody,
} from './splitting/body-filler.ts';
export { rowSplitterOf, type SplitFormat } from './splitting/row-splitter-of.ts';
export type { RowSplitter } from './splitting/row-splitter.ts';
export { readXmlText, type XmlText } from './xml/xml-text.ts';
