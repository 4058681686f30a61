import fc from 'fast-check';
import { isWorkingDay } from '@exchange/contracts';
import { silentFrom, updateCycleSeconds, type UpdateRhythm } from './silence.ts';

type Cycle = UpdateRhythm['updateCycle'];

function from(updateCycle: Cycle, last: string): string | undefined {
  return silentFrom({ updateCycle }, new Date(last), isWorkingDay)?.toISOString();
}

// 2026-11-24 is a Tuesday; the seven days from 2026-10-01 are holidays, Saturday 2026-10-10 is worked.
test.each<[Cycle, string, string, string]>([
  ['realtime', '2026-11-24T10:00:00+08:00', '2026-11-24T14:00:00+08:00', 'four hours in the office'],
  ['realtime', '2026-11-24T17:00:00+08:00', '2026-11-25T12:00:00+08:00', 'the night does not count'],
  ['realtime', '2026-11-24T03:00:00+08:00', '2026-11-24T13:00:00+08:00', 'nor does the time before office'],
  ['realtime', '2026-11-27T19:00:00+08:00', '2026-11-30T13:00:00+08:00', 'nor the week end'],
  ['daily', '2026-11-24T06:30:00+08:00', '2026-11-26T00:00:00+08:00', 'the whole next day'],
  ['daily', '2026-11-27T06:30:00+08:00', '2026-12-01T00:00:00+08:00', 'over a week end'],
  ['daily', '2026-09-30T06:30:00+08:00', '2026-10-09T00:00:00+08:00', 'over the National Day holidays'],
  ['weekly', '2026-11-24T06:30:00+08:00', '2026-12-02T00:00:00+08:00', 'a week and its day'],
  ['monthly', '2026-11-24T06:30:00+08:00', '2026-12-26T00:00:00+08:00', 'a month and its day'],
])('%s: after %s silent from %s (%s)', (cycle, last, expected) => {
  expect(from(cycle, last)).toBe(new Date(expected).toISOString());
});

test('what comes on demand may stay away for ever, unless its manifest says how long', () => {
  const last = new Date('2026-11-24T02:00:00Z');
  expect(silentFrom({ updateCycle: 'on-demand' }, last, isWorkingDay)).toBeNull();
  expect(silentFrom({ updateCycle: 'on-demand', silenceMinutesMax: 90 }, last, isWorkingDay)).toEqual(
    new Date('2026-11-24T03:30:00Z'),
  );
  expect(updateCycleSeconds({ updateCycle: 'on-demand' })).toBeNull();
  expect(updateCycleSeconds({ updateCycle: 'daily' })).toBe(86_400);
  expect(updateCycleSeconds({ updateCycle: 'realtime', silenceMinutesMax: 30 })).toBe(1_800);
});

test('what came later is never silent sooner, and nothing is silent before its cycle has passed', () => {
  const moment = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2026-11-30T00:00:00Z'),
    noInvalidDate: true,
  });
  const cycle = fc.constantFrom<Cycle>('realtime', 'daily', 'weekly', 'monthly');
  fc.assert(
    fc.property(moment, moment, cycle, (one, other, updateCycle) => {
      const [earlier, later] = one < other ? [one, other] : [other, one];
      const [first, second] = [earlier, later].map((last) =>
        silentFrom({ updateCycle }, last, isWorkingDay)!,
      );
      expect(second!.getTime()).toBeGreaterThanOrEqual(first!.getTime());
      const cycleMs = updateCycleSeconds({ updateCycle })! * 1_000;
      expect(first!.getTime() - earlier.getTime()).toBeGreaterThanOrEqual(cycleMs);
    }),
  );
});
