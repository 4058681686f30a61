import type { Schemas } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { invalidRequest } from '@exchange/runtime';
import type { RecordFilter } from './records.store.ts';

export const PAGE_RECORDS_MAX = 200;
const PAGE_RECORDS_DEFAULT = 50;
// From the year 1000 on: what has fewer digits is a mistake, and the year 0000 is none for the database.
const INSTANT_OR_DAY =
  '^[1-9]\\d{3}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d))?$';
const CODE = { type: 'string', minLength: 1, maxLength: 64 };

export const RECORD_QUERY_SCHEMA: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    subject: { ...CODE, description: '主题种类，如 enforcement-case / kind of record' },
    place: {
      type: 'string',
      pattern: '^\\d{2,12}$',
      description: '行政区划代码，含其下级 / division code, with all divisions within it',
    },
    jurisdiction: { ...CODE, description: '属地代码 / code of the town, subdistrict or zone' },
    department: { ...CODE, description: '主管部门代码 / code of the guiding department' },
    module: { ...CODE, description: '“1+4”板块代码 / code of the module of the platform' },
    from: {
      type: 'string',
      pattern: INSTANT_OR_DAY,
      description:
        '业务时间起（含）；日期按北京时间 / business time from, inclusive; a day is one in Beijing time',
    },
    to: {
      type: 'string',
      pattern: INSTANT_OR_DAY,
      description: '业务时间止；日期含当日 / business time to; a day is included, an instant is not',
    },
    state: {
      enum: ['active', 'withdrawn', 'all'],
      default: 'active',
      description: '有效、已撤回或全部 / in force, withdrawn, or both',
    },
    cursor: {
      type: 'string',
      maxLength: 200,
      description: '上一页给出的 cursor / cursor of the page before',
    },
    limit: { type: 'integer', minimum: 1, maximum: PAGE_RECORDS_MAX, default: PAGE_RECORDS_DEFAULT },
  },
};

export interface RecordQuery {
  readonly subject?: string;
  readonly place?: string;
  readonly jurisdiction?: string;
  readonly department?: string;
  readonly module?: string;
  readonly from?: string;
  readonly to?: string;
  readonly state: 'active' | 'withdrawn' | 'all';
  readonly cursor?: string;
  readonly limit: number;
}

/**
 * What a query asks of the table. A subject is the sum of its topics, a module that of its subjects: which these are, the
 * catalogue says. Throws a 400
 * problem for a time that does not exist.
 */
export function toFilter(query: RecordQuery, schemas: Schemas): RecordFilter {
  const { subject, place, jurisdiction, department, module, from, to, state } = query;
  const topics = topicsOf(schemas, subject, module);
  return {
    state,
    ...(topics === null ? {} : { topics }),
    ...(place === undefined ? {} : { place }),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...(department === undefined ? {} : { department }),
    ...(from === undefined ? {} : { from: instantOf('from', from, 0) }),
    ...(to === undefined ? {} : { to: instantOf('to', to, 1) }),
  };
}

function topicsOf(schemas: Schemas, subject?: string, module?: string): string[] | null {
  if (subject === undefined && module === undefined) return null;
  return [...schemas.subjects.values()]
    .filter((schema) => (subject ?? schema.subject) === schema.subject)
    .filter((schema) => (module ?? schema.module) === schema.module)
    .map(({ topic }) => topic);
}

const DAY_MS = 86_400_000;
const LATEST_MS = Date.UTC(9_999, 11, 31, 23, 59, 59, 999);

/** A day means the whole of it, in Shanghai: `from` its beginning, `to` its end. */
function instantOf(name: string, text: string, daysLater: 0 | 1): Date {
  const day = text.slice(0, 'YYYY-MM-DD'.length);
  const isDay = text.length === day.length;
  const instant = isDay ? Date.parse(`${text}T00:00:00+08:00`) + daysLater * DAY_MS : Date.parse(text);
  // A day past the end of its month would silently become one of the next.
  const exists = instant <= LATEST_MS && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (exists) return new Date(instant);
  throw invalidRequest([
    { at: `/${name}`, detail: { zh: '不是存在的日期或时间', en: 'is not a date or time that exists' } },
  ]);
}
