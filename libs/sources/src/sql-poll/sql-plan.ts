import { Cron } from 'croner';
import { DEFAULT_LIMITS } from '@exchange/decoding';
import { isJsonObject, type JsonObject } from '@exchange/contracts';
import { reportsToldMax } from '@exchange/pipeline';
import { SourceError } from '../source-error.ts';
import { DIALECTS } from './dialects/dialect-of.ts';
import { isIdentifier, ownName, type Dialect, type SessionSettings } from './dialects/dialect.ts';
import { HANDOVER_COLUMNS } from './handover/handover-table.ts';
import type { SqlConnection } from './sql-connection.ts';
import { SQL_DEFAULTS, type SqlCondition, type SqlRead, type SqlSettings } from './sql-settings.ts';

export interface SqlStream {
  readonly system: string;
  readonly stream: string;
  /** `source.schema.json`: its properties are the columns that are read. */
  readonly sourceSchema: JsonObject;
}

/** Settings and connection with every default filled in, and checked as far as they can be without the database. */
export interface SqlPlan {
  readonly dialect: Dialect;
  readonly schema: string | undefined;
  readonly table: string;
  readonly read: SqlRead;
  readonly columns: readonly string[];
  /** Names of the columns that order the rows and tell them apart. */
  readonly order: readonly string[];
  readonly where: readonly SqlCondition[];
  readonly pageRows: number;
  readonly binaryBytesMax: number | undefined;
  readonly textBytesMax: number;
  readonly session: SessionSettings;
}

const PAGE_ROWS_MAX = 5_000;

/** @throws SourceError `settings` */
export function planReading(settings: SqlSettings, connection: SqlConnection, stream: SqlStream): SqlPlan {
  const dialect = DIALECTS[connection.dialect ?? settings.dialect];
  const { table, read, where = [] } = settings;
  if (!table || !read) throw incomplete('sql.table, sql.read');
  const schema = connection.schema ?? settings.schema;
  const columns = wantedColumns(stream.sourceSchema);
  if (columns.length === 0) throw incomplete('source.schema.json: properties');
  const { order, operation } = orderOf(read, dialect);
  const extra = operation === undefined ? [] : [operation];
  // Without it the mapping would take a delete for an upsert.
  if (extra.some((name) => !columns.includes(name))) throw incomplete(`source.schema.json: ${extra.join()}`);
  const unread = reconciledColumns(read).filter((name) => !columns.includes(name) && !order.includes(name));
  if (unread.length > 0) throw incomplete(`source.schema.json: ${unread.join()}`);
  if (!isReconcilable(read)) throw incomplete('sql.read.reconcile.cron');
  const names = [table, ...columns, ...order, ...where.map(({ column }) => column)];
  checkIdentifiers(schema === undefined ? names : [schema, ...names]);
  const utcOffset = settings.utcOffset ?? SQL_DEFAULTS.utcOffset;
  if (!/^[+-](?:0\d|1[0-4]):[0-5]\d$/u.test(utcOffset)) throw incomplete('sql.utcOffset');
  const pageRows = Math.min(settings.pageRows ?? SQL_DEFAULTS.pageRows, PAGE_ROWS_MAX);
  return {
    dialect,
    schema,
    table,
    read,
    columns,
    order,
    where,
    // The outcome of a chunk tells the first quarantined records only, and a hand-over table gets an answer for each.
    pageRows: read.strategy === 'handover' ? Math.min(pageRows, reportsToldMax) : pageRows,
    binaryBytesMax: settings.binaryBytesMax,
    textBytesMax: DEFAULT_LIMITS.recordBytesMax,
    session: {
      statementTimeoutMs: (settings.statementTimeoutSeconds ?? SQL_DEFAULTS.statementTimeoutSeconds) * 1_000,
      utcOffset,
      isolation: settings.isolation ?? 'read-committed',
      writesResults: read.strategy === 'handover',
    },
  };
}

function orderOf(read: SqlRead, dialect: Dialect): { order: readonly string[]; operation?: string } {
  switch (read.strategy) {
    case 'cursor':
      return { order: [read.revision, ...read.key.filter((name) => name !== read.revision)] };
    case 'changes':
      return { order: [read.sequence], operation: read.operation };
    case 'digest':
      return { order: read.key };
    case 'handover': {
      const { sequence, operation } = HANDOVER_COLUMNS;
      return { order: [ownName(dialect.name, sequence)], operation: ownName(dialect.name, operation) };
    }
    default:
      return read satisfies never;
  }
}

/** A pattern that cannot be read, or never comes. */
function isReconcilable(read: SqlRead): boolean {
  const cron = read.strategy === 'cursor' ? read.reconcile?.cron : undefined;
  if (cron === undefined) return true;
  try {
    return new Cron(cron).nextRun() !== null;
  } catch {
    return false;
  }
}

/** They are found in the row itself. */
function reconciledColumns(read: SqlRead): string[] {
  if (read.strategy !== 'cursor' || !read.reconcile) return [];
  const { record = [], withdrawn } = read.reconcile;
  return [...record, ...(withdrawn ? [withdrawn.column] : [])];
}

function incomplete(what: string): SourceError {
  return new SourceError('settings', {
    zh: `数据库读取设置不完整或有误：${what}`,
    en: `the settings for reading the database are incomplete or wrong: ${what}`,
  });
}

/** The columns that are read are those of the source schema; those of the order are read besides. */
function wantedColumns(sourceSchema: JsonObject): string[] {
  const { properties } = sourceSchema;
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

/** @throws SourceError `settings` naming what cannot be a name in a database */
function checkIdentifiers(names: readonly string[]): void {
  const bad = names.filter((name) => !isIdentifier(name));
  if (bad.length === 0) return;
  throw new SourceError('settings', {
    zh: `不能作为表名或字段名：${bad.map((name) => JSON.stringify(name)).join('、')}`,
    en: `no names of tables or columns: ${bad.map((name) => JSON.stringify(name)).join(', ')}`,
  });
}
