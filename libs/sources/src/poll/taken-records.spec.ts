import * as fc from 'fast-check';
import { NONE_TAKEN, nextPass, sift, type TakenRecords } from './taken-records.ts';

/** Reads passes of pages, one after the other; what was taken of each, in order. */
function takenOf(passes: ReadonlyArray<ReadonlyArray<readonly string[]>>): string[][] {
  let taken: TakenRecords = NONE_TAKEN;
  return passes.map((pages) => {
    const fresh: string[] = [];
    for (const page of pages) {
      const sifted = sift(
        taken,
        page.map((record) => Buffer.from(record)),
      );
      fresh.push(...sifted.fresh.map(String));
      // What is stored is JSON.
      taken = JSON.parse(JSON.stringify(sifted.taken)) as TakenRecords;
    }
    taken = nextPass(taken);
    return fresh;
  });
}

const stateAfter = (records: readonly string[]): object =>
  Object.fromEntries(records.map((record) => record.split('=')));

test.each<[string, string[][], string[][]]>([
  [
    'what comes again unchanged',
    [
      ['a', 'b'],
      ['b', 'c'],
    ],
    [['a', 'b'], ['c']],
  ],
  ['A that became B and A again', [['k=A'], ['k=B'], ['k=A']], [['k=A'], ['k=B'], ['k=A']]],
  ['B and A behind an A that comes again', [['k=A'], ['k=A', 'k=B', 'k=A']], [['k=A'], ['k=B', 'k=A']]],
])('%s', (_, passes, expected) => {
  expect(takenOf(passes.map((pass) => [pass]))).toEqual(expected);
});

test('of a pass with too many records nothing is left out in the next one, so that their order stays', () => {
  const records = Array.from({ length: 4_000 }, (_, place) => `k${place % 40}=${place}`);
  const [, again] = takenOf([[records], [records.slice(900)]]);
  expect(stateAfter(again!)).toEqual(stateAfter(records));
  expect(again).toHaveLength(3_100);
});

test('3,000 records make no more than 33 kB of a checkpoint, also where half of them are new', () => {
  const page = (from: number, count: number) =>
    Array.from({ length: count }, (_, place) => Buffer.from(`r${from + place}`));
  const first = nextPass(sift(NONE_TAKEN, page(0, 3_000)).taken);
  expect(JSON.stringify(first).length).toBeLessThan(33_000);
  expect(sift(first, page(0, 3_000))).toMatchObject({ fresh: [], taken: { before: '' } });
  expect(JSON.stringify(sift(first, page(0, 1_500)).taken).length).toBeLessThan(33_000);
});

test('passes that show the end of the one before and what came since take every change once, in order', () => {
  const steps = fc.array(
    fc.record({ came: fc.nat(6), overlap: fc.nat(5), page: fc.integer({ min: 1, max: 4 }) }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(steps, (passes) => {
      const log: string[] = [];
      let from = 0;
      const shown = passes.map(({ came, overlap, page }) => {
        // A window never begins before the one before it.
        from = Math.max(from, log.length - overlap);
        for (let count = 0; count < came; count += 1) log.push(`k${log.length % 3}=${log.length}`);
        const list = log.slice(from);
        return Array.from({ length: Math.ceil(list.length / page) }, (_, at) =>
          list.slice(at * page, (at + 1) * page),
        );
      });
      expect(takenOf(shown).flat()).toEqual(log);
    }),
    { numRuns: 1_000 },
  );
});
