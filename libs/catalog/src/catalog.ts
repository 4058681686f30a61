import type { CodeTable, JsonObject, SubjectSchema } from '@exchange/contracts';
import type { DecodeOptions, Envelope } from '@exchange/decoding';
import type { FailurePolicy } from '@exchange/pipeline';

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export type SourceFormat = 'json' | 'ndjson' | 'xml' | 'csv' | 'xlsx';
export type SourceCharset = 'utf-8' | 'gbk' | 'gb18030';

export const SOURCE_KINDS = ['push', 'poll', 'sql', 'file', 'queue'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** How the records of a stream arrive. */
export interface SourceSettings {
  readonly kind: SourceKind;
  readonly format: SourceFormat;
  readonly charset: SourceCharset;
  /** Charset of the gateway's answers. */
  readonly replyCharset: SourceCharset;
  /** Path of the row elements in XML, JSON Pointer of the array in a JSON envelope. */
  readonly records?: string;
  readonly csv?: DecodeOptions['csv'];
  /** What the system puts around its documents. */
  readonly envelope?: Envelope;
  /** When a source that the gateway reads is looked at. */
  readonly schedule?: {
    readonly everySeconds?: number;
    readonly cron?: string;
    readonly jitterSeconds?: number;
  };
  /** What the source of that kind needs; the meta-schema of `adapter.json` holds its shape. */
  readonly poll?: JsonObject;
  readonly sql?: JsonObject;
  readonly file?: JsonObject;
  readonly queue?: JsonObject;
}

/** `adapters/<system>/adapter.json`. */
export interface AdapterManifest {
  readonly id: string;
  readonly name: Bilingual;
  readonly department: string;
  readonly hosting: 'national' | 'provincial' | 'city' | 'district';
  readonly network: 'government-extranet' | 'internet' | 'department-network';
  readonly secrecyReview: { readonly unit: string; readonly document: string; readonly date: string };
  /** False: representative, not confirmed with the real system. */
  readonly verified: boolean;
  readonly note?: Bilingual;
  readonly source: Omit<SourceSettings, 'replyCharset'> & { readonly replyCharset?: SourceCharset };
  /** What happens to its streams when they send too many broken records. */
  readonly failurePolicy?: FailurePolicy;
  readonly streams: readonly StreamManifest[];
}

export interface StreamManifest {
  readonly id: string;
  readonly name: Bilingual;
  readonly sharing: {
    readonly type: 'unconditional' | 'conditional' | 'not-shared';
    readonly condition?: Bilingual;
    readonly legalBasis?: Bilingual;
  };
  readonly updateCycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'on-demand';
  /** Silence of so long is an alarm, instead of what the update cycle allows. */
  readonly silenceMinutesMax?: number;
  /** Instead of the system's. */
  readonly failurePolicy?: FailurePolicy;
  /** Instead of the system's own settings. */
  readonly source?: Partial<Omit<SourceSettings, 'kind'>>;
  /** Subjects that its mapping publishes to. */
  readonly subjects: readonly string[];
  readonly note?: Bilingual;
}

export interface StreamEntry {
  readonly manifest: StreamManifest;
  readonly source: SourceSettings;
  readonly sourceSchema: JsonObject;
  /** Version 1 of the mapping, as parsed and as the bytes of its file. */
  readonly mapping: JsonObject;
  readonly mappingText: string;
  /** Files of `samples/` in the order of their names: name without extension, absolute path. */
  readonly samples: ReadonlyArray<{ readonly name: string; readonly path: string }>;
}

export interface SystemEntry {
  readonly adapter: AdapterManifest;
  readonly streams: ReadonlyMap<string, StreamEntry>;
}

/** `schemas/<subject>/v<major>.examples.json`. */
export interface SubjectExamples {
  readonly valid: readonly JsonObject[];
  readonly invalid: ReadonlyArray<{
    readonly data: JsonObject;
    readonly because: Bilingual;
    /** JSON Pointer of the first problem, and the keyword it breaks. */
    readonly at: string;
    readonly keyword: string;
  }>;
}

/** All that `adapters/` and `schemas/` hold, read once and checked. */
export interface Catalog {
  /** Absolute path. */
  readonly directory: string;
  /** Key: `<subject>.v<major>`. */
  readonly subjects: ReadonlyMap<string, SubjectSchema>;
  /** Same keys as `subjects`. */
  readonly examples: ReadonlyMap<string, SubjectExamples>;
  readonly codes: ReadonlyMap<string, CodeTable>;
  readonly mappingMetaSchema: JsonObject;
  readonly systems: ReadonlyMap<string, SystemEntry>;
  /** SHA-256 in hex over all files that decide behaviour; samples do not. */
  readonly digest: string;
}
