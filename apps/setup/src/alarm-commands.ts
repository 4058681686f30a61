import { parseArgs } from 'node:util';
import { ALARM_RULES, closeAlarm, listAlarms, type AlarmView } from '@exchange/store';
import type { StoreCommandParts } from './command-parts.ts';

/**
 * `alarms`: those that are open, with `--all` also what is over. `alarms --close <number>`: what no rule can see ending is dealt
 * with. Resolves with the exit code.
 */
export async function alarms(
  { store, actor, print }: StoreCommandParts,
  args: readonly string[],
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { all: { type: 'boolean', default: false }, close: { type: 'string' } },
  });
  if (values.close !== undefined) {
    const isClosed = await closeAlarm(store.pool, values.close, actor);
    print(
      isClosed
        ? '告警已关闭 / closed'
        : '没有这条告警，或其情况消除后会自动恢复 / no such open alarm, or one that recovers by itself',
    );
    return isClosed ? 0 : 1;
  }
  const found = await listAlarms(store.pool, { isAll: values.all });
  if (found.length === 0) print('没有告警 / no alarm');
  for (const alarm of found) for (const line of linesOf(alarm)) print(line);
  return 0;
}

function linesOf(alarm: AlarmView): string[] {
  const { id, rule, system, stream, severity, detail, occurrences, openedAt, recoveredAt } = alarm;
  const isOver = recoveredAt ? ` → 已恢复 / recovered ${recoveredAt.toISOString()}` : '';
  const times = occurrences > 1 ? `  ${occurrences} 次 / times` : '';
  const close =
    !recoveredAt && ALARM_RULES[rule].ends === 'by-somebody'
      ? [`  处理后 / once dealt with: alarms --close ${id}`]
      : [];
  return [
    `${SEVERITY_WORDS[severity]}  ${rule}  ${system}/${stream}  ${openedAt.toISOString()}${isOver}${times}`,
    `  ${detail.zh}`,
    `  ${detail.en}`,
    ...close,
  ];
}

const SEVERITY_WORDS: Readonly<Record<AlarmView['severity'], string>> = {
  warning: '警告 / warning',
  critical: '严重 / critical',
};
