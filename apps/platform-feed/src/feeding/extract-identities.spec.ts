import { createSecretKey } from 'node:crypto';
import type { JsonObject } from '@exchange/contracts';
import { extractIdentities, matchingPaths, splitIdentity } from './extract-identities.ts';

const key = createSecretKey(Buffer.from('k'));

test('identities are read along their paths, through lists, each once and sorted', () => {
  const paths = matchingPaths([
    { path: ['caseNo'], kind: 'case-no' },
    { path: ['caseNoNormalised'], kind: 'case-no' },
    { path: ['parties', '*', 'uscc'], kind: 'uscc' },
    { path: ['gridCode'], kind: 'grid-code' },
  ]);
  const data: JsonObject = {
    caseNo: '武农立[2026]7号',
    caseNoNormalised: '武农立〔2026〕7号',
    parties: [{ uscc: '91320105780688132K' }, { name: '甲' } as JsonObject, { uscc: '91310110666007217T' }],
    gridCode: '320412100001',
  };
  expect(extractIdentities(data, paths, key)).toEqual([
    'case-no:武农立〔2026〕7号',
    'uscc:91310110666007217T',
    'uscc:91320105780688132K',
  ]);
});

test('the number of somebody who is not a party is kept apart from that of a party', () => {
  const paths = matchingPaths([
    { path: ['party', 'idNumber'], kind: 'person-id' },
    { path: ['caller', 'idNumber'], kind: 'person-id' },
  ]);
  const data = { party: { idNumber: '11010519491231002X' }, caller: { idNumber: '11010519491231002X' } };
  const [caller, party] = extractIdentities(data, paths, key).map(splitIdentity);
  expect(party).toEqual({ kind: 'person-id', value: caller?.value });
  expect(caller?.kind).toBe('contact-id');
});

test.each([
  [['parties', '*', 'idNumber']],
  [['participants', '*', 'party', 'idNumber']],
  [['producer', 'idNumber']],
  [['thirdParties', '*', 'idNumber']],
])('whoever stands at %j is a party', (path) => {
  expect(matchingPaths([{ path, kind: 'person-id' }])).toEqual([{ path, kind: 'person-id' }]);
});

test('values of another type or place are passed over', () => {
  const paths = [{ path: ['party', 'uscc'], kind: 'uscc' }];
  const others: JsonObject[] = [
    {},
    { party: 'x' },
    { party: { uscc: 5 } },
    { party: [{ uscc: '91320105780688132K' }] },
  ];
  for (const data of others) expect(extractIdentities(data, paths, key)).toEqual([]);
});
