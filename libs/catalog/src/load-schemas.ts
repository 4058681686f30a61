import { resolve } from 'node:path';
import {
  compileSchema,
  expandCodes,
  type CodeTable,
  type JsonObject,
  type SubjectSchema,
} from '@exchange/contracts';
import type { SubjectExamples } from './catalog.ts';
import { FileReader } from './file-reader.ts';
import { loadCodes } from './load-codes.ts';
import { loadSubjects } from './load-subjects.ts';

/** What is promised on the topics: the `schemas/` half of a catalogue. */
export interface Schemas {
  /** Key: `<subject>.v<major>`. */
  readonly subjects: ReadonlyMap<string, SubjectSchema>;
  /** Same keys as `subjects`. */
  readonly examples: ReadonlyMap<string, SubjectExamples>;
  readonly codes: ReadonlyMap<string, CodeTable>;
}

/** Reads and checks `schemas/` under `directory` alone, without adapters. Throws `catalog-invalid` like `loadCatalog`. */
export async function loadSchemas(directory: string): Promise<Schemas> {
  const reader = new FileReader(resolve(directory));
  const schemas = await readSchemas(reader);
  reader.throwProblems();
  return schemas;
}

/** The same, with problems left in the reader. Throws only when a meta-schema cannot be used. */
export async function readSchemas(reader: FileReader): Promise<Schemas> {
  const codeTableMeta = await readMeta(reader, 'code-table');
  const codes = await loadCodes(reader, codeTableMeta);
  const subject = await readMeta(reader, 'subject', codes);
  const { subjects, examples } = await loadSubjects(reader, codes, {
    subject,
    examples: await readMeta(reader, 'examples'),
  });
  return { subjects, examples, codes };
}

/** A meta-schema with its codes expanded. Without it nothing can be checked: throws what was found so far. */
export async function readMeta(
  reader: FileReader,
  name: string,
  codes: ReadonlyMap<string, CodeTable> = new Map(),
): Promise<JsonObject> {
  const path = `schemas/meta/${name}.schema.json`;
  const schema = await reader.json(path);
  const expanded = schema && reader.attempt(path, () => expandCodes(schema, codes));
  const compiled = expanded && reader.attempt(path, () => compileSchema(expanded));
  if (!compiled) throw reader.invalid();
  return expanded;
}
