import type { CaseGroup } from '../hostile-case.ts';
import { addresses } from './addresses.ts';
import { charsets } from './charsets.ts';
import { compression } from './compression.ts';
import { contentTypes } from './content-types.ts';
import { credentials } from './credentials.ts';
import { crowds } from './crowds.ts';
import { csv } from './csv.ts';
import { httpFraming } from './http-framing.ts';
import { httpHeads } from './http-heads.ts';
import { idempotency } from './idempotency.ts';
import { jsonNames } from './json-names.ts';
import { jsonNumbers } from './json-numbers.ts';
import { jsonShapes } from './json-shapes.ts';
import { jsonSizes } from './json-sizes.ts';
import { jsonSyntax } from './json-syntax.ts';
import { jsonText } from './json-text.ts';
import { ndjson } from './ndjson.ts';
import { pipelining } from './pipelining.ts';
import { queries } from './queries.ts';
import { recordKeys } from './record-keys.ts';
import { secrecyTexts, secrecyFields, secrecyHarmless } from './secrecy.ts';
import { signatures } from './signatures.ts';
import { slow } from './slow.ts';
import { xmlEntities, xmlSyntax, xmlStructure } from './xml.ts';

export const CASE_GROUPS: readonly CaseGroup[] = [
  jsonSyntax,
  jsonShapes,
  jsonNames,
  jsonText,
  jsonNumbers,
  recordKeys,
  ndjson,
  xmlSyntax,
  xmlStructure,
  xmlEntities,
  csv,
  charsets,
  contentTypes,
  compression,
  httpHeads,
  httpFraming,
  pipelining,
  addresses,
  queries,
  credentials,
  signatures,
  idempotency,
  secrecyTexts,
  secrecyFields,
  secrecyHarmless,
  // What fills the tables comes late: they are counted before and after each case.
  jsonSizes,
  slow,
  crowds,
];
