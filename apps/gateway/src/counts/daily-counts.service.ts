import { Inject, Injectable } from '@nestjs/common';
import type { Catalog } from '@exchange/catalog';
import { dayAfter, dayOf, dayStart, type Json, type JsonObject } from '@exchange/contracts';
import { compileValidator, invalidRequest, Problem } from '@exchange/runtime';
import {
  arrivedByDay,
  countedSpan,
  listDailyCounts,
  reportDailyCount,
  type Arrived,
  type DailyCount,
  type Store,
} from '@exchange/store';
import { callerOf, type AdmittedRequest } from '../admission/admitted-request.ts';
import { pushedStream } from '../receiving/pushed-stream.ts';
import { CATALOG, STORE } from '../tokens.ts';
import { compareCounts } from './compare-counts.ts';
import { COUNTED_DAYS, isDayOver, NOTHING_ARRIVED } from './counted-days.ts';

export const DAILY_COUNT_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['records'],
  properties: {
    records: {
      description: '当日发送的记录数，不含撤回 / Records that were sent on the day, withdrawals left out',
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000_000,
    },
    deleted: {
      description: '当日撤回的记录数；不给则不核对 / Records that were withdrawn; not compared unless given',
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000_000,
    },
  },
};

const checkReport = compileValidator<{ records: number; deleted?: number }>(DAILY_COUNT_SCHEMA, {
  coerce: false,
});

interface OfStream {
  readonly system: string;
  readonly stream: string;
  readonly request: AdmittedRequest;
}

/** Daily counts of the systems that push. */
@Injectable()
export class DailyCountsService {
  constructor(
    @Inject(CATALOG) private readonly catalog: Catalog,
    @Inject(STORE) private readonly store: Store,
  ) {}

  async report(of: OfStream, day: string): Promise<JsonObject> {
    pushedStream(this.catalog, of);
    const { system, stream, request } = of;
    const caller = callerOf(request);
    if (caller.trial) throw ON_TRIAL();
    const now = new Date();
    const { earliest, today } = await this.span(now);
    if (!dayStart(day) || day < earliest || day > today) throw dayOutOfRange(earliest, today);
    const { records, deleted = null } = reportOf(request);
    const counted = { system, stream, day, records, deleted };
    const reported = await reportDailyCount(this.store, counted, `key ${caller.keyId}`);
    const arrived = await this.arrived(of, day, day);
    return dayMembers(day, reported, arrived.get(day), now);
  }

  async list(of: OfStream, { from, to }: { from?: string; to?: string }): Promise<JsonObject> {
    pushedStream(this.catalog, of);
    const now = new Date();
    const { earliest, today } = await this.span(now);
    const last = to === undefined || to > today ? today : to;
    const first = from === undefined || from < earliest ? earliest : from;
    const [reported, arrived] = await Promise.all([
      listDailyCounts(this.store.pool, of, first, last),
      first <= last ? this.arrived(of, first, last) : new Map<string, Arrived>(),
    ]);
    const days: JsonObject[] = [];
    for (let day = first; day <= last; day = dayAfter(day, 1))
      days.push(dayMembers(day, reported.get(day), arrived.get(day), now));
    return { timeZone: 'Asia/Shanghai', days };
  }

  /** The days that can be compared. */
  private async span(now: Date): Promise<{ earliest: string; today: string }> {
    const { since } = await countedSpan(this.store.pool);
    const today = dayOf(now);
    const oldest = dayAfter(today, -COUNTED_DAYS);
    const begun = dayOf(since);
    return { earliest: begun > oldest ? begun : oldest, today };
  }

  private arrived(of: OfStream, first: string, last: string): Promise<ReadonlyMap<string, Arrived>> {
    return arrivedByDay(this.store.pool, of, dayStart(first)!, dayStart(dayAfter(last, 1))!);
  }
}

function dayMembers(
  day: string,
  reported: DailyCount | undefined,
  arrived: Arrived = NOTHING_ARRIVED,
  now: Date,
): JsonObject {
  const { state, difference, advice } = compareCounts(reported ?? null, arrived, isDayOver(day, now));
  const { pending, ...counts } = arrived;
  return {
    day,
    state,
    reported: reported
      ? {
          records: reported.records,
          deleted: reported.deleted,
          reportedTime: reported.reportedAt.toISOString(),
          corrections: reported.corrections,
        }
      : null,
    arrived: counts,
    pendingReceipts: pending,
    difference: difference && { ...difference },
    advice: { ...advice },
  };
}

function reportOf(request: AdmittedRequest): { records: number; deleted?: number } {
  const checked = checkReport(jsonOf(request.body));
  if (!checked.ok) throw invalidRequest(checked.problems);
  return checked.value;
}

function jsonOf(body: unknown): Json {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString() : '') as Json;
  } catch {
    throw new Problem({
      status: 400,
      code: 'unreadable-body',
      detail: {
        zh: '请求体应为 JSON，例如 {"records": 120, "deleted": 3}',
        en: 'the body must be JSON such as {"records": 120, "deleted": 3}',
      },
    });
  }
}

function dayOutOfRange(earliest: string, today: string): Problem {
  return new Problem({
    status: 400,
    code: 'day-out-of-range',
    detail: {
      zh: `日期（北京时间，YYYY-MM-DD）应在 ${earliest} 至 ${today} 之间`,
      en: `the day (Asia/Shanghai, YYYY-MM-DD) must be from ${earliest} to ${today}`,
    },
  });
}

function ON_TRIAL(): Problem {
  return new Problem({
    status: 403,
    code: 'trial-key',
    detail: {
      zh: '试用密钥发送的数据不计数；请用正式密钥报送数量',
      en: 'what is sent with a trial key is not counted; report counts with a live key',
    },
  });
}
