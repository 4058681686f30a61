import { type AccessScope, compileMask, type Mask, maskWithdrawal } from '@exchange/access';
import type { Schemas } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { Label } from '../labels.ts';
import { Labels } from '../labels.ts';
import type { HistoryEntry, StoredRecord } from './record.ts';

/** What everybody sees of a record; its data are masked unless the reader may see them as they are. */
export interface PresentedRecord {
  readonly system: string;
  readonly stream: string;
  readonly topic: string;
  readonly key: string;
  readonly subject: string;
  readonly title: Label;
  readonly module: Label;
  readonly chain: Label;
  readonly department: Label;
  /** Null: not known. */
  readonly jurisdiction: Label | null;
  readonly place: string | null;
  readonly state: 'active' | 'withdrawn';
  readonly time: string;
  readonly receivedTime: string;
  readonly revision: string;
  readonly eventId: string;
  readonly receipt: string;
  readonly mappingVersion: number;
  readonly historical: boolean;
  readonly warnings: readonly string[];
  readonly data: JsonObject | null;
  readonly withdrawn: { readonly time: string; readonly reason: JsonObject | null } | null;
}

/** Turns rows into answers: names for codes, masks for personal data. */
export class Presenter {
  private readonly labels: Labels;
  private readonly masked: ReadonlyMap<string, Mask>;
  private readonly unmasked: ReadonlyMap<string, Mask>;

  constructor(schemas: Schemas) {
    this.labels = new Labels(schemas);
    this.masked = masksOf(schemas, { unmasked: false });
    this.unmasked = masksOf(schemas, { unmasked: true });
  }

  record(record: StoredRecord, scope: AccessScope): PresentedRecord {
    const { labels } = this;
    const { system, stream, topic, key, subject, place, state, revision, eventId, receipt } = record;
    return {
      system,
      stream,
      topic,
      key,
      subject,
      title: labels.subject(subject),
      module: labels.of('platform-modules', record.module),
      chain: labels.of('chains', record.chain),
      department: labels.of('departments', record.department),
      jurisdiction: labels.jurisdiction(record.jurisdiction),
      place,
      state,
      time: record.time.toISOString(),
      receivedTime: record.receivedTime.toISOString(),
      revision,
      eventId,
      receipt,
      mappingVersion: record.mappingVersion,
      historical: record.historical,
      warnings: record.warnings?.split(',') ?? [],
      data: this.data(topic, record.data, scope),
      withdrawn: record.withdrawnTime && {
        time: record.withdrawnTime.toISOString(),
        reason: withdrawalFor(record.withdrawal, scope),
      },
    };
  }

  history(topic: string, entry: HistoryEntry, scope: AccessScope) {
    const { number: _, department, jurisdiction, time, receivedTime, recordedAt, data, ...rest } = entry;
    const isWithdrawal = entry.operation === 'delete';
    return {
      ...rest,
      department: this.labels.of('departments', department),
      jurisdiction: this.labels.jurisdiction(jurisdiction),
      time: time.toISOString(),
      receivedTime: receivedTime.toISOString(),
      recordedTime: recordedAt.toISOString(),
      data: isWithdrawal ? withdrawalFor(data, scope) : this.data(topic, data, scope),
    };
  }

  /** Nothing is shown of a topic that the catalogue no longer knows: nobody says what would have to be masked. */
  private data(topic: string, data: JsonObject | null, { unmasked }: AccessScope): JsonObject | null {
    const mask = (unmasked ? this.unmasked : this.masked).get(topic);
    return data === null || mask === undefined ? null : mask(data);
  }
}

function masksOf(schemas: Schemas, reader: { unmasked: boolean }): Map<string, Mask> {
  return new Map(
    [...schemas.subjects.values()].map((subject) => [subject.topic, compileMask(subject, reader)]),
  );
}

function withdrawalFor(data: JsonObject | null, scope: AccessScope): JsonObject | null {
  return data === null || scope.unmasked ? data : maskWithdrawal(data);
}
