import { assert, integer, property } from 'fast-check';
import { shareOf } from './lease-membership.ts';

function partitions(topics: number, count: number): Array<{ topic: string; partition: number }> {
  return Array.from({ length: topics }, (_, t) =>
    Array.from({ length: count }, (_unused, partition) => ({ topic: `topic-${t}`, partition })),
  ).flat();
}

test('every partition is the share of exactly one member, and shares differ by one at most', () => {
  assert(
    property(
      integer({ min: 1, max: 9 }),
      integer({ min: 1, max: 5 }),
      integer({ min: 1, max: 12 }),
      (count, topics, each) => {
        const all = partitions(topics, each);
        const names = [...new Set(all.map(({ topic }) => topic))];
        const members = Array.from({ length: count }, (_, n) => ({ member: `member-${n}`, topics: names }));
        const shares = members.map(({ member }) => shareOf(member, members, all));
        const dealt = shares.flat().map(({ topic, partition }) => `${topic}/${partition}`);
        expect(dealt.sort()).toEqual(all.map(({ topic, partition }) => `${topic}/${partition}`).sort());
        const sizes = shares.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('a member is given only topics that it reads, while a new version of the app reads more', () => {
  const members = [
    { member: 'old', topics: ['topic-0'] },
    { member: 'new', topics: ['topic-0', 'topic-1'] },
  ];
  const all = partitions(2, 4);
  expect(shareOf('old', members, all).every(({ topic }) => topic === 'topic-0')).toBe(true);
  expect(shareOf('old', members, all).length + shareOf('new', members, all).length).toBe(all.length);
});
