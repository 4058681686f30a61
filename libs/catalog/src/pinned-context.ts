import { hash } from 'node:crypto';
import { readSubjectSchema, type CodeTable, type JsonObject, type SubjectSchema } from '@exchange/contracts';
import type { StreamMappingContext } from './mapping-context.ts';

/** What a mapping version is compiled against, besides its document and source schema. */
interface PinnedContext {
  readonly department: string;
  readonly subjects: ReadonlyArray<{
    readonly subject: string;
    readonly major: number;
    readonly schema: JsonObject;
  }>;
  readonly codes: readonly CodeTable[];
}

/** The context as text, to be kept with a mapping version: `subjects` names those that the mapping publishes to. */
export function pinContext(context: StreamMappingContext, subjects: readonly string[]): string {
  const pinned: PinnedContext = {
    department: context.department,
    subjects: [...context.subjects.values()]
      .filter(({ subject }) => subjects.includes(subject))
      .map(({ subject, major, schema }) => ({ subject, major, schema })),
    codes: [...context.codes.values()],
  };
  return JSON.stringify(pinned);
}

/**
 * What kept versions have in common, held once: nearly all of them were pinned to the same code lists and subject schemas,
 * and a copy for each would be half of a gateway's memory.
 */
export class PinnedParts {
  readonly #codes = new Map<string, CodeTable>();
  readonly #subjects = new Map<string, SubjectSchema>();

  codeTable(table: CodeTable): CodeTable {
    return keptOnce(this.#codes, table.name, table, () => table);
  }

  subjectSchema(subject: string, major: number, schema: JsonObject): SubjectSchema {
    return keptOnce(this.#subjects, `${subject}.v${major}`, schema, () =>
      readSubjectSchema(subject, major, schema),
    );
  }
}

function keptOnce<Kept>(kept: Map<string, Kept>, name: string, content: object, make: () => Kept): Kept {
  const key = `${name} ${hash('sha256', JSON.stringify(content))}`;
  const found = kept.get(key) ?? make();
  kept.set(key, found);
  return found;
}

/** The context of a kept version, independent of what lies on disk now. */
export function unpinContext(
  text: string,
  version: { system: string; stream: string; sourceSchema: JsonObject; metaSchema: JsonObject },
  parts: PinnedParts,
): StreamMappingContext {
  const { department, subjects, codes } = JSON.parse(text) as PinnedContext;
  return {
    ...version,
    department,
    subjects: new Map(
      subjects.map(({ subject, major, schema }) => [
        `${subject}.v${major}`,
        parts.subjectSchema(subject, major, schema),
      ]),
    ),
    codes: new Map(codes.map((table) => [table.name, parts.codeTable(table)])),
  };
}
