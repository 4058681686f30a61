import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { addCanonicalFormats } from './canonical-formats.ts';
import type { JsonObject } from './json.ts';
import { addTextLengths } from './text-length.ts';

/** Where a value breaks its schema: JSON Pointer, Ajv keyword, and Ajv's message in English. */
export interface SchemaProblem {
  readonly at: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface CompiledSchema {
  /** Empty when the value is valid. Pure; the value is not changed. */
  readonly check: (value: unknown) => readonly SchemaProblem[];
}

// ajv-formats is CommonJS: under nodenext its default export is typed as the namespace.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

const NONE: readonly SchemaProblem[] = [];

/**
 * Compiles a JSON Schema 2020-12 with our `x-*` annotations allowed and everything else strict: a typo in a keyword fails
 * here, at start. With `allErrors` every problem is listed, else the first.
 */
export function compileSchema(schema: JsonObject, options: { allErrors?: boolean } = {}): CompiledSchema {
  checker ??= ajvOf({ allErrors: true, validateSchema: true });
  checker.validateSchema(schema, true);
  // An instance of its own for each schema, because schemas may bear the same $id; the meta-schema is compiled once.
  const ajv = ajvOf({ allErrors: options.allErrors ?? true, validateSchema: false });
  const validate: ValidateFunction = ajv.compile(schema);
  return {
    check: (value) => (validate(value) ? NONE : (validate.errors ?? []).map(problemOf)),
  };
}

let checker: Ajv2020 | undefined;

function ajvOf(options: { allErrors: boolean; validateSchema: boolean }): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, ...options });
  addFormats(ajv);
  addCanonicalFormats(ajv);
  addTextLengths(ajv);
  for (const keyword of [
    'x-chain',
    'x-module',
    'x-sharing',
    'x-publisher',
    'x-sensitivity',
    'x-identity',
    'x-topic',
    'x-code',
    'x-title',
    'x-description',
    'x-key',
    'x-unit',
    'x-values',
  ])
    ajv.addKeyword({ keyword });
  return ajv;
}

function problemOf(error: ErrorObject): SchemaProblem {
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
  return {
    at: error.instancePath + missing,
    keyword: error.keyword,
    params: error.params,
    message: error.message ?? error.keyword,
  };
}
