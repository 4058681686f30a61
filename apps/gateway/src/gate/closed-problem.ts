import type { Detail } from '@exchange/contracts';
import type { Closure } from '@exchange/pipeline';
import { Problem } from '@exchange/runtime';
import { beijingTime } from '../beijing-time.ts';
import { CLOSURE_ANSWERS } from './closure-answers.ts';

/** A sender asks again at least so often, because what is closed may be opened before its time. */
const RETRY_SECONDS_MAX = 3_600;

/** Why a stream takes nothing now, and when to come back. */
export function closedProblem({ because, untilTime, reason }: Closure, now: Date): Problem {
  const { status, code, meaning, remedy } = CLOSURE_ANSWERS[because];
  const until = untilTime === null ? null : new Date(untilTime);
  return new Problem({
    status,
    code,
    detail: {
      zh: `${meaning.zh}${reason ? `：${reason.zh}` : ''}${untilText(until).zh}。本次请求未保存；${remedy.zh}`,
      en: `${meaning.en}${reason ? `: ${reason.en}` : ''}${untilText(until).en}. Nothing of this request was kept; ${remedy.en}`,
    },
    ...(until === null
      ? {}
      : { headers: { 'Retry-After': retryAfter(until, now) }, members: { until: until.toISOString() } }),
  });
}

/** To the minute, rounded up. */
function untilText(until: Date | null): Detail {
  if (until === null) return { zh: '', en: '' };
  const minute = new Date(Math.ceil(until.getTime() / 60_000) * 60_000);
  const { zh, en } = beijingTime(minute);
  return { zh: `，至 ${zh}`, en: `, until ${en}` };
}

function retryAfter(until: Date, now: Date): string {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1_000);
  return String(Math.min(Math.max(seconds, 1), RETRY_SECONDS_MAX));
}
