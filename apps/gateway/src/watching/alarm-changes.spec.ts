import type { Alarm, AlarmRule, AlarmView } from '@exchange/store';
import fc from 'fast-check';
import { alarmChanges, WATCHED_RULES, type Condition } from './alarm-changes.ts';

const NOW = new Date('2026-11-24T07:00:00.000Z');
const DETAIL = { zh: '示例', en: 'example' };

function alarm(rule: AlarmRule, stream: string): Alarm {
  return { rule, system: 'gas', stream, detail: DETAIL, facts: {} };
}

function open(rule: AlarmRule, stream: string, secondsAgo = 0): AlarmView {
  const at = new Date(NOW.getTime() - secondsAgo * 1_000);
  return {
    ...alarm(rule, stream),
    id: '01990000-0000-7000-8000-000000000001',
    severity: 'warning',
    occurrences: 1,
    openedAt: at,
    lastSeenAt: at,
    recoveredAt: null,
  };
}

const ALL = (): boolean => true;

const nameOf = ({ rule, stream }: { rule: string; stream: string }): string => `${rule} ${stream}`;

test('what is new is raised, what lasts is written down now and then, what is over recovers', () => {
  const conditions: Condition[] = [
    { alarm: alarm('quarantine-limit', 'new'), isRaising: true },
    { alarm: alarm('source-silent', 'lasting'), isRaising: true },
    { alarm: alarm('source-silent', 'seen-lately'), isRaising: true },
  ];
  const standing = [
    open('source-silent', 'lasting', 61),
    open('source-silent', 'seen-lately', 59),
    open('reader-paused', 'over', 5),
  ];
  const { raise, refresh, recover } = alarmChanges(conditions, standing, NOW, ALL);
  expect(raise.map(nameOf)).toEqual(['quarantine-limit new']);
  expect(refresh.map(nameOf)).toEqual(['source-silent lasting']);
  expect(recover.map(nameOf)).toEqual(['reader-paused over']);
});

test('what is not bad enough to raise an alarm keeps an open one open', () => {
  const half: Condition = { alarm: alarm('quarantine-limit', 'a'), isRaising: false };
  expect(alarmChanges([half], [], NOW, ALL)).toEqual({ raise: [], refresh: [], recover: [] });
  expect(alarmChanges([half], [open('quarantine-limit', 'a', 600)], NOW, ALL).recover).toEqual([]);
});

test('alarms of rules that are not looked for here are left alone', () => {
  const others = [open('secrecy-block', 'a'), open('count-mismatch', 'a')];
  expect(alarmChanges([], others, NOW, ALL)).toEqual({ raise: [], refresh: [], recover: [] });
});

test('alarms of streams that another catalogue has are left to its process', () => {
  const standing = [open('source-silent', 'a'), open('source-silent', 'newer')];
  const { recover } = alarmChanges([], standing, NOW, ({ stream }) => stream !== 'newer');
  expect(recover.map(nameOf)).toEqual(['source-silent a']);
});

test('after its changes exactly the alarms of the conditions are open, and doing it again changes nothing', () => {
  const pair = fc.tuple(fc.constantFrom(...WATCHED_RULES), fc.constantFrom('a', 'b', 'c'));
  const pairs = fc.uniqueArray(pair, { selector: (one) => one.join(' ') });
  fc.assert(
    fc.property(pairs, pairs, (holding, standing) => {
      const conditions = holding.map(([rule, stream]) => ({
        alarm: alarm(rule, stream),
        isRaising: true as const,
      }));
      const before = standing.map(([rule, stream]) => open(rule, stream));
      const changes = alarmChanges(conditions, before, NOW, ALL);
      const gone = new Set(changes.recover.map(nameOf));
      const after = [
        ...before.filter((one) => !gone.has(nameOf(one))),
        ...changes.raise.map(({ rule, stream }) => open(rule, stream)),
      ];
      expect(after.map(nameOf).sort()).toEqual(conditions.map((one) => nameOf(one.alarm)).sort());
      expect(alarmChanges(conditions, after, NOW, ALL)).toEqual({ raise: [], refresh: [], recover: [] });
    }),
  );
});
