import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { LedgerAnswer, LedgerBatch } from './ledger-entry.ts';
import type { AnswerBody } from './answer-body.ts';
import { readSoapAnswer } from './soap-answer.ts';

/** How a vendor proves who it is: headers for one request. */
export type Credentials = (request: { method: string; path: string; body: Buffer }) => Record<string, string>;

export interface VendorBatch extends LedgerBatch {
  readonly contentType: string;
  readonly idempotencyKey: string;
  /** Sent as a SOAP client does, as this operation. */
  readonly soapOperation?: string;
}

export interface VendorOptions {
  /** Gateways to choose from: the next one is tried after a failure. */
  readonly urls: readonly string[];
  readonly credentials: Credentials;
  readonly ledger: Ledger;
  readonly retryMs?: number;
  readonly giveUpAfterMs?: number;
}

export interface VendorAnswer {
  readonly status: number;
  readonly answer: LedgerAnswer;
  /** The members of the answer, whether it was JSON or SOAP. */
  readonly body: AnswerBody;
  /** Sends that were not answered, or answered with "repeat later". */
  readonly repeats: number;
}

const RETRY_MS = 200;
const GIVE_UP_MS = 120_000;
const SEND_TIMEOUT_MS = 30_000;
const REPEAT_STATUSES = new Set([408, 409, 429, 500, 502, 503, 504]);

/**
 * Pushes a batch as a well-behaved vendor does: the same body under the same Idempotency-Key until there is an answer that
 * settles it. The batch is in the ledger before it is first sent. Throws when nobody settles it in time.
 */
export async function pushBatch(batch: VendorBatch, options: VendorOptions): Promise<VendorAnswer> {
  const entry = options.ledger.write(batch);
  const { soapOperation } = batch;
  const path =
    soapOperation === undefined
      ? `/v1/systems/${batch.system}/streams/${batch.stream}/records`
      : `/v1/systems/${batch.system}/soap`;
  const deadline = performance.now() + (options.giveUpAfterMs ?? GIVE_UP_MS);
  let lastFailure = 'never sent';
  for (let repeats = 0; performance.now() < deadline; repeats += 1) {
    const url = options.urls[repeats % options.urls.length]!;
    try {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: {
          ...options.credentials({ method: 'POST', path, body: batch.body }),
          'content-type': batch.contentType,
          'idempotency-key': batch.idempotencyKey,
          ...(soapOperation === undefined ? {} : { soapaction: `"${soapOperation}"` }),
        },
        body: new Uint8Array(batch.body),
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      const text = decodeAnswer(await response.arrayBuffer(), response.headers.get('content-type'));
      const { status, body } = text.startsWith('<')
        ? readSoapAnswer(response.status, text)
        : { status: response.status, body: JSON.parse(text) as AnswerBody };
      if (!REPEAT_STATUSES.has(status)) {
        entry.answer = settle(status, body);
        return { status, answer: entry.answer, body, repeats };
      }
      lastFailure = `HTTP ${status}`;
    } catch (error) {
      lastFailure = String((error as Error).cause ?? error);
    }
    await sleep(options.retryMs ?? RETRY_MS);
  }
  throw new Error(`no gateway settled ${path} in time: ${lastFailure}`);
}

function decodeAnswer(bytes: ArrayBuffer, contentType: string | null): string {
  const charset = /charset=([\w-]+)/u.exec(contentType ?? '')?.[1] ?? 'utf-8';
  return new TextDecoder(charset).decode(bytes);
}

function settle(status: number, body: AnswerBody): LedgerAnswer {
  if (body.receipt && body.counts) {
    const quarantined = (body.quarantined ?? []).map((report) => report.index);
    assert.equal(quarantined.length, body.counts.quarantined, 'a batch of this size is answered in full');
    return { kind: 'receipt', receipt: body.receipt.id, quarantined };
  }
  return body.code === 'secrecy-marking' ? { kind: 'blocked' } : { kind: 'refused', status };
}
