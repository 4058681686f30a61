import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import type { SqlSettings } from '@exchange/sources';
import { valueFingerprint } from '../fingerprint.ts';
import { LeftOut, type PlayedStream, type SystemDocument } from '../simulator.ts';
import { columnType, fits, holds, orderedType } from './column-types.ts';

/** A column of a table that plays a stream's own. */
export interface PlayedColumn {
  readonly name: string;
  /** As PostgreSQL calls it. */
  readonly type: string;
  readonly isOrdered: boolean;
  /** What such a value looks like; null where none is known. */
  readonly usual: Json;
}

/** Rows that the table can hold, in rounds: a round has each row of a table without history once. */
export interface PlayedRows {
  readonly rounds: ReadonlyArray<{
    readonly rows: readonly JsonObject[];
    readonly expected: readonly string[];
  }>;
  readonly leftOut: LeftOut;
}

/** The table of a stream as its settings and samples describe it. */
export class SqlStream {
  readonly stream: PlayedStream;
  readonly settings: SqlSettings;
  readonly columns: readonly PlayedColumn[];
  /** Columns that the database fills itself. */
  readonly filled: readonly string[];
  /** Columns whose values the database may write otherwise than they were put, and those that it fills. */
  readonly ignored: readonly string[];
  readonly #seen = new Map<string, string>();

  /** `holdsAnything`: whether a column may hold values of different types. */
  constructor(stream: PlayedStream, documents: readonly SystemDocument[], holdsAnything: boolean) {
    const { entry } = stream;
    this.stream = stream;
    this.settings = entry.source.sql as unknown as SqlSettings;
    const { read, where = [] } = this.settings;
    const values = documents
      .flatMap(({ records }) => records ?? [])
      .flatMap((record) => ('rejection' in record ? [] : [record.value]));
    const { properties } = entry.sourceSchema;
    const ordered = orderOf(this.settings);
    const names = new Set([
      ...Object.keys(isJsonObject(properties) ? properties : {}),
      ...ordered,
      ...where.map(({ column }) => column),
    ]);
    this.filled = read.strategy === 'changes' ? [read.sequence] : [];
    this.columns = [...names].map((name) => {
      const present = values.map((value) => value[name] ?? null).filter((value) => value !== null);
      const usual = present[0] ?? null;
      const isOrdered = ordered.includes(name);
      const alike = holdsAnything ? present : present.filter((value) => typeof value === typeof usual);
      const type = isOrdered ? orderedType(usual) : columnType(alike);
      return { name, type: this.filled.includes(name) ? 'bigint' : type, isOrdered, usual };
    });
    const rewritten = this.columns.filter(({ type }) => type.startsWith('timestamp')).map(({ name }) => name);
    this.ignored = [...this.filled, ...rewritten];
  }

  /** What of the documents the table can hold and the gateway can see there. */
  rowsOf(documents: readonly SystemDocument[], now: Date): PlayedRows {
    const leftOut = new LeftOut();
    const rounds: Array<{ rows: JsonObject[]; expected: string[]; keys: Set<string> }> = [];
    for (const record of documents.flatMap(({ records }) => records ?? [])) {
      if ('rejection' in record || JSON.stringify(record.value).includes('\\u0000')) {
        leftOut.add('no-row');
        continue;
      }
      const row = Object.fromEntries(this.columns.map(({ name }) => [name, record.value[name] ?? null]));
      const reason = this.#reasonAgainst(row, now);
      if (reason) leftOut.add(reason);
      else this.#addTo(rounds, row);
    }
    return { rounds, leftOut };
  }

  #reasonAgainst(row: JsonObject, now: Date): Parameters<LeftOut['add']>[0] | null {
    const { read, where = [] } = this.settings;
    const ordered = this.columns.filter(({ name, isOrdered }) => isOrdered && !this.filled.includes(name));
    if (!this.columns.every(({ name, type, isOrdered }) => isOrdered || holds(type, row[name])))
      return 'no-row';
    if (!ordered.every(({ name, type }) => fits(type, row[name]))) return 'no-order';
    if (!where.every((condition) => isMet(condition, row))) return 'not-selected';
    if (read.strategy === 'cursor' && isInFuture(row[read.revision], now)) return 'not-yet';
    const fingerprint = valueFingerprint(row, this.ignored);
    const place = JSON.stringify(ordered.map(({ name }) => String(row[name])));
    if (read.strategy === 'cursor' && this.#seen.has(place)) return 'same-version';
    if (read.strategy === 'digest' && this.#seen.get(place) === fingerprint) return 'unchanged';
    this.#seen.set(place, fingerprint);
    return null;
  }

  #addTo(
    rounds: Array<{ rows: JsonObject[]; expected: string[]; keys: Set<string> }>,
    row: JsonObject,
  ): void {
    const { read } = this.settings;
    // A row of a table without history is there once: what it was before has to be read before it is overwritten.
    const key = read.strategy === 'digest' ? JSON.stringify(read.key.map((name) => String(row[name]))) : '';
    const last = rounds.findLastIndex(({ keys }) => keys.has(key));
    const at = key === '' ? 0 : last + 1;
    const round = (rounds[at] ??= { rows: [], expected: [], keys: new Set() });
    round.rows.push(row);
    round.expected.push(valueFingerprint(row, this.ignored));
    round.keys.add(key);
  }
}

/** Columns that the reader orders by. */
function orderOf({ read }: SqlSettings): readonly string[] {
  switch (read.strategy) {
    case 'cursor':
      return [read.revision, ...read.key.filter((name) => name !== read.revision)];
    case 'changes':
      return [read.sequence];
    case 'digest':
      return read.key;
    case 'handover':
      return [];
    default:
      return read satisfies never;
  }
}

function isMet(condition: NonNullable<SqlSettings['where']>[number], row: JsonObject): boolean {
  const value = row[condition.column] ?? null;
  if ('isNull' in condition) return (value === null) === condition.isNull;
  if (value === null) return false;
  const isListed = (list: readonly (string | number)[]): boolean =>
    list.some((one) => String(one) === String(value));
  return 'in' in condition ? isListed(condition.in) : !isListed(condition.notIn);
}

/** By the wall clock of Shanghai, as the systems write it. */
function isInFuture(revision: Json | undefined, now: Date): boolean {
  if (typeof revision !== 'string' || !/^\d{4}-\d\d-\d\d/u.test(revision)) return false;
  const text = revision.replace(' ', 'T');
  const at = Date.parse(/(?:Z|[+-]\d\d(?::?\d\d)?)$/u.test(text) ? withMinutes(text) : shanghai(text));
  // A day without a time of day is complete when it is over.
  return at + (text.length === 10 ? 86_400_000 : 0) > now.getTime();
}

function shanghai(text: string): string {
  return text.length === 10 ? `${text}T00:00:00+08:00` : `${text}+08:00`;
}

function withMinutes(text: string): string {
  return text.replace(/([+-]\d\d)$/u, '$1:00');
}
