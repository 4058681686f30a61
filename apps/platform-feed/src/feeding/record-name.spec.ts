import { recordId, recordName } from './record-name.ts';

const name = { topic: 'wujin.grid-event.v1', system: 'grid-governance', stream: 'events', key: 'K/1' };

test('the id of a record is a UUID that is made of its name alone', () => {
  expect(recordId(name)).toBe(recordId({ ...name }));
  expect(recordId(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
});

test('names that would read the same when they are joined have different ids', () => {
  const ids = [
    name,
    { ...name, system: 'grid-governanc', stream: 'eevents' },
    { ...name, stream: 'eventsK', key: '/1' },
    { ...name, topic: 'wujin.grid-event.v1g', system: 'rid-governance' },
  ].map(recordId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a name is read from the source of an event', () => {
  expect(recordName(name.topic, { source: '/systems/grid-governance/events', key: 'K/1' })).toEqual(name);
  for (const source of ['', '/systems/only', 'systems/a/b', '/others/a/b'])
    expect(() => recordName(name.topic, { source, key: 'K' })).toThrow(TypeError);
});
