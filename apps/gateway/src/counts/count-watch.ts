import { dayAfter, dayOf, dayStart, type Detail } from '@exchange/contracts';
import { Periodic, type Logger } from '@exchange/runtime';
import {
  addUpArrived,
  arrivedByDay,
  listAlarms,
  listDailyCounts,
  raiseAlarm,
  recoverAlarm,
  refreshAlarm,
  streamsThatCount,
  byOneProcess,
  type Alarm,
  type AlarmView,
  type Store,
} from '@exchange/store';
import { compareCounts } from './compare-counts.ts';
import { COUNTED_DAYS, isDayOver, NOTHING_ARRIVED } from './counted-days.ts';

const WATCH_MS = 60_000;
/** A day of them; what is left is added up in the next rounds. */
const SPANS_AT_ONCE = 12;

/** Adds up what arrived, and holds the counts that were reported of the last days against it. In each process; one at a time does it. */
export function watchCounts(store: Store, log: Logger): Periodic {
  return new Periodic(WATCH_MS, () => compareReportedCounts(store, new Date()), {
    onError: (error) => log.warn('counts.watch_failed', {}, error),
  });
}

/** One round. */
export async function compareReportedCounts(store: Store, now: Date): Promise<void> {
  for (let spans = 0; spans < SPANS_AT_ONCE && !(await addUpArrived(store.pool)); spans += 1);
  await byOneProcess(store.pool, 'counts', async (_, stillMine) => {
    const to = dayOf(now);
    const from = dayAfter(to, -COUNTED_DAYS);
    const open = (await listAlarms(store.pool)).filter(({ rule }) => rule === 'count-mismatch');
    const names = new Map(
      // A day may have grown so old that nothing is compared any more.
      [...(await streamsThatCount(store.pool, from)), ...open].map(({ system, stream }) => [
        `${system}/${stream}`,
        { system, stream },
      ]),
    );
    for (const name of names.values()) {
      await stillMine();
      const known = open.find(({ system, stream }) => system === name.system && stream === name.stream);
      const days = await differingDays(store, name, { from, to, now });
      if (days === null) continue;
      await tell(store, { ...name, rule: 'count-mismatch', ...wordsOf(days) }, days, known);
    }
  });
}

interface DifferingDay {
  readonly day: string;
  readonly records: number;
  readonly deleted: number;
}

/** The days that are over and differ; null while a day that differed may yet agree. */
async function differingDays(
  store: Store,
  name: { readonly system: string; readonly stream: string },
  { from, to, now }: { readonly from: string; readonly to: string; readonly now: Date },
): Promise<DifferingDay[] | null> {
  const reported = await listDailyCounts(store.pool, name, from, to);
  const arrived = await arrivedByDay(store.pool, name, dayStart(from)!, dayStart(dayAfter(to, 1))!);
  const days: DifferingDay[] = [];
  let isOpen = false;
  for (const [day, report] of reported) {
    const isOver = isDayOver(day, now);
    const { state, difference } = compareCounts(report, arrived.get(day) ?? NOTHING_ARRIVED, isOver);
    if (state === 'provisional' && isOver) isOpen = true;
    if (state !== 'differs' || !difference) continue;
    days.push({ day, records: difference.records, deleted: difference.deleted ?? 0 });
  }
  return days.length === 0 && isOpen ? null : days;
}

async function tell(
  store: Store,
  alarm: Alarm,
  days: readonly DifferingDay[],
  known: AlarmView | undefined,
): Promise<void> {
  if (days.length === 0) {
    if (known) await recoverAlarm(store.pool, alarm);
  } else if (!known || JSON.stringify(known.facts['days']) !== JSON.stringify(alarm.facts['days']))
    await raiseAlarm(store.pool, alarm);
  else await refreshAlarm(store.pool, alarm);
}

function wordsOf(days: readonly DifferingDay[]): Pick<Alarm, 'detail' | 'facts'> {
  const each = days.map(({ day, records, deleted }) => `${day} ${signed(records)}/${signed(deleted)}`);
  const shown = each.slice(-5).join('；');
  const detail: Detail = {
    zh: `${days.length} 天的收到数与报送数不一致（实收减报送：记录/撤回）：${shown}。请与来源单位核对发送日志，补发或更正报送数`,
    en: `on ${days.length} days what arrived differs from what was reported (arrived less reported, records/withdrawals): ${shown}. Let the source check its sending log, send again what is missing or correct its counts`,
  };
  return { detail, facts: { days: each } };
}

function signed(number: number): string {
  return number > 0 ? `+${number}` : String(number);
}
