import { Inject, Injectable } from '@nestjs/common';
import type { Catalog } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { unwrap, type Charset, type Envelope } from '@exchange/decoding';
import { acceptBatch, dryRun, type Acceptance, type AcceptPorts, type Batch } from '@exchange/pipeline';
import { currentTraceparent, Problem } from '@exchange/runtime';
import { callerOf, type AdmittedRequest } from '../admission/admitted-request.ts';
import {
  HISTORICAL_RECORDS_MAX,
  historicalBatchTooLarge,
  historyWaits,
  ORDERED_HISTORICAL_RECORDS_MAX,
} from '../backfilling/backfill-refused.ts';
import { LiveLoad } from '../backfilling/live-load.ts';
import { Traffic } from '../traffic.ts';
import { ACCEPT_PORTS, CATALOG, LIMITS } from '../tokens.ts';
import { answerOf, outcomeMembers, refuseUnreadable, unlisted, type Answer } from './answers.ts';
import { contentOf } from './content.ts';
import { inflate } from './inflate.ts';
import { pushedStream } from './pushed-stream.ts';

export interface Push {
  readonly system: string;
  readonly stream: string;
  readonly operation: 'upsert' | 'delete';
  readonly historical: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly request: AdmittedRequest;
}

export interface Limits {
  readonly bodyBytesMax: number;
}

/** What one record holds while it is mapped, appended and reported, above all when it is wrong in every field. */
const RECORD_WORK_BYTES = 5_000;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/u;

/** From an HTTP request to the delivery rule and back. */
@Injectable()
export class RecordsService {
  /** Streams with a historical push in work, where receipts take effect one after the other. */
  readonly #ordered = new Set<string>();

  constructor(
    @Inject(CATALOG) private readonly catalog: Catalog,
    @Inject(ACCEPT_PORTS) private readonly ports: AcceptPorts,
    @Inject(LIMITS) private readonly limits: Limits,
    @Inject(Traffic) private readonly traffic: Traffic,
    @Inject(LiveLoad) private readonly liveLoad: LiveLoad,
  ) {}

  async take(push: Push): Promise<Answer> {
    const batch = await this.batchOf(push);
    const accept = (recordsMax?: number): Promise<Acceptance> =>
      acceptBatch(batch, { ...this.ports, admit: admitInto(push.request, recordsMax) });
    const acceptance = await (push.historical
      ? this.acceptHistory(batch, accept)
      : this.liveLoad.watch(() => accept()));
    this.traffic.count(batch, acceptance);
    return answerOf(acceptance);
  }

  /** A live record that has to wait for its turn waits behind one small batch at most. */
  private async acceptHistory(
    { system, stream }: Batch,
    accept: (recordsMax?: number) => Promise<Acceptance>,
  ): Promise<Acceptance> {
    const active = await this.ports.mappings.active(system, stream);
    if (!active?.mapping.multipleOutputs) return accept();
    const name = `${system}/${stream}`;
    if (this.#ordered.has(name)) throw historyWaits();
    this.#ordered.add(name);
    return accept(ORDERED_HISTORICAL_RECORDS_MAX).finally(() => this.#ordered.delete(name));
  }

  /** What would become of the batch. The answer says of itself that nothing was kept. */
  async tryOut(push: Push): Promise<Answer> {
    const batch = await this.batchOf(push);
    const tried = await dryRun(batch, {
      ...this.ports,
      admit: admitInto(push.request),
      receivedTime: new Date().toISOString(),
    });
    if (tried.kind !== 'mapped') return answerOf(tried);
    const events = tried.events.map((event) => ({
      topic: event.topic,
      key: event.key,
      operation: event.operation,
      time: event.time,
      department: event.department,
      jurisdiction: event.jurisdiction,
      data: JSON.parse(event.value) as JsonObject,
    }));
    const body = {
      dryRun: true,
      mappingVersion: tried.mappingVersion,
      ...outcomeMembers(tried.outcome),
      ...unlisted(tried.outcome, null),
      events,
    };
    return { status: 200, body };
  }

  private async batchOf(push: Push): Promise<Batch> {
    const { system, stream, operation, historical, headers, request } = push;
    const entry = pushedStream(this.catalog, push);
    const content = contentOf(headers['content-type'], entry.source);
    if (!content.ok) {
      throw new Problem({
        status: 415,
        code: 'unsupported-media-type',
        detail: { zh: content.zh, en: content.en },
      });
    }
    const { decode, envelope } = content;
    const body = await this.bodyOf(request, headers['content-encoding']);
    return {
      system,
      stream,
      ...(envelope ? documentWithin(body, envelope, decode.charset) : { body }),
      decode,
      operation,
      historical,
      idempotencyKey: idempotencyKeyOf(headers['idempotency-key']),
      traceparent: currentTraceparent() ?? null,
      trial: callerOf(request).trial,
    };
  }

  private async bodyOf(request: AdmittedRequest, encoding: string | undefined): Promise<Buffer> {
    const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { bodyBytesMax } = this.limits;
    const grow = (bytes: number): boolean => request.reservation?.grow(bytes) !== false;
    const inflated = await inflate(sent, encoding, bodyBytesMax, grow);
    switch (inflated.kind) {
      case 'unsupported':
        throw new Problem({
          status: 415,
          code: 'unsupported-content-encoding',
          detail: { zh: 'Content-Encoding 只支持 gzip', en: 'the only Content-Encoding is gzip' },
        });
      case 'damaged':
        throw new Problem({
          status: 400,
          code: 'damaged-gzip',
          detail: { zh: 'gzip 数据损坏，未保存任何内容', en: 'the gzip data is damaged; nothing was kept' },
        });
      case 'too-large':
        throw new Problem({
          status: 413,
          code: 'body-too-large',
          detail: {
            zh: `解压后超过 ${bodyBytesMax} 字节，请分批发送`,
            en: `the body is larger than ${bodyBytesMax} bytes when inflated; send smaller batches`,
          },
        });
      case 'no-room':
        throw noRoomFor(request);
      case 'body':
        return inflated.body;
    }
  }
}

function documentWithin(body: Buffer, envelope: Envelope, charset: Charset): Pick<Batch, 'body' | 'around'> {
  const within = unwrap(body, envelope, charset);
  if (within.kind === 'unreadable') return refuseUnreadable(within.at, within.detail);
  return { body: within.document, around: within.around };
}

/** A small body may hold very many records. */
function admitInto(
  request: AdmittedRequest,
  historicalMax = HISTORICAL_RECORDS_MAX,
): (records: number) => void {
  return (records) => {
    if (request.isHistorical && records > historicalMax)
      throw historicalBatchTooLarge(records, historicalMax);
    if (request.reservation?.grow(records * RECORD_WORK_BYTES) === false) throw noRoomFor(request);
  };
}

/** Too many bytes are being worked on at this moment. */
export function noRoomFor({ isHistorical = false }: AdmittedRequest): Problem {
  if (isHistorical) return historyWaits();
  return new Problem({
    status: 503,
    code: 'over-capacity',
    detail: {
      zh: '网关正在处理的数据过多，本次请求未保存，请稍后原样重试',
      en: 'the gateway has too much data in hand; nothing of this request was kept, repeat it shortly as it is',
    },
    headers: { 'Retry-After': '1' },
  });
}

function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (IDEMPOTENCY_KEY.test(header)) return header;
  throw new Problem({
    status: 400,
    code: 'malformed-idempotency-key',
    detail: {
      zh: 'Idempotency-Key 应为 1 到 128 个可见 ASCII 字符',
      en: 'an Idempotency-Key is 1 to 128 visible ASCII characters',
    },
  });
}
