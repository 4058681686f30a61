import fc from 'fast-check';
import type { Json } from '@exchange/contracts';
import { compileFunction } from '../compile/compile-steps.ts';
import { RunState } from '../compile/run-state.ts';
import { FAILED } from '../value.ts';
import { EXAMPLE_ENVIRONMENT } from './example-environment.ts';
import { FUNCTIONS } from './registry.ts';

const apply = compileFunction(FUNCTIONS.get('text.json')!, {}, EXAMPLE_ENVIRONMENT);

function read(text: string): { value: unknown; codes: string[] } {
  const state = new RunState(text, { receivedTime: '2026-11-24T00:00:00.000Z' }, null);
  const value = apply(text, state);
  return { value: value === FAILED ? 'failed' : value, codes: state.rejections.map(({ code }) => code) };
}

const container = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'grapheme' })
  .filter((value) => typeof value === 'object' && value !== null)
  .filter((value) => !JSON.stringify(value).includes('\\u0000'));

test('whatever object or list was written as JSON is read back, however it is spaced', () => {
  fc.assert(
    fc.property(container, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(read(text)).toEqual({ value: JSON.parse(text) as Json, codes: [] });
    }),
  );
});

test('whatever is no JSON is told, and never throws', () => {
  fc.assert(
    fc.property(container, fc.nat(), (value, place) => {
      const text = JSON.stringify(value);
      const cut = text.slice(0, place % text.length);
      expect(read(cut)).toEqual({ value: 'failed', codes: ['bad-text'] });
    }),
  );
});

test('is bounded in depth and size', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  expect(read(nested(32)).codes).toEqual([]);
  expect(read(nested(33)).codes).toEqual(['bad-text']);
  expect(read(nested(200_000)).codes).toEqual(['bad-text']);
  const members = Array.from({ length: 2_001 }, (_, place) => [`k${place}`, 1]);
  expect(read(JSON.stringify(Object.fromEntries(members.slice(1)))).codes).toEqual([]);
  expect(read(JSON.stringify(Object.fromEntries(members))).codes).toEqual(['bad-text']);
});
