import { Inject, Injectable } from '@nestjs/common';
import { findStream, type Catalog, type StreamEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { unwrap, type Charset, type Envelope } from '@exchange/decoding';
import { acceptBatch, dryRun, type AcceptPorts, type Batch } from '@exchange/pipeline';
import { currentTraceparent, Problem } from '@exchange/runtime';
import { callerOf, type AdmittedRequest } from '../admission/admitted-request.ts';
import { Traffic } from '../traffic.ts';
import { ACCEPT_PORTS, CATALOG, LIMITS } from '../tokens.ts';
import { answerOf, outcomeMembers, refuseUnreadable, unlisted, type Answer } from './answers.ts';
import { contentOf } from './content.ts';
import { inflate } from './inflate.ts';

export interface Push {
  readonly system: string;
  readonly stream: string;
  readonly operation: 'upsert' | 'delete';
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
  constructor(
    @Inject(CATALOG) private readonly catalog: Catalog,
    @Inject(ACCEPT_PORTS) private readonly ports: AcceptPorts,
    @Inject(LIMITS) private readonly limits: Limits,
    @Inject(Traffic) private readonly traffic: Traffic,
  ) {}

  async take(push: Push): Promise<Answer> {
    const batch = await this.batchOf(push);
    const acceptance = await acceptBatch(batch, { ...this.ports, admit: admitInto(push.request) });
    this.traffic.count(batch, acceptance);
    return answerOf(acceptance);
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
    const { system, stream, operation, headers, request } = push;
    const entry = this.streamOf(push);
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
      idempotencyKey: idempotencyKeyOf(headers['idempotency-key']),
      traceparent: currentTraceparent() ?? null,
    };
  }

  private streamOf({ system, stream, request }: Push): StreamEntry {
    refuseForeign(request, system);
    const entry = findStream(this.catalog, system, stream);
    if (entry?.source.kind === 'push') return entry;
    if (entry) {
      throw new Problem({
        status: 403,
        code: 'stream-not-pushed',
        detail: {
          zh: '该数据流由网关主动读取，不接受推送；接入方式见系统接入说明',
          en: 'the gateway reads this stream itself and takes no pushes of it; see the manual of the system',
        },
      });
    }
    const streams = [...(this.catalog.systems.get(system)?.streams.keys() ?? [])].join(', ');
    throw new Problem({
      status: 404,
      code: 'stream-unknown',
      detail: {
        zh: `系统 ${system} 的数据流有：${streams}`,
        en: `the streams of system ${system} are: ${streams}`,
      },
    });
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
        throw overCapacity();
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

/** A key is good for its own system only. */
export function refuseForeign(request: AdmittedRequest, system: string): void {
  if (callerOf(request).system === system) return;
  throw new Problem({
    status: 403,
    code: 'foreign-system',
    detail: {
      zh: '密钥只能用于本系统的数据流',
      en: 'a key is good for the streams of its own system only',
    },
  });
}

/** A small body may hold very many records. */
function admitInto({ reservation }: AdmittedRequest): (records: number) => void {
  return (records) => {
    if (reservation?.grow(records * RECORD_WORK_BYTES) === false) throw overCapacity();
  };
}

/** Too many bytes are being worked on at this moment. */
export function overCapacity(): Problem {
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
