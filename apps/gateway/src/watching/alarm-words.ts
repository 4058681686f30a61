import type { Detail } from '@exchange/contracts';
import type { PolicyVerdict } from '@exchange/pipeline';
import type { PauseReason, ReaderFailure } from '@exchange/store';
import { beijingTime } from '../beijing-time.ts';

type Reached = NonNullable<PolicyVerdict['nearest']>;

/** What came, and which limit that is held against. Vendors and administrators are told, each with what they can do. */
export function reachedWords({ limit, records, quarantined }: Reached): Detail {
  const { count, ratio, windowMinutes } = limit;
  const percent = ratio === undefined ? '' : `${Math.round(ratio * 1_000) / 10}%`;
  const zh = [count === undefined ? '' : `${count} 条`, percent].filter(Boolean).join('且 ');
  const en = [count === undefined ? '' : `${count} records`, percent].filter(Boolean).join(' and ');
  return {
    zh: `${windowMinutes} 分钟内 ${records} 条记录中有 ${quarantined} 条被隔离，上限为 ${zh}`,
    en: `${quarantined} of ${records} records within ${windowMinutes} minutes were quarantined, the limit is ${en}`,
  };
}

export function goesOnWords(reached: Reached): Detail {
  const { zh, en } = reachedWords(reached);
  return {
    zh: `${zh}；数据流继续接收。请查看隔离原因并通知来源单位改正`,
    en: `${en}; the stream goes on. Look at the reasons and let the source mend them`,
  };
}

/** @param because {@link reachedWords} of when it was closed */
export function blockedWords(because: Detail, until: Date): Detail {
  const end = beijingTime(until);
  return {
    zh: `${because.zh}；暂停接收至 ${end.zh}，之后自动恢复。请查看隔离原因并通知来源单位改正`,
    en: `${because.en}; nothing is taken until ${end.en}, then it goes on by itself. Look at the reasons and let the source mend them`,
  };
}

/** @param because {@link reachedWords} of when it was stopped */
export function stoppedWords(because: Detail): Detail {
  return {
    zh: `${because.zh}；已停止接收。改正后由管理员用 resume 命令恢复`,
    en: `${because.en}; nothing is taken any more. Once it is mended an administrator lets it go on with the command resume`,
  };
}

export function pausedWords(reason: PauseReason): Detail {
  switch (reason.rule) {
    case 'secrecy-marking':
      return {
        zh: '数据中有涉密标志，读取停在该批数据之前。请来源单位清除后用 resume 命令恢复',
        en: 'a record bears a secrecy marking: reading has stopped before its batch. Let the source take it out, then go on with the command resume',
      };
    case 'administrator':
      return {
        zh: `由管理员 ${reason.by} 暂停，用 resume 命令恢复`,
        en: `paused by the administrator ${reason.by}; it goes on with the command resume`,
      };
    case 'unreadable':
    case 'failure-policy':
      return {
        zh: `读取已暂停：${reason.zh}。处理后用 resume 命令恢复`,
        en: `reading is paused: ${reason.en}. Once that is dealt with it goes on with the command resume`,
      };
  }
}

export function failingWords(failure: ReaderFailure | null, since: Date): Detail {
  const { zh, en } = failure ?? { zh: '原因不明', en: 'for an unknown reason' };
  const from = beijingTime(since);
  return {
    zh: `自 ${from.zh} 起无法读取：${zh}`,
    en: `cannot be read since ${from.en}: ${en}`,
  };
}

export function silentWords(recordAt: Date | null, since: Date): Detail {
  const from = beijingTime(recordAt ?? since);
  return recordAt
    ? {
        zh: `最近一次收到数据是 ${from.zh}，已超过约定的更新周期。请与来源单位核实`,
        en: `the last record came at ${from.en}, longer ago than its update cycle allows. Ask the source`,
      }
    : {
        zh: `自 ${from.zh} 起没有收到任何数据，已超过约定的更新周期。请与来源单位核实`,
        en: `no record has come since ${from.en}, longer than its update cycle allows. Ask the source`,
      };
}
