import fc from 'fast-check';
import { judgeFields, type FieldCount } from './judge-fields.ts';

const day = (number: number): Date => new Date(Date.UTC(2026, 10, number));

const count = (more: Partial<FieldCount>): FieldCount => ({
  path: '/AJBH',
  type: 'text',
  isKnown: true,
  records: 10_000,
  firstSeen: day(1),
  lastSeen: day(20),
  firstSeenAt: 0,
  lastSeenAt: 10_000,
  acceptedAt: null,
  ...more,
});

const states = (total: number, ...counts: Array<Partial<FieldCount>>): string[] =>
  judgeFields(total, counts.map(count)).map(({ kind, value, state }) => `${kind} ${value ?? '-'} ${state}`);

describe('a field that came in every record', () => {
  it('is missing after 200 records without it, and not before', () => {
    expect(states(10_199, {})).toEqual([]);
    expect(states(10_200, {})).toEqual(['missing-field - open']);
  });

  it('is no longer missing once somebody has given it up, until it comes and stays away again', () => {
    expect(states(10_200, { acceptedAt: day(21) })).toEqual(['missing-field - accepted']);
    expect(states(30_200, { acceptedAt: day(21), lastSeen: day(22), lastSeenAt: 30_000 })).toEqual([
      'missing-field - open',
    ]);
  });
});

describe('an optional field', () => {
  it('is missing after twenty times its usual distance', () => {
    // One record in fifty.
    expect(states(10_999, { records: 200 })).toEqual([]);
    expect(states(11_000, { records: 200 })).toEqual(['missing-field - open']);
  });

  it('that comes in fewer records than one in a hundred is never missing', () => {
    expect(states(10_000_000, { records: 99 })).toEqual([]);
  });

  it('that one batch of a rare kind brought along is not missing for that', () => {
    expect(states(20_000, { records: 9, firstSeenAt: 9_991, lastSeenAt: 10_000 })).toEqual([]);
  });

  it('that the stream had from some day on is judged by its rate since then', () => {
    const since = { records: 5_000, firstSeenAt: 1_000_000, lastSeenAt: 1_005_000 };
    expect(states(1_005_300, since)).toEqual(['missing-field - open']);
  });

  it('whose records come with it at random at its usual rate is as good as never missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.infiniteStream(fc.double({ noNaN: true, min: 0, max: 1 })),
        (percent, draws) => {
          let [records, lastSeenAt] = [0, 0];
          let at = 0;
          for (const draw of draws) {
            at += 1;
            if (at > 20_000) break;
            if (draw < percent / 100) [records, lastSeenAt] = [records + 1, at];
          }
          return states(20_000, { records, lastSeenAt }).length === 0;
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a type', () => {
  const number = { type: 'number', firstSeen: day(10), firstSeenAt: 5_000, records: 5_000 } as const;

  it('that came later than another is a change while both come', () => {
    expect(states(10_000, { records: 5_000 }, number)).toEqual(['changed-type number open']);
  });

  it('has changed for good when the former no longer comes', () => {
    expect(states(10_000, { records: 5_000, lastSeenAt: 5_000 }, number)).toEqual([
      'changed-type number changed',
    ]);
  });

  it('that no longer comes was an episode', () => {
    expect(states(10_000, {}, { ...number, lastSeenAt: 6_000, records: 1_000 })).toEqual([
      'changed-type number gone',
    ]);
  });

  it('is a change no longer when somebody has accepted it', () => {
    expect(states(10_000, { records: 5_000 }, { ...number, acceptedAt: day(12) })).toEqual([
      'changed-type number accepted',
    ]);
  });

  it('is none where nothing was', () => {
    expect(states(10_000, { type: 'null' }, number)).toEqual([]);
    expect(states(10_000, {}, { ...number, type: 'null' })).toEqual([]);
  });
});

test('a field that no schema has is new until it is accepted, or stays away', () => {
  const unknown = { path: '/新字段', isKnown: false };
  expect(states(10_000, unknown)).toEqual(['new-field text open']);
  expect(states(10_000, { ...unknown, acceptedAt: day(21) })).toEqual(['new-field text accepted']);
  expect(states(10_200, unknown)).toEqual(['new-field text gone']);
});
