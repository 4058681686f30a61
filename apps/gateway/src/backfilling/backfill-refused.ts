import { Problem } from '@exchange/runtime';

/** Records of one historical push: a live record must not wait behind more. */
export const HISTORICAL_RECORDS_MAX = 1_000;
/** The same where receipts take effect one after the other. */
export const ORDERED_HISTORICAL_RECORDS_MAX = 100;

const RETRY_SECONDS = 5;

/** Live records need the room at this moment. */
export function historyWaits(): Problem {
  return new Problem({
    status: 429,
    code: 'history-waits',
    detail: {
      zh: `网关正忙于实时数据，历史数据请 ${RETRY_SECONDS} 秒后原样重试；本次请求未保存`,
      en: `the gateway is busy with live records: repeat the historical ones as they are after ${RETRY_SECONDS} s; nothing of this request was kept`,
    },
    headers: { 'Retry-After': String(RETRY_SECONDS) },
  });
}

export function historicalBatchTooLarge(records: number, recordsMax: number): Problem {
  return new Problem({
    status: 413,
    code: 'historical-batch-too-large',
    detail: {
      zh: `历史数据每批至多 ${recordsMax} 条，本批有 ${records} 条，请分批发送；本次请求未保存`,
      en: `a batch of historical records has ${recordsMax} at most, this one has ${records}: send smaller ones; nothing of this request was kept`,
    },
  });
}
