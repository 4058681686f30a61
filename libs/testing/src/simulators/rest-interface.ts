import { isJsonObject, valueAt, type Json, type JsonObject } from '@exchange/contracts';
import type { PollSettings } from '@exchange/sources';

/** One interface as its provider sees it. `entries` show from the moment `at` (ms since 1970) on. */
export interface PlayedInterface {
  readonly settings: PollSettings;
  /** JSON Pointer of the list in an answer. */
  readonly records: string | undefined;
  readonly entries: Array<{ readonly at: number; readonly record: Json }>;
}

/** What a request says, whether in its query, a form or a JSON body. */
export type Parameters = ReadonlyMap<string, string>;

/** The page that is asked for, in the provider's own envelope. */
export function pageAnswer({ settings, records, entries }: PlayedInterface, sent: Parameters): Json {
  const { success, paging, window } = settings;
  const value = (placeholder: string): string | undefined => parameterOf(settings, placeholder, sent);
  const from = window ? momentOf(value('from'), 'from') : 0;
  const until = window ? momentOf(value('until'), 'until') : Infinity;
  const found = entries.filter(({ at }) => at >= from && at <= until).map(({ record }) => record);
  const sizeMax = paging?.size ?? found.length;
  // A provider gives no more than its limit, whatever is asked for.
  const size = Math.min(Number(value('size') ?? sizeMax), sizeMax);
  const start = startOf(settings, value, size);
  let answer: Json = success ? withValue({}, success.at, success.values[0]!) : {};
  if (paging && 'total' in paging && paging.total !== undefined)
    answer = withValue(answer, paging.total, found.length);
  if (paging?.kind === 'cursor')
    answer = withValue(answer, paging.next, start + size < found.length ? String(start + size) : null);
  const page = found.slice(start, start + size);
  return records === undefined ? page : withValue(answer, records, page);
}

/** What the provider answers when it does not know the token. */
export function refusalOf({ success }: PollSettings): { readonly status: number; readonly answer: Json } {
  const code = success?.expired?.[0];
  return success && code !== undefined
    ? { status: 200, answer: withValue({}, success.at, code) }
    : { status: 401, answer: { message: 'unauthorized' } };
}

export function tokenAnswer({ authentication, success }: PollSettings, token: string): Json {
  const answer = success ? withValue({}, success.at, success.values[0]!) : {};
  return authentication?.kind === 'token' ? withValue(answer, authentication.at, token) : answer;
}

function startOf(
  { paging }: PollSettings,
  value: (placeholder: string) => string | undefined,
  size: number,
): number {
  switch (paging?.kind) {
    case 'page':
      return (Number(value('page') ?? paging.first) - paging.first) * size;
    case 'offset':
      return Number(value('offset') ?? 0);
    case 'cursor':
      return Number(value('cursor') || 0);
    case undefined:
      return 0;
    default:
      return paging satisfies never;
  }
}

/** The value that stands where the settings have the placeholder alone. */
function parameterOf({ request }: PollSettings, placeholder: string, sent: Parameters): string | undefined {
  const templates: Readonly<Record<string, unknown>> = { ...request.query, ...request.body };
  const name = Object.keys(templates).find((key) => templates[key] === `{${placeholder}}`);
  return name === undefined ? undefined : sent.get(name);
}

/** Moments as settings write them; what is written without its fraction means the whole second, or the whole day. */
function momentOf(text: string | undefined, edge: 'from' | 'until'): number {
  if (text === undefined) return edge === 'from' ? 0 : Infinity;
  if (/^\d{13}$/u.test(text)) return Number(text);
  const last = edge === 'until' ? '.999' : '.000';
  if (/^\d{10}$/u.test(text)) return Number(text) * 1_000 + (edge === 'until' ? 999 : 0);
  if (/^\d{4}-\d\d-\d\d$/u.test(text))
    return Date.parse(`${text}T${edge === 'until' ? '23:59:59' : '00:00:00'}${last}+08:00`);
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u.test(text))
    return Date.parse(`${text.replace(' ', 'T')}${last}+08:00`);
  return Date.parse(text);
}

/** A copy in which the value stands at the pointer. */
function withValue(json: Json, pointer: string, value: Json): Json {
  const [name, ...rest] = pointer.slice(1).split('/');
  if (name === undefined || name === '') return value;
  const parent: JsonObject = isJsonObject(json) ? json : {};
  const inner =
    rest.length === 0 ? value : withValue(valueAt(parent, `/${name}`) ?? {}, `/${rest.join('/')}`, value);
  return { ...parent, [name]: inner };
}
