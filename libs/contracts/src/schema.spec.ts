import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import fc from 'fast-check';
import type { JsonObject } from './json.ts';
import { compileSchema } from './schema.ts';

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

/** What Ajv itself says, without anything of ours. */
function plainCheck(schema: JsonObject): (value: unknown) => Array<[string, string, unknown, unknown]> {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, keyword, params, message }) => [
      instancePath,
      keyword,
      params,
      message,
    ]);
  };
}

function ourCheck(schema: JsonObject): (value: unknown) => Array<[string, string, unknown, unknown]> {
  const { check } = compileSchema(schema);
  return (value) => check(value).map(({ at, keyword, params, message }) => [at, keyword, params, message]);
}

describe('a compiled schema says the same as Ajv alone', () => {
  it('about the length of texts', () => {
    const texts = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '汉', '😀', '\ud83d', '\ude00'), maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    for (let limit = 0; limit <= 6; limit += 1) {
      const schema = {
        properties: { a: { type: 'string', pattern: '^a', minLength: limit, maxLength: limit } },
        type: 'object',
      };
      const [ours, plain] = [ourCheck(schema), plainCheck(schema)];
      fc.assert(fc.property(texts, (a) => expect(ours({ a })).toEqual(plain({ a }))));
    }
  });

  it.each(['date', 'date-time'])('about the format %s', (format) => {
    const schema = { type: 'string', format };
    const [ours, plain] = [ourCheck(schema), plainCheck(schema)];
    const written = fc.tuple(
      fc.constantFrom(
        '0000-01-01',
        '0001-01-01',
        '2024-02-29',
        '2023-02-29',
        '2024-13-01',
        '2024-1-1',
        '2024-00-10',
      ),
      fc.constantFrom('', 'T', 't', ' '),
      fc.constantFrom(
        '',
        '00:00:00.000Z',
        '23:59:60Z',
        '24:00:00.000Z',
        '10:20:30.1+08:00',
        '10:20:30',
        '1:2:3Z',
      ),
    );
    const texts = fc.oneof(
      fc.string(),
      written.map((parts) => parts.join('')),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    );
    fc.assert(
      fc.property(texts, (text) => expect(ours(text)).toEqual(plain(text))),
      { numRuns: 2000 },
    );
  });
});

it('names the property that is missing and every problem there is', () => {
  const { check } = compileSchema({
    type: 'object',
    required: ['a', 'b'],
    properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string', maxLength: 1 } },
  });
  expect(check({ c: '汉字' }).map(({ at, keyword }) => [at, keyword])).toEqual([
    ['/a', 'required'],
    ['/b', 'required'],
    ['/c', 'maxLength'],
  ]);
});
