import type { CodeTable, JsonObject, SubjectSchema } from '@exchange/contracts';

/** What a mapping is checked and compiled against. */
export interface MappingContext {
  readonly system: string;
  readonly stream: string;
  /** The adapter's department: taken where the mapping gives none. */
  readonly department: string;
  /** The stream's `source.schema.json`. */
  readonly sourceSchema: JsonObject;
  /** Key: `<subject>.v<major>`. */
  readonly subjects: ReadonlyMap<string, SubjectSchema>;
  /** Code lists by name; `jurisdictions`, `departments` and `divisions` have a meaning of their own. */
  readonly codes: ReadonlyMap<string, CodeTable>;
  /** `schemas/meta/mapping.schema.json`. */
  readonly metaSchema: JsonObject;
}

/** What differs from run to run. */
export interface RunContext {
  /** RFC 3339 UTC with milliseconds. */
  readonly receivedTime: string;
  /** A withdrawal pushed by the vendor: the record holds little more than its key. */
  readonly operation?: 'delete';
}
