import type { CodeTable } from '@exchange/contracts';
import type { KnownCodes } from './stream-filter.ts';

/** The codes by which streams can be filtered, retired ones included: old events hold them. */
export class Codes implements KnownCodes {
  readonly jurisdictions: ReadonlySet<string>;
  readonly departments: ReadonlySet<string>;

  constructor(tables: ReadonlyMap<string, CodeTable>) {
    this.jurisdictions = codesOf(tables, 'jurisdictions');
    this.departments = codesOf(tables, 'departments');
  }
}

function codesOf(tables: ReadonlyMap<string, CodeTable>, name: string): ReadonlySet<string> {
  const table = tables.get(name);
  if (!table) throw new Error(`schemas/codes/${name}.json is missing`);
  return new Set(table.entries.map(({ code }) => code));
}
