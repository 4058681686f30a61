import type { Detail } from '@exchange/contracts';
import type { Arrived, DailyCount } from '@exchange/store';

/** provisional: the day is not over, or something of it is not completed yet. */
export type CountState = 'agrees' | 'differs' | 'provisional' | 'unreported';

export interface Comparison {
  readonly state: CountState;
  /** Arrived less reported; null where nothing was reported. */
  readonly difference: { readonly records: number; readonly deleted: number | null } | null;
  readonly advice: Detail;
}

/** What a system says that it sent on a day, held against what arrived; `isOver`: nothing more can arrive on that day. Pure. */
export function compareCounts(
  reported: Pick<DailyCount, 'records' | 'deleted'> | null,
  arrived: Arrived,
  isOver: boolean,
): Comparison {
  const state = isOver && arrived.pending === 0 ? null : 'provisional';
  if (!reported) return { state: state ?? 'unreported', difference: null, advice: UNREPORTED };
  const records = arrived.records - reported.records;
  const deleted = reported.deleted === null ? null : arrived.deleted - reported.deleted;
  const difference = { records, deleted };
  if (state) return { state, difference, advice: PROVISIONAL };
  if (records === 0 && (deleted ?? 0) === 0)
    return { state: 'agrees', difference, advice: agrees(arrived.quarantined) };
  return { state: 'differs', difference, advice: differs(records, deleted ?? 0) };
}

const UNREPORTED: Detail = {
  zh: '本日尚未报送数量；可用 PUT 报送，以便核对',
  en: 'no count was reported for this day; report one with PUT to have it compared',
};

const PROVISIONAL: Detail = {
  zh: '当日（北京时间）尚未结束，或有数据尚待写入；数量为暂计，次日再查',
  en: 'the day (Asia/Shanghai) is not over, or something of it is still pending: these counts are provisional, ask again the day after',
};

function agrees(quarantined: number): Detail {
  if (quarantined === 0) return { zh: '数量一致，无需处理', en: 'the counts agree; there is nothing to do' };
  return {
    zh: `数量一致；其中 ${quarantined} 条在隔离区待改正，改正后以相同主键重新推送`,
    en: `the counts agree; ${quarantined} of the records wait in quarantine: mend them and push them again under the same key`,
  };
}

function differs(records: number, deleted: number): Detail {
  const parts = [...lacking('records', records), ...lacking('deleted', deleted)];
  return { zh: parts.map(({ zh }) => zh).join('；'), en: parts.map(({ en }) => en).join('; ') };
}

function* lacking(what: 'records' | 'deleted', difference: number): Generator<Detail> {
  const many = Math.abs(difference);
  const zh = what === 'records' ? '记录' : '撤回';
  const en = what === 'records' ? 'records' : 'withdrawals';
  if (difference < 0)
    yield {
      zh: `少收到 ${many} 条${zh}：请在发送日志中找出当日没有回执的请求，原样（同一 Idempotency-Key）补发；补发计入补发当日，更正两日的报送数即可`,
      en: `${many} ${en} have not arrived: find the requests of that day without a receipt in your sending log and send them again as they were (same Idempotency-Key); they count for the day on which they arrive, so correct both days' counts`,
    };
  if (difference > 0)
    yield {
      zh: `多收到 ${many} 条${zh}：请核对统计口径（以北京时间收到时刻归日，含进入隔离区的记录），以及是否不带 Idempotency-Key 重复发送过；报送数有误的，重新 PUT 更正`,
      en: `${many} more ${en} arrived than were reported: check how you count (by the time of receipt in Asia/Shanghai, quarantined records included) and whether something was sent twice without an Idempotency-Key; a wrong count is corrected by another PUT`,
    };
}
