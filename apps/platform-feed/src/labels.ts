import type { Schemas } from '@exchange/catalog';

/** A code with its names, for people. */
export interface Label {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

type CodeList = 'departments' | 'jurisdictions' | 'chains' | 'platform-modules';

/** Names of codes and subjects in both languages; a code that no list knows stands for itself. */
export class Labels {
  private readonly byList = new Map<string, ReadonlyMap<string, Label>>();
  private readonly subjects: ReadonlyMap<string, Label>;

  constructor(schemas: Schemas) {
    for (const [name, table] of schemas.codes)
      this.byList.set(name, new Map(table.entries.map(({ code, zh, en }) => [code, { code, zh, en }])));
    this.subjects = new Map(
      [...schemas.subjects.values()].map(({ subject, title: { zh, en } }) => [
        subject,
        { code: subject, zh, en },
      ]),
    );
  }

  of(list: CodeList, code: string): Label {
    return this.byList.get(list)?.get(code) ?? unnamed(code);
  }

  subject(subject: string): Label {
    return this.subjects.get(subject) ?? unnamed(subject);
  }

  /** The body that answers for a record; null when it is not known. */
  jurisdiction(code: string | null): Label | null {
    return code === null ? null : this.of('jurisdictions', code);
  }
}

function unnamed(code: string): Label {
  return { code, zh: code, en: code };
}
