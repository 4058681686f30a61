import { ExchangeError } from '@exchange/contracts';
import type { SecrecyFinding } from '@exchange/decoding';
import {
  isHistorical,
  type Batch,
  type Claim,
  type ClaimRequest,
  type Closure,
  type Completion,
  type OutputSet,
  type Outcome,
  type QuarantinedRecord,
  type Receipt,
  type ReceiptStore,
} from '@exchange/pipeline';
import type pg from 'pg';
import { NIL, v7 as uuidv7 } from 'uuid';
import { toClosure, type GateRow } from '../gate/gate-row.ts';
import { inTransaction } from '../in-transaction.ts';
import { withStoreErrors } from '../store-error.ts';
import { claimStatement, keyName } from './claim-statement.ts';
import { COMPLETE_STATEMENT, OUTPUT_SET_STATEMENT, QUARANTINE_STATEMENT } from './complete-statement.ts';
import { fingerprintOf } from './fingerprint.ts';
import { RECEIPT_COLUMNS, toReceipt, type ReceiptRow } from './receipt-row.ts';
import { packBody } from './stored-body.ts';

export interface ReceiptSettings {
  /** Identity of this process in `process_lease`. */
  readonly process: string;
  /** Pending bodies that one stream may hold before further ones are refused. */
  readonly pendingBytesMax: number;
}

interface ClaimRow {
  mode: string;
  gate: GateRow | null;
  /** Null: the stream is closed. */
  has_room: boolean | null;
  arrival: string | null;
  received_at: Date;
}

const CLAIMS = [false, true].flatMap((isOrdered) =>
  [false, true].map((isRead) => ({ isOrdered, isRead, text: claimStatement({ isOrdered, isRead }) })),
);

const UNREGISTERED: Closure = { because: 'unregistered', untilTime: null, reason: null };

/** Receipts in PostgreSQL. */
export class PostgresReceipts implements ReceiptStore {
  readonly #pool: pg.Pool;
  readonly #settings: ReceiptSettings;
  /** Receipts that this process runs at this moment: what it has begun and dropped may be run by the drainer. */
  readonly #running = new Set<string>();

  constructor(pool: pg.Pool, settings: ReceiptSettings) {
    this.#pool = pool;
    this.#settings = settings;
  }

  /**
   * Opens sessions and has each of them plan the statements that every receipt needs, so that the first burst does not wait
   * for it. Keeps nothing: the claims are of a stream that is not there.
   */
  async warmUp(sessions: number): Promise<void> {
    const batch: Batch = {
      system: '',
      stream: '',
      body: Buffer.alloc(0),
      decode: { format: 'json', charset: 'utf-8' },
      operation: 'upsert',
      idempotencyKey: null,
      traceparent: null,
    };
    // Asked for at once, each gets a session of its own.
    const each = Array.from({ length: sessions });
    await Promise.all(
      each.map(() => this.claim({ batch, bodyDigest: '', mappingVersion: 0, ordered: false })),
    );
    const nothing = { name: 'complete', text: COMPLETE_STATEMENT, values: [NIL, 0, 0, 0, 0, '[]'] };
    await withStoreErrors(() => Promise.all(each.map(() => this.#pool.query(nothing))));
  }

  isRunning(receiptId: string): boolean {
    return this.#running.has(receiptId);
  }

  /** Ids of the receipts that this process runs. */
  running(): string[] {
    return [...this.#running];
  }

  async claim(request: ClaimRequest): Promise<Claim> {
    const { batch, bodyDigest, mappingVersion, ordered } = request;
    const id = uuidv7();
    const { readFrom, trial = false } = batch;
    const isRead = readFrom !== undefined;
    const historical = isHistorical(batch);
    const { text } = CLAIMS.find((claim) => claim.isOrdered === ordered && claim.isRead === isRead)!;
    const stored = await packBody(batch.body);
    this.#running.add(id);
    let kept = false;
    try {
      const { rows } = await withStoreErrors(() =>
        this.#pool.query<ClaimRow>({
          name: `claim${ordered ? '-ordered' : ''}${isRead ? '-read' : ''}`,
          text,
          values: [
            id,
            batch.system,
            batch.stream,
            stored.body,
            batch.operation,
            JSON.stringify(batch.decode),
            bodyDigest,
            batch.body.length,
            batch.idempotencyKey,
            mappingVersion,
            batch.traceparent,
            stored.encoding,
            this.#settings.pendingBytesMax,
            this.#settings.process,
            trial,
            historical,
            ...(readFrom ? [readFrom.lane, JSON.stringify(readFrom.checkpoint), readFrom.sequence] : []),
          ],
        }),
      );
      const row = rows[0];
      if (!row) return { kind: 'closed', closure: UNREGISTERED };
      if (row.arrival === null) {
        // A known key gets its answer also while nothing new is taken, or there is no room for it.
        const known = batch.idempotencyKey === null ? null : await this.#known(batch, bodyDigest);
        if (known) return known;
        if (row.has_room === null) return { kind: 'closed', closure: toClosure(row.gate!)! };
        if (!row.has_room) return { kind: 'full' };
        if (readFrom) {
          throw new ExchangeError(
            'lease-lost',
            `the reader of ${batch.system}/${batch.stream} is no longer at this place`,
            {
              retryable: true,
            },
          );
        }
        throw new ExchangeError('store-unavailable', 'the idempotency key expired at this moment', {
          retryable: true,
        });
      }
      kept = true;
      return {
        kind: 'claimed',
        turn: row.mode === 'direct' || trial ? 'now' : 'queued',
        receipt: {
          id,
          arrival: Number(row.arrival),
          system: batch.system,
          stream: batch.stream,
          operation: batch.operation,
          decode: batch.decode,
          bodyDigest,
          bodyBytes: batch.body.length,
          idempotencyKey: batch.idempotencyKey,
          mappingVersion,
          traceparent: batch.traceparent,
          receivedTime: row.received_at.toISOString(),
          historical,
          trial,
        },
      };
    } finally {
      if (!kept) this.#running.delete(id);
    }
  }

  async #known(batch: Batch, bodyDigest: string): Promise<Claim | null> {
    const { system, stream, operation, idempotencyKey, trial = false } = batch;
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<ReceiptRow & { owner: string | null; is_queued: boolean; outcome: Outcome | null }>(
        `SELECT ${RECEIPT_COLUMNS}, w.receipt IS NOT NULL AND w.owner IS NULL AS is_queued,
           CASE WHEN o.id IS NOT NULL THEN json_build_object('records', o.records, 'accepted', o.accepted,
             'quarantined', o.quarantined, 'events', o.events, 'reports', o.reports) END AS outcome
         FROM exchange.idempotency_key k JOIN exchange.receipt r ON r.id = k.receipt
         LEFT JOIN exchange.receipt_work w ON w.receipt = r.id LEFT JOIN exchange.receipt_outcome o ON o.id = r.id
         WHERE k.system = $1 AND k.key = ${keyName({ key: '$2', isTrial: '$3::boolean' })}`,
        [system, idempotencyKey, trial],
      ),
    );
    const row = rows[0];
    if (!row) return null;
    const receipt = toReceipt(row);
    // The same bytes sent to another stream, as a withdrawal, or as history, are another request.
    const isSame =
      receipt.bodyDigest === bodyDigest &&
      receipt.stream === stream &&
      receipt.operation === operation &&
      receipt.historical === isHistorical(batch);
    if (!isSame) return { kind: 'conflict', receiptId: receipt.id };
    if (row.outcome) return { kind: 'known', receipt, outcome: row.outcome, state: 'done' };
    return { kind: 'known', receipt, outcome: null, state: row.is_queued ? 'queued' : 'running' };
  }

  async takeOver(receipt: Receipt): Promise<boolean> {
    if (this.#running.has(receipt.id)) return false;
    const { rowCount } = await withStoreErrors(() =>
      this.#pool.query(
        `UPDATE exchange.receipt_work SET owner = $2
         WHERE receipt = $1 AND owner IS NOT NULL AND (owner = $2 OR NOT exchange.lives(owner))`,
        [receipt.id, this.#settings.process],
      ),
    );
    if (rowCount === 1) this.#running.add(receipt.id);
    return rowCount === 1;
  }

  release(receipt: Receipt): void {
    this.#running.delete(receipt.id);
  }

  async isBehindOthers(receipt: Receipt): Promise<boolean> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<{ behind: boolean }>({
        name: 'is-behind',
        text: `SELECT EXISTS (SELECT 1 FROM exchange.receipt_work
          WHERE system = $1 AND stream = $2 AND arrival < $3 AND NOT trial) AS behind`,
        values: [receipt.system, receipt.stream, receipt.arrival],
      }),
    );
    return rows[0]!.behind;
  }

  async outputSets(
    system: string,
    stream: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, OutputSet>> {
    if (keys.length === 0) return new Map();
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<OutputSet>(
        `SELECT record_key AS "recordKey", revision, other_revision AS "otherRevision", outputs
         FROM exchange.output_set WHERE system = $1 AND stream = $2 AND record_key = ANY($3)`,
        [system, stream, keys],
      ),
    );
    return new Map(rows.map((set) => [set.recordKey, set]));
  }

  async complete({ receipt, outcome, quarantined, outputSets }: Completion): Promise<void> {
    const { records, accepted, events, reports } = outcome;
    const values = [receipt.id, records, accepted, outcome.quarantined, events, JSON.stringify(reports)];
    const statement = { name: 'complete', text: COMPLETE_STATEMENT, values };
    // Nearly every receipt: one round trip.
    if (quarantined.length === 0 && outputSets.length === 0) {
      await withStoreErrors(() => this.#pool.query(statement));
      return;
    }
    await inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<{ is_first: boolean }>(statement);
      if (!rows[0]!.is_first) return;
      for (const part of partsOf(quarantined)) {
        await client.query({
          name: 'quarantine',
          text: QUARANTINE_STATEMENT,
          values: quarantineValues(receipt, part),
        });
      }
      for (const part of partsOf(outputSets)) {
        await client.query({
          name: 'output-sets',
          text: OUTPUT_SET_STATEMENT,
          values: outputSetValues(receipt, part),
        });
      }
    });
  }

  async queue(receipt: Receipt): Promise<void> {
    // The drainer finds it by its owner, who no longer runs it.
    if (receipt.trial) return;
    await withStoreErrors(() =>
      this.#pool.query(
        `WITH mode AS (
           UPDATE exchange.stream SET mode = 'pending', mode_since = clock_timestamp()
           WHERE system = $2 AND stream = $3 AND mode = 'direct'
         )
         UPDATE exchange.receipt_work SET owner = NULL WHERE receipt = $1`,
        [receipt.id, receipt.system, receipt.stream],
      ),
    );
  }

  async recordSecrecyBlock(
    batch: { system: string; stream: string },
    findings: readonly SecrecyFinding[],
  ): Promise<void> {
    await withStoreErrors(() =>
      this.#pool.query(
        `INSERT INTO exchange.secrecy_block (id, system, stream, record_index, position, rule)
         SELECT f.id, $1, $2, f.record_index, f.position, f.rule
         FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[]) AS f (id, record_index, position, rule)`,
        [
          batch.system,
          batch.stream,
          findings.map(() => uuidv7()),
          findings.map((finding) => finding.index),
          findings.map((finding) => finding.at),
          findings.map((finding) => finding.rule),
        ],
      ),
    );
  }
}

/** Rows of one statement: the arrays of a whole batch, each record with its bytes, would take many times its size. */
const STATEMENT_ROWS_MAX = 500;

function* partsOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += STATEMENT_ROWS_MAX)
    yield rows.slice(from, from + STATEMENT_ROWS_MAX);
}

function quarantineValues(receipt: Receipt, part: readonly QuarantinedRecord[]): unknown[] {
  return [
    receipt.id,
    part.map((record) => record.id),
    part.map((record) => record.index),
    part.map((record) => record.key),
    part.map((record) => record.jurisdiction),
    part.map((record) => JSON.stringify(record.rejections)),
    part.map((record) => JSON.stringify(record.warnings)),
    part.map((record) => fingerprintOf(receipt, record.rejections)),
    part.map((record) => record.raw),
    part.map((record) => record.line),
  ];
}

function outputSetValues({ system, stream }: Receipt, part: readonly OutputSet[]): unknown[] {
  return [
    system,
    stream,
    part.map((set) => set.recordKey),
    part.map((set) => set.revision),
    part.map((set) => set.otherRevision),
    part.map((set) => JSON.stringify(set.outputs)),
  ];
}
