import type { CaseGroup } from '../hostile-case.ts';
import { addresses } from './addresses.ts';
import { charsets } from './charsets.ts';
import { compression } from './compression.ts';
import { contentTypes } from './content-types.ts';
import { jsonNames } from './json-names.ts';
import { jsonNumbers } from './json-numbers.ts';
import { jsonShapes } from './json-shapes.ts';
import { jsonSizes } from './json-sizes.ts';
import { jsonSyntax } from './json-syntax.ts';
import { jsonText } from './json-text.ts';
import { ndjson } from './ndjson.ts';
import { queries } from './queries.ts';
import { recordKeys } from './record-keys.ts';

export const CASE_GROUPS: readonly CaseGroup[] = [
  jsonSyntax,
  jsonShapes,
  jsonSizes,
  jsonNames,
  jsonText,
  jsonNumbers,
  recordKeys,
  ndjson,
  charsets,
  contentTypes,
  compression,
  addresses,
  queries,
];
