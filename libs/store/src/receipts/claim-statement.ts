import { CLOSED_TO_LIVE_ALONE } from '@exchange/pipeline';

/**
 * The name that the idempotency key `$key` of a batch is taken under. What was sent on trial under a key says nothing of what is
 * sent under the same key for real; no sender's key has a space.
 */
export function keyName({ key, isTrial }: { key: string; isTrial: string }): string {
  return `CASE WHEN ${isTrial} THEN 'trial ' || ${key}::text ELSE ${key} END`;
}

const LIVE_ALONE = CLOSED_TO_LIVE_ALONE.map((because) => `'${because}'`).join(', ');

/**
 * One statement, one round trip, one commit: the stream's mode is read under a row lock (so that a switch of mode cannot
 * slip between), its gate is asked, the idempotency key is taken, and receipt, body and work row are written, or none of them.
 * Streams with several outputs per record take the stronger lock: there the order of arrival is the order of commit.
 * What is on trial takes no room in the queue and does not wait in it.
 * What the gateway read itself moves its reader in the same statement, from the place that the reader was at, or is not claimed.
 */
export function claimStatement({ isOrdered, isRead }: { isOrdered: boolean; isRead: boolean }): string {
  const reader = isRead
    ? `, reader AS (
  UPDATE exchange.source_reader r
  SET checkpoint = $18, sequence = r.sequence + 1, receipt = $1, is_settled = false, claimed_at = clock_timestamp()
  FROM room
  WHERE r.system = $2 AND r.stream = $3 AND r.lane = $17 AND r.sequence = $19 AND r.owner = $14 AND r.state = 'running'
    AND has_room
  RETURNING r.lane
)`
    : '';
  const from = isRead ? 'room, reader' : 'room';
  return `
WITH stream AS (
  SELECT mode, department,
    CASE WHEN NOT enabled OR gate_asked_until > clock_timestamp() THEN exchange.gate_of(system, stream) END AS gate
  FROM exchange.stream WHERE system = $2 AND stream = $3 FOR ${isOrdered ? 'NO KEY UPDATE' : 'SHARE'}
), room AS (
  SELECT mode, department,
    mode = 'direct' OR $15 OR $8 + coalesce((
      SELECT sum(bytes) FROM exchange.pending_bytes WHERE system = $2 AND stream = $3
    ), 0) <= $13 AS has_room
  FROM stream
  WHERE gate ->> 'because' IS NULL OR $15 AND gate ->> 'because' IN (${LIVE_ALONE})
), key AS (
  INSERT INTO exchange.idempotency_key (system, key, receipt)
  SELECT $2, ${keyName({ key: '$9', isTrial: '$15' })}, $1 FROM room WHERE has_room AND $9::text IS NOT NULL
  ON CONFLICT DO NOTHING RETURNING receipt
)${reader}, receipt AS (
  INSERT INTO exchange.receipt (id, system, stream, department, operation, decode, body_digest, body_bytes,
    idempotency_key, mapping_version, traceparent, trial, historical)
  SELECT $1, $2, $3, department, $5, $6, $7, $8, $9, $10, $11, $15, $16 FROM ${from}
  WHERE has_room AND ($9::text IS NULL OR EXISTS (SELECT 1 FROM key))
  RETURNING arrival, received_at
), body AS (
  INSERT INTO exchange.receipt_body (id, encoding, body) SELECT $1, $12, $4 FROM receipt
), work AS (
  INSERT INTO exchange.receipt_work (receipt, system, stream, arrival, body_bytes, trial, owner)
  SELECT $1, $2, $3, arrival, $8, $15, CASE WHEN mode = 'direct' OR $15 THEN $14::uuid END FROM receipt, room
)
SELECT stream.mode, stream.gate, room.has_room, receipt.arrival, receipt.received_at
FROM stream LEFT JOIN room ON true LEFT JOIN receipt ON true`;
}
