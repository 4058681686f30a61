import type { Detail, JsonObject } from '@exchange/contracts';
import {
  reportsToldMax,
  type Acceptance,
  type Outcome,
  type Receipt,
  type RecordReport,
} from '@exchange/pipeline';
import { Problem } from '@exchange/runtime';
import { closedProblem } from '../gate/closed-problem.ts';

export interface Answer {
  readonly status: 200 | 207 | 422;
  readonly body: JsonObject;
}

const RETRY_RUNNING_SECONDS = '2';
const RETRY_FULL_SECONDS = '30';

/** What the sender is told. Throws a problem for everything of which nothing was kept. */
export function answerOf(acceptance: Acceptance): Answer {
  switch (acceptance.kind) {
    case 'accepted':
      return receiptAnswer(acceptance.receipt, acceptance.outcome, acceptance);
    case 'running':
      throw new Problem({
        status: 409,
        code: 'idempotency-key-in-use',
        detail: {
          zh: '同一 Idempotency-Key 的请求仍在处理，请稍后原样重试',
          en: 'a request with this Idempotency-Key is still being worked on; repeat it later as it is',
        },
        headers: { 'Retry-After': RETRY_RUNNING_SECONDS },
        members: { receipt: acceptance.receiptId },
      });
    case 'conflict':
      throw new Problem({
        status: 422,
        code: 'idempotency-key-reused',
        detail: {
          zh: '该 Idempotency-Key 已用于另一请求（内容、数据流或操作不同）；请换用新的键',
          en: 'this Idempotency-Key came before with another request (another body, stream or operation); use a new key',
        },
        members: { receipt: acceptance.receiptId },
      });
    case 'unreadable':
      return refuseUnreadable(acceptance.at, acceptance.detail);
    case 'blocked':
      throw blocked(acceptance.findings);
    case 'no-mapping':
      throw new Problem({
        status: 503,
        code: 'no-mapping',
        detail: {
          zh: '本数据流尚无已发布的映射，请联系数据管理员，稍后原样重试',
          en: 'no mapping is published for this stream yet; ask the data office and repeat the request later as it is',
        },
        headers: { 'Retry-After': RETRY_FULL_SECONDS },
      });
    case 'closed':
      throw closedProblem(acceptance.closure, new Date());
    case 'full':
      throw new Problem({
        status: 503,
        code: 'pending-quota-reached',
        detail: {
          zh: '本数据流待写入的数据已达上限，本次请求未保存，请稍后原样重试',
          en: 'the pending data of this stream has reached its quota; nothing of this request was kept, repeat it later as it is',
        },
        headers: { 'Retry-After': RETRY_FULL_SECONDS },
      });
  }
}

/** 200 all accepted, 207 some quarantined, 422 all quarantined: kept in any case. */
export function receiptAnswer(
  receipt: Receipt,
  outcome: Outcome,
  state: { pending: boolean; repeated: boolean },
): Answer {
  const status = outcome.quarantined === 0 ? 200 : outcome.accepted === 0 ? 422 : 207;
  const { pending, repeated } = state;
  return {
    status,
    body: {
      receipt: { ...receiptMembers(receipt), pending, repeated },
      ...outcomeMembers(outcome),
      ...unlisted(outcome, `/v1/receipts/${receipt.id}`),
      ...adviceOf(receipt, outcome, pending),
    },
  };
}

export function receiptMembers(receipt: Receipt): JsonObject {
  return {
    id: receipt.id,
    system: receipt.system,
    stream: receipt.stream,
    digest: `sha-256:${receipt.bodyDigest}`,
    bytes: receipt.bodyBytes,
    receivedTime: receipt.receivedTime,
    mappingVersion: receipt.mappingVersion,
    idempotencyKey: receipt.idempotencyKey,
    trial: receipt.trial,
    historical: receipt.historical,
  };
}

/** Counts, and the first reports of quarantined and of doubtful records: an answer grows no further than that. */
export function outcomeMembers(outcome: Outcome): JsonObject {
  return {
    counts: countMembers(outcome),
    ...reportMembers([...told(outcome.reports, true), ...told(outcome.reports, false)]),
  };
}

export function countMembers({ records, accepted, quarantined }: Omit<Outcome, 'reports'>): JsonObject {
  return { records, accepted, quarantined };
}

export function reportMembers(reports: readonly RecordReport[]): JsonObject {
  const of = (isQuarantined: boolean) => reportsOf(reports, isQuarantined) as unknown as JsonObject[];
  return { quarantined: of(true), accepted: of(false) };
}

function told(reports: readonly RecordReport[], isQuarantined: boolean): RecordReport[] {
  return reportsOf(reports, isQuarantined).slice(0, reportsToldMax);
}

function reportsOf(reports: readonly RecordReport[], isQuarantined: boolean): RecordReport[] {
  return reports.filter(({ rejections }) => rejections.length > 0 === isQuarantined);
}

/** How many reports an answer leaves out; `href` is where they can be asked for, null where nothing was kept. */
export function unlisted(outcome: Outcome, href: string | null): { unlisted?: JsonObject } {
  const quarantined = Math.max(0, outcome.quarantined - reportsToldMax);
  const accepted = Math.max(0, reportsOf(outcome.reports, false).length - reportsToldMax);
  if (quarantined === 0 && accepted === 0) return {};
  const where = href && {
    href,
    zh: `本答复每类只列前 ${reportsToldMax} 条；其余凭回执分页查询：GET ${href}`,
    en: `only the first ${reportsToldMax} of each kind are listed here; ask for the others, page by page, with GET ${href}`,
  };
  return { unlisted: { quarantined, accepted, ...where } };
}

function adviceOf({ trial }: Receipt, outcome: Outcome, pending: boolean): { advice?: Detail & JsonObject } {
  if (trial) {
    return {
      advice: {
        zh: '用测试密钥发送：按正式流程校验并出具回执，但不进入平台；未通过的记录改正后可再试',
        en: 'sent with a trial key: checked like any other and put on record, but it reaches no platform; mend what did not pass and try again',
      },
    };
  }
  if (outcome.quarantined > 0) {
    return {
      advice: {
        zh: '未通过的记录已原样存入隔离区，无需重发；改正后请以相同主键重新推送该记录',
        en: 'the records that did not pass are kept in quarantine as they came; do not repeat them, push the mended record under the same key',
      },
    };
  }
  if (!pending) return {};
  return {
    advice: {
      zh: '已可靠保存，尚待写入事件日志；无需重发，可凭回执查询',
      en: 'safely stored and waiting for the event log; do not repeat it, ask for the receipt',
    },
  };
}

/** Nothing of the body could be taken. */
export function refuseUnreadable(at: string, detail: Detail): never {
  throw new Problem({
    status: 400,
    code: 'unreadable-body',
    detail: {
      zh: `${detail.zh}（位置 ${at}）；本次请求未保存任何内容`,
      en: `${detail.en} (at ${at}); nothing of this request was kept`,
    },
    members: { at },
  });
}

function blocked(findings: ReadonlyArray<{ index: number; at: string; rule: string }>): Problem {
  return new Problem({
    status: 422,
    code: 'secrecy-marking',
    title: { zh: '含涉密标志，拒收', en: 'Refused: secrecy marking' },
    detail: {
      zh: '内容带有国家秘密或工作秘密标志，整批拒收且未保存任何内容。请立即停止发送并报告本单位保密工作机构；本网关只接收非涉密数据',
      en: 'the content carries a marking of a state or work secret; the whole batch was refused and nothing was kept. Stop sending it and report to your secrecy officer; this gateway takes non-classified data only',
    },
    members: { findings: findings.map(({ index, at, rule }) => ({ index, at, rule })) },
  });
}
