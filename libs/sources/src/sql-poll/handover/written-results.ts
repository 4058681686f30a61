import type { RecordReport } from '@exchange/pipeline';
import type { Settlement } from '../../port.ts';
import type { SqlColumn } from '../dialects/column.ts';
import { ownName, type Statement } from '../dialects/dialect.ts';
import type { SqlPlan } from '../sql-plan.ts';
import { tableName } from '../statements/table-reading.ts';
import { RESULT_COLUMNS, RESULT_SUFFIX } from './handover-table.ts';

type KnownSettlement = Exclude<Settlement, { readonly kind: 'forgotten' }>;
type Status = 'accepted' | 'doubtful' | 'quarantined' | 'refused';
type ResultRow = readonly [
  sequence: string,
  Status,
  receipt: string | null,
  zh: string | null,
  en: string | null,
];

/** Characters of all findings of a row in one language. */
export const FINDINGS_CHARACTERS_MAX = 1_000;
const SEQUENCE: SqlColumn = { name: '', kind: 'bigint', type: 'bigint', isNullable: false, isLarge: false };

/**
 * Statements that write what became of the rows of a chunk beside its table. What was written before for the same rows is
 * replaced, so after a crash the same may be done again.
 */
export function writtenResults(
  plan: SqlPlan,
  rows: readonly string[],
  settlement: KnownSettlement,
): Statement[] {
  const { dialect, schema, table } = plan;
  const results = tableName({ dialect, schema, table: table + ownName(dialect.name, RESULT_SUFFIX) });
  const { sequence, status, receipt, findingsZh, findingsEn } = RESULT_COLUMNS;
  const names = [sequence, status, receipt, findingsZh, findingsEn].map((name) =>
    dialect.quote(ownName(dialect.name, name)),
  );
  const list = rows.map((_row, index) => dialect.bound(dialect.placeholder(index + 1), SEQUENCE)).join(', ');
  const statements: Statement[] = [
    { text: `DELETE FROM ${results} WHERE ${names[0]} IN (${list})`, values: rows },
  ];
  const values = resultRows(rows, settlement);
  for (let start = 0; start < values.length; start += dialect.insertRowsMax) {
    const part = values.slice(start, start + dialect.insertRowsMax);
    const tuples = part.map(
      (row, index) =>
        `(${row.map((_value, column) => dialect.placeholder(index * row.length + column + 1)).join(', ')})`,
    );
    statements.push({
      text: `INSERT INTO ${results} (${names.join(', ')}) VALUES ${tuples.join(', ')}`,
      values: part.flat(),
    });
  }
  return statements;
}

function resultRows(rows: readonly string[], settlement: KnownSettlement): ResultRow[] {
  if (settlement.kind === 'unreadable') {
    const { zh, en } = settlement.detail;
    return rows.map((row) => [row, 'refused', null, cut(zh), cut(en)]);
  }
  const { receiptId, outcome } = settlement;
  const reports = new Map(outcome.reports.map((report) => [report.index, report]));
  return rows.map((row, index) => {
    const report = reports.get(index);
    if (!report) return [row, 'accepted', receiptId, null, null];
    const status = report.rejections.length > 0 ? 'quarantined' : 'doubtful';
    return [row, status, receiptId, findings(report, 'zh'), findings(report, 'en')];
  });
}

function findings({ rejections, warnings }: RecordReport, language: 'zh' | 'en'): string {
  return cut(
    [...rejections, ...warnings].map(({ at, detail }) => `${at} ${detail[language]}`.trim()).join('; '),
  );
}

function cut(text: string): string {
  return text.length <= FINDINGS_CHARACTERS_MAX ? text : `${text.slice(0, FINDINGS_CHARACTERS_MAX - 1)}…`;
}
