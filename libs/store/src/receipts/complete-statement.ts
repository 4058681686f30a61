/**
 * Outcome, quarantine, output sets and the end of the work row in one statement; nothing is written when the work row is
 * gone, because then another run of the same receipt was faster.
 */
export const COMPLETE_STATEMENT = `
WITH done AS (
  DELETE FROM exchange.receipt_work WHERE receipt = $1 RETURNING receipt
), outcome AS (
  INSERT INTO exchange.receipt_outcome (id, records, accepted, quarantined, events, reports)
  SELECT $1, $2, $3, $4, $5, $6 FROM done
), kept AS (
  INSERT INTO exchange.quarantine (id, system, stream, department, receipt, record_index, record_key, rejections, warnings,
    fingerprint, raw, decode, mapping_version, received_at)
  SELECT q.id, r.system, r.stream, r.department, r.id, q.record_index, q.record_key, q.rejections, q.warnings,
    q.fingerprint, q.raw, r.decode, r.mapping_version, r.received_at
  FROM done JOIN exchange.receipt r ON r.id = done.receipt,
    unnest($7::uuid[], $8::int[], $9::text[], $10::jsonb[], $11::jsonb[], $12::text[], $13::bytea[])
      AS q (id, record_index, record_key, rejections, warnings, fingerprint, raw)
  ON CONFLICT DO NOTHING
)
INSERT INTO exchange.output_set (system, stream, record_key, revision, outputs)
SELECT r.system, r.stream, o.record_key, o.revision, o.outputs
FROM done JOIN exchange.receipt r ON r.id = done.receipt,
  unnest($14::text[], $15::text[], $16::jsonb[]) AS o (record_key, revision, outputs)
ON CONFLICT (system, stream, record_key) DO UPDATE SET revision = excluded.revision, outputs = excluded.outputs
  -- As compareRevisions: a source's revision and an arrival stamp cannot be compared, then the later one counts.
  WHERE left(output_set.revision, 1) <> left(excluded.revision, 1) OR output_set.revision <= excluded.revision`;

/** The same for a receipt without quarantined records and output sets, which is nearly all of them. */
export const COMPLETE_PLAIN_STATEMENT = `
WITH done AS (
  DELETE FROM exchange.receipt_work WHERE receipt = $1 RETURNING receipt
)
INSERT INTO exchange.receipt_outcome (id, records, accepted, quarantined, events, reports)
SELECT $1, $2, $3, $4, $5, $6 FROM done`;
