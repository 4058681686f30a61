import fc from 'fast-check';
import type { Json } from '@exchange/contracts';
import { OverlapWindow } from './overlap-window.ts';

const OVERLAP_MS = 100;

/** A row that gets its revision at one time and becomes visible at another, at most the overlap later. */
const rows = fc.array(
  fc.record({ at: fc.integer({ min: 1, max: 600 }), heldMs: fc.integer({ min: 0, max: OVERLAP_MS - 1 }) }),
  { minLength: 20, maxLength: 60 },
);
const looks = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 1, max: 30 }),
    isNew: fc.boolean(),
    stopsAfter: fc.integer({ min: 0, max: 8 }),
  }),
  { minLength: 1, maxLength: 40 },
);

test('whatever order transactions commit in and whenever readers die, each row is taken once', () => {
  fc.assert(
    fc.property(rows, looks, fc.integer({ min: 1, max: 20 }), (written, plan, rowsMax) => {
      // Revisions are handed out in the order of time, as a sequence does.
      const table = written
        .sort((left, right) => left.at - right.at)
        .map((row, index) => ({
          revision: String(index + 1).padStart(4, '0'),
          visibleAt: row.at + row.heldMs,
        }));
      const taken: string[] = [];
      let checkpoint: Json = null;
      let window = new OverlapWindow(null, { overlapMs: OVERLAP_MS, rowsMax });
      let now = 0;
      const end = Array.from({ length: 80 }, () => ({ afterMs: 60, isNew: false, stopsAfter: 99 }));
      for (const look of [...plan, ...end]) {
        now += look.afterMs;
        if (look.isNew) window = new OverlapWindow(checkpoint, { overlapMs: OVERLAP_MS, rowsMax });
        const visible = table.filter(({ visibleAt }) => visibleAt <= now).map(({ revision }) => revision);
        const claimed = lookOnce(window, visible, now, rowsMax, look.stopsAfter);
        taken.push(...claimed.rows);
        checkpoint = claimed.checkpoint ?? checkpoint;
        // Who stops in the middle knows more than was claimed: it is thrown away.
        if (claimed.isStopped) window = new OverlapWindow(checkpoint, { overlapMs: OVERLAP_MS, rowsMax });
      }
      expect([...taken].sort()).toEqual(table.map(({ revision }) => revision));
    }),
    { numRuns: 300 },
  );
});

/** What the reader does with a window, one row for each chunk. */
function lookOnce(
  window: OverlapWindow,
  visible: readonly string[],
  now: number,
  rowsMax: number,
  stopsAfter: number,
): { rows: string[]; checkpoint: Json | undefined; isStopped: boolean } {
  const taken: string[] = [];
  let checkpoint: Json | undefined;
  const digest = (revision: string): string => markOf(revision);
  const claim = (revision: string): boolean => {
    if (taken.length === stopsAfter) return false;
    taken.push(revision);
    checkpoint = JSON.parse(JSON.stringify(window.checkpoint())) as Json;
    return true;
  };
  window.beginLook(now, visible.at(-1) ?? null);
  const upTo = window.settledUpTo(now);
  for (const revision of visible) {
    if (window.after && revision <= window.after[0]!) continue;
    if (upTo === undefined || revision > upTo) break;
    const isTaken = window.passSettled(digest(revision));
    window.moveTo([revision]);
    if (!isTaken && !claim(revision)) return { rows: taken, checkpoint, isStopped: true };
  }
  window.endSettled();
  let met = 0;
  for (const revision of visible) {
    if ((window.after && revision <= window.after[0]!) || (upTo !== undefined && revision <= upTo)) continue;
    const state = met++ < rowsMax ? window.takeYoung(digest(revision)) : 'full';
    if (state === 'full') return { rows: taken, checkpoint, isStopped: false };
    if (state === 'new' && !claim(revision)) return { rows: taken, checkpoint, isStopped: true };
  }
  window.endLook();
  return { rows: taken, checkpoint, isStopped: false };
}

/** The mark of a row at a place, with the content that it has there. */
function markOf(place: string, content = 'a'): string {
  return place.padStart(8, '0') + content.padEnd(8, '.');
}

test('a row that changes to and fro within one tick of its revision is taken each time, also where there are too many rows', () => {
  const window = new OverlapWindow(null, { overlapMs: 100, rowsMax: 2 });
  const look = (now: number, content: string): string[] => {
    window.beginLook(now, '3');
    const states = ['1', '2', '3'].map((place, met) =>
      met < 2 ? window.takeYoung(markOf(place, place === '2' ? content : 'a')) : 'full',
    );
    return states;
  };
  // The third row is beyond what is looked at, so that no look reaches the end of the table.
  expect(look(0, 'x')).toEqual(['new', 'new', 'full']);
  expect(look(10, 'y')).toEqual(['known', 'new', 'full']);
  expect(look(20, 'x')).toEqual(['known', 'new', 'full']);
  expect(window.settledUpTo(200)).toBe('3');
  expect(window.passSettled(markOf('1'))).toBe(true);
  expect(window.passSettled(markOf('2', 'y'))).toBe(false);
});

test('what is noted of rows that have moved on makes room again although no look reaches the end of the table', () => {
  const window = new OverlapWindow(null, { overlapMs: 100, rowsMax: 2 });
  let taken = 0;
  for (let now = 0, place = 1; now < 5_000; now += 60, place += 10) {
    window.beginLook(now, String(place + 9));
    if (window.settledUpTo(now) !== undefined) window.endSettled();
    // Every row has moved on since the last look.
    for (const moved of [place, place + 1]) if (window.takeYoung(markOf(String(moved))) === 'new') taken += 1;
  }
  expect(taken).toBeGreaterThan(100);
});

test('the checkpoint stays small once the rows are old', () => {
  const window = new OverlapWindow(null, { overlapMs: 10, rowsMax: 100 });
  window.beginLook(0, '5');
  for (let row = 1; row <= 5; row++) window.takeYoung(markOf(String(row)));
  window.endLook();
  expect(window.checkpoint()['taken']).toHaveLength(80);
  window.beginLook(20, '5');
  expect(window.settledUpTo(20)).toBe('5');
  for (let row = 1; row <= 5; row++) {
    expect(window.passSettled(markOf(String(row)))).toBe(true);
    window.moveTo([String(row)]);
  }
  window.endLook();
  expect(window.checkpoint()).toEqual({ after: ['5'], marks: [[0, '5']], taken: '' });
});
