import assert from 'node:assert';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { isDateText, isInstantText } from './calendar.ts';

/** Dates and instants as events hold them are known at a glance; any other text is left to the formats as they were. */
export function addCanonicalFormats(ajv: Ajv2020): void {
  for (const [name, isCanonical] of [
    ['date', isDateText],
    ['date-time', isInstantText],
  ] as const) {
    const format = ajv.formats[name];
    const validate = typeof format === 'object' && !(format instanceof RegExp) ? format.validate : null;
    assert(typeof validate === 'function', `ajv-formats has a function for "${name}"`);
    const isWide = validate as (text: string) => boolean;
    ajv.addFormat(name, (text) => isCanonical(text) || isWide(text));
  }
}
