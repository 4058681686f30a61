import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { LedgerAnswer, LedgerBatch } from './ledger-entry.ts';

/** How a vendor proves who it is: headers for one request. */
export type Credentials = (request: { method: string; path: string; body: Buffer }) => Record<string, string>;

export interface VendorBatch extends LedgerBatch {
  readonly contentType: string;
  readonly idempotencyKey: string;
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
  /** The answer's JSON. */
  readonly body: AnswerBody;
  /** Sends that were not answered, or answered with "repeat later". */
  readonly repeats: number;
}

export interface AnswerBody {
  readonly receipt?: { readonly id: string; readonly pending: boolean; readonly repeated: boolean };
  readonly counts?: { readonly records: number; readonly accepted: number; readonly quarantined: number };
  readonly quarantined?: ReadonlyArray<{
    readonly index: number;
    readonly rejections: ReadonlyArray<{ readonly code: string }>;
  }>;
  readonly code?: string;
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
  const path = `/v1/systems/${batch.system}/streams/${batch.stream}/records`;
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
        },
        body: new Uint8Array(batch.body),
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      const bytes = await response.arrayBuffer();
      if (!REPEAT_STATUSES.has(response.status)) {
        const body = JSON.parse(decodeAnswer(bytes, response.headers.get('content-type'))) as AnswerBody;
        entry.answer = settle(response.status, body);
        return { status: response.status, answer: entry.answer, body, repeats };
      }
      lastFailure = `HTTP ${response.status}`;
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
    return {
      kind: 'receipt',
      receipt: body.receipt.id,
      quarantined: (body.quarantined ?? []).map((report) => report.index),
    };
  }
  return body.code === 'secrecy-marking' ? { kind: 'blocked' } : { kind: 'refused', status };
}
