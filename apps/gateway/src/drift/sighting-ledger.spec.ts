import { SightingLedger } from './sighting-ledger.ts';

const ledger = (): SightingLedger => new SightingLedger({ system: 's', stream: 'r' }, new Set(['/AJBH']));

test('a field that is new is told at once, a known one that comes again only with everything', () => {
  const seen = ledger();
  seen.observer.observe({ AJBH: '1' });
  const first = seen.due(false)!;
  expect(first).toEqual({
    system: 's',
    stream: 'r',
    records: 0,
    fields: [{ path: '/AJBH', type: 'text', records: 1, isKnown: true }],
    codes: [],
  });
  seen.wrote(first);
  seen.observer.observe({ AJBH: '2' });
  expect(seen.due(false)).toBeNull();
  seen.observer.observe({ AJBH: '3', XZD: 1 });
  expect(seen.due(false)?.fields).toEqual([{ path: '/XZD', type: 'number', records: 1, isKnown: false }]);
  expect(seen.due(true)).toMatchObject({
    records: 3,
    fields: [
      { path: '/AJBH', records: 2 },
      { path: '/XZD', records: 1 },
    ],
  });
});

test('what could not be written is told the next time, and what came meanwhile is not lost', () => {
  const seen = ledger();
  seen.observer.observe({ AJBH: '1' });
  seen.noteCode('/AJBH', '99');
  expect(seen.due(true)).toEqual(seen.due(true));
  const all = seen.due(true)!;
  seen.noteCode('/AJBH', '99');
  seen.wrote(all);
  expect(seen.due(true)).toMatchObject({ records: 0, codes: [{ value: '99', records: 1 }] });
});

test('names that are data are told up to a bound, and counted no further', () => {
  const seen = ledger();
  for (let number = 0; number < 20_000; number += 1) seen.noteCode('/k', `C${number}`);
  const first = seen.due(false)!;
  expect(first.codes).toHaveLength(4_000);
  seen.wrote(first);
  for (let number = 20_000; number < 30_000; number += 1) seen.noteCode('/k', `C${number}`);
  expect(seen.due(false)).toBeNull();
});
