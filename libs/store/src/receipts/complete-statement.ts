/**
 * Outcome and end of the work row. `is_first` is false, and nothing was written, when the work row is gone: another run of the
 * same receipt was faster. The transaction's commit does not wait for the disk: a completion that a crash of the database
 * takes back leaves the receipt in the queue, from where it is run again with the same ids. The claim's commit did wait.
 */
export const COMPLETE_STATEMENT = `
WITH done AS (
  DELETE FROM exchange.receipt_work WHERE receipt = $1 RETURNING receipt
), outcome AS (
  INSERT INTO exchange.receipt_outcome (id, records, accepted, quarantined, events, reports)
  SELECT $1, $2, $3, $4, $5, $6 FROM done
)
SELECT EXISTS (SELECT FROM done) AS is_first, set_config('synchronous_commit', 'off', true)`;

/** Records of the receipt that wait to be mended. */
export const QUARANTINE_STATEMENT = `
INSERT INTO exchange.quarantine (id, system, stream, department, jurisdiction, receipt, record_index, line, record_key,
  rejections, warnings, fingerprint, raw, decode, mapping_version, received_at, trial)
SELECT q.id, r.system, r.stream, r.department, q.jurisdiction, r.id, q.record_index, q.line, q.record_key,
  q.rejections, q.warnings, q.fingerprint, q.raw, r.decode, r.mapping_version, r.received_at, r.trial
FROM exchange.receipt r,
  unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[], $8::text[], $9::bytea[],
    $10::bigint[]) AS q (id, record_index, record_key, jurisdiction, rejections, warnings, fingerprint, raw, line)
WHERE r.id = $1
ON CONFLICT DO NOTHING`;

/** What source records gave, to be compared with what their next revisions give. */
export const OUTPUT_SET_STATEMENT = `
INSERT INTO exchange.output_set (system, stream, record_key, revision, other_revision, outputs)
SELECT $1, $2, o.record_key, o.revision, o.other_revision, o.outputs
FROM unnest($3::text[], $4::text[], $5::text[], $6::jsonb[]) AS o (record_key, revision, other_revision, outputs)
ON CONFLICT (system, stream, record_key) DO UPDATE
  SET revision = excluded.revision, other_revision = excluded.other_revision, outputs = excluded.outputs
  -- As compareRevisions: a source's revision and an arrival stamp cannot be compared, then the later one counts.
  WHERE left(output_set.revision, 1) <> left(excluded.revision, 1) OR output_set.revision <= excluded.revision`;
