import * as fc from 'fast-check';
import { explainJson } from './explain-json.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the explanation of a JSON text', () => {
  it('is a syntax error exactly where the engine finds one', () => {
    const nearJson = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', '"', '\\', '0', 'e', '-', ' ', '\u0001', '[', ':'),
      )
      .map(([text, place, change]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + change + text.slice(at + 1);
      });
    fc.assert(
      fc.property(fc.oneof(nearJson, fc.string()), (text) => {
        expect(explainJson(text)?.kind === 'syntax').toBe(!isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('names the first member that has a namesake', () => {
    expect(explainJson('{"a":{"b":1},"c":[{"d":1,"d":2}],"a":1}')).toEqual({
      kind: 'duplicate',
      at: '/c/0/d',
    });
    expect(explainJson('{"a":1,"b":{"a":2}}')).toBeNull();
  });
});
