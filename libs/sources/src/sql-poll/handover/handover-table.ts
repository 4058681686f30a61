/** Our own columns of a hand-over table, named like those of the national row envelope (库表交换). */
export const HANDOVER_COLUMNS = {
  sequence: 'cd_id',
  operation: 'cd_operation',
  batch: 'cd_batch',
  time: 'cd_time',
} as const;

/** Columns of the table beside it, into which is written what became of each row. */
export const RESULT_COLUMNS = {
  sequence: 'cd_id',
  status: 'cd_status',
  receipt: 'cd_receipt',
  findingsZh: 'cd_findings_zh',
  findingsEn: 'cd_findings_en',
  settledAt: 'cd_settled_at',
} as const;

export const RESULT_SUFFIX = '_result';
