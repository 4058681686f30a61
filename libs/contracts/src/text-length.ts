import { _, str, type Ajv2020, type KeywordCxt } from 'ajv/dist/2020.js';

/**
 * `maxLength` and `minLength` as in the standard: characters are counted, not UTF-16 units. They are counted only where the
 * number of units leaves open what the answer is, which it hardly ever does.
 */
export function addTextLengths(ajv: Ajv2020): void {
  ajv.removeKeyword('maxLength').removeKeyword('minLength');
  ajv.addKeyword({
    keyword: ['maxLength', 'minLength'],
    type: 'string',
    schemaType: 'number',
    // Their old place: of several problems of a text the length is named first.
    before: 'pattern',
    error: {
      message: ({ keyword, schemaCode }) =>
        str`must NOT have ${keyword === 'maxLength' ? 'more' : 'fewer'} than ${schemaCode} characters`,
      params: ({ schemaCode }) => _`{limit: ${schemaCode}}`,
    },
    code: (context: KeywordCxt) => {
      const { keyword, data, schema: limit } = context;
      const count = context.gen.scopeValue('func', { ref: characterCount });
      const isBroken =
        keyword === 'maxLength'
          ? _`${data}.length > ${limit} && ${count}(${data}) > ${limit}`
          : _`${data}.length < ${limit} || (${data}.length < ${limit * 2 - 1} && ${count}(${data}) < ${limit})`;
      context.fail(isBroken);
    },
  });
}

/** A surrogate without its pair counts as one. */
function characterCount(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}
