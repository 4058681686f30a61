import { readSubjectSchema, type CodeTable, type JsonObject } from '@exchange/contracts';
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

/** The context of a kept version, independent of what lies on disk now. */
export function unpinContext(
  text: string,
  version: { system: string; stream: string; sourceSchema: JsonObject; metaSchema: JsonObject },
): StreamMappingContext {
  const { department, subjects, codes } = JSON.parse(text) as PinnedContext;
  return {
    ...version,
    department,
    subjects: new Map(
      subjects.map(({ subject, major, schema }) => [
        `${subject}.v${major}`,
        readSubjectSchema(subject, major, schema),
      ]),
    ),
    codes: new Map(codes.map((table) => [table.name, table])),
  };
}
