import type { Identity } from './chains.store.ts';
import { expandChain, nameOf, partiesOf, type ChainLimits } from './expand-chain.ts';

interface Bearer {
  readonly id: string;
  readonly identities: readonly string[];
}

const uscc: Identity = { kind: 'uscc', value: '91320105780688132K' };
const LIMITS: ChainLimits = { depthMax: 3, recordsMax: 100 };

function bearer(id: string, ...identities: readonly string[]): Bearer {
  return { id, identities };
}

async function expand(
  records: readonly Bearer[],
  limits = LIMITS,
  crowdMax = 50,
  party = [uscc],
  start = [uscc],
) {
  const bears = (identity: Identity) =>
    records.filter((record) => record.identities.includes(nameOf(identity)));
  const { links, truncated } = await expandChain(
    party,
    start,
    {
      find: async (identities, recordsMax) => [...new Set(identities.flatMap(bears))].slice(0, recordsMax),
      crowded: async (identities) => identities.filter((identity) => bears(identity).length > crowdMax),
    },
    limits,
  );
  return { ids: [...links.keys()], truncated, via: (id: string) => links.get(id)?.via };
}

test('records are linked over the numbers of matters, step by step', async () => {
  const { ids, via } = await expand([
    bearer('case', nameOf(uscc), 'case-no:C1'),
    bearer('review', 'case-no:C1', 'review-no:R1'),
    bearer('reply', 'review-no:R1'),
    bearer('stranger', 'case-no:C2'),
  ]);
  expect(ids).toEqual(['case', 'review', 'reply']);
  expect(via('reply')).toEqual({ kind: 'review-no', value: 'R1' });
});

test('the depth is bounded', async () => {
  const steps = Array.from({ length: 9 }, (_, n) => bearer(`r${n}`, `case-no:C${n}`, `case-no:C${n + 1}`));
  const { ids } = await expand([bearer('first', nameOf(uscc), 'case-no:C0'), ...steps], {
    ...LIMITS,
    depthMax: 2,
  });
  expect(ids).toEqual(['first', 'r0', 'r1']);
});

test('things join nothing, nor does a number that too many records bear', async () => {
  const crowd = Array.from({ length: 60 }, (_, n) => bearer(`c${n}`, 'document-no:D1'));
  const { ids } = await expand([
    bearer('first', nameOf(uscc), 'plate:苏D12345', 'document-no:D1'),
    bearer('same plate', 'plate:苏D12345'),
    ...crowd,
  ]);
  expect(ids).toEqual(['first']);
});

test('a record that names another party is left out, and nothing is followed through it', async () => {
  const { ids } = await expand([
    bearer('first', nameOf(uscc), 'document-no:D1'),
    bearer('both', nameOf(uscc), 'uscc:91310110666007217T', 'document-no:D1'),
    bearer('other', 'uscc:91310110666007217T', 'document-no:D1', 'case-no:C9'),
    bearer('of the other', 'case-no:C9'),
    bearer('somebody', 'person-id:digest', 'document-no:D1'),
  ]);
  expect(ids).toEqual(['first', 'both']);
});

test('a chain that is too long says so', async () => {
  const records = Array.from({ length: 30 }, (_, n) => bearer(`r${n}`, nameOf(uscc)));
  const { ids, truncated } = await expand(records, { ...LIMITS, recordsMax: 20 });
  expect([ids.length, truncated]).toEqual([20, true]);
  expect((await expand(records)).truncated).toBe(false);
});

test('without a party only the matter is followed', async () => {
  const start = [{ kind: 'case-no', value: 'C1' }];
  const records = [bearer('a', 'case-no:C1', 'document-no:D1'), bearer('b', 'document-no:D1')];
  expect((await expand(records, LIMITS, 50, [], start)).ids).toEqual(['a', 'b']);
});

test('the parties of records are named once each', () => {
  const records = [bearer('a', 'uscc:X', 'case-no:C1'), bearer('b', 'uscc:X', 'person-id:P')];
  expect(partiesOf(records)).toEqual([
    { kind: 'uscc', value: 'X' },
    { kind: 'person-id', value: 'P' },
  ]);
});
