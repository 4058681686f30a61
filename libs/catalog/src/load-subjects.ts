import {
  compileSchema,
  publishSchema,
  readSubjectSchema,
  type CodeTable,
  type JsonObject,
  type SubjectSchema,
} from '@exchange/contracts';
import type { SubjectExamples } from './catalog.ts';
import type { FileReader } from './file-reader.ts';

/** Folders of `schemas/` that are not subjects. */
const RESERVED = new Set(['codes', 'defs', 'meta']);

export interface LoadedSubjects {
  readonly subjects: Map<string, SubjectSchema>;
  readonly examples: Map<string, SubjectExamples>;
}

/** Reads the subjects' schemas with the shapes they share and their examples; `meta` with its codes expanded. */
export async function loadSubjects(
  reader: FileReader,
  codes: ReadonlyMap<string, CodeTable>,
  meta: { readonly subject: JsonObject; readonly examples: JsonObject },
): Promise<LoadedSubjects> {
  const subjectCheck = compileSchema(meta.subject);
  const examplesCheck = compileSchema(meta.examples);
  const definitions = await loadDefinitions(reader, meta.subject);
  const subjects = new Map<string, SubjectSchema>();
  const examples = new Map<string, SubjectExamples>();
  const folders = await reader.list('schemas', 'folders');
  for (const subject of folders.filter((folder) => !RESERVED.has(folder)))
    for (const file of await reader.list(`schemas/${subject}`, 'files')) {
      const major = /^v([1-9][0-9]*)\.schema\.json$/.exec(file)?.[1];
      if (major === undefined) continue;
      const path = `schemas/${subject}/${file}`;
      const schema = await reader.json(path, subjectCheck);
      const example = await reader.json(`schemas/${subject}/v${major}.examples.json`, examplesCheck);
      const read =
        schema &&
        reader.attempt(path, () =>
          readSubjectSchema(subject, Number(major), publishSchema(schema, definitions, codes)),
        );
      if (!read) continue;
      subjects.set(`${subject}.v${major}`, read);
      if (example) examples.set(`${subject}.v${major}`, example as unknown as SubjectExamples);
    }
  return { subjects, examples };
}

async function loadDefinitions(
  reader: FileReader,
  subjectMeta: JsonObject,
): Promise<Map<string, JsonObject>> {
  const check = compileSchema({ $ref: '#/$defs/definition', $defs: subjectMeta['$defs'] ?? {} });
  const definitions = new Map<string, JsonObject>();
  for (const file of await reader.list('schemas/defs', 'files')) {
    const definition = await reader.json(`schemas/defs/${file}`, check);
    if (definition) definitions.set(file.replace(/\.schema\.json$/, ''), definition);
  }
  return definitions;
}
