/** How much one body may hold. Beyond `recordsMax` and `depthMax` the body is unreadable, beyond the others a record is. */
export interface DecodeLimits {
  /** Records of one body. */
  readonly recordsMax: number;
  /** Bytes of one record, counted in UTF-8. */
  readonly recordBytesMax: number;
  /** Levels of nesting of one record and of what is around it: an object, a list or an element is one level. */
  readonly depthMax: number;
  /** Named values of one record, at all levels together; columns of a CSV file. */
  readonly membersMax: number;
  /** Commas of one JSON record outside its texts: its members, and the items of its lists, at all levels together. */
  readonly itemsMax: number;
}

export const DEFAULT_LIMITS: DecodeLimits = {
  recordsMax: 10_000,
  recordBytesMax: 1_048_576,
  depthMax: 32,
  membersMax: 2_000,
  itemsMax: 20_000,
};
