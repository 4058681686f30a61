import { createHash } from 'node:crypto';
import { isJsonObject, valueAt, type Json } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS, type Charset, type DecodeOptions } from '@exchange/decoding';
import type { Chunk, ConnectionReport, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { ApiSession, type ApiAnswer } from './api-session.ts';
import type { PollConnection } from './poll-connection.ts';
import type { PollPaging, PollSettings, PollWindow } from './poll-settings.ts';
import { wallClockText } from './wall-clock-text.ts';

export interface PollSourceOptions {
  readonly settings: PollSettings;
  readonly connection: PollConnection;
  readonly charset: Charset;
  /** JSON Pointer of the list of records in an answer; without it the answer is the list. */
  readonly records?: string;
  readonly now: () => Date;
}

/** Place in the interface: the window that is being asked for, the page within it, and what was taken last. */
interface Place {
  /** RFC 3339; null where the interface has no window. */
  readonly from: string | null;
  readonly until: string | null;
  /** Page number, offset or cursor that is asked for next; null = the first. */
  readonly next: number | string | null;
  /**
   * Digests of the records of the pass before: what comes again unchanged, because windows overlap or the whole list is
   * asked for, is not taken again. Only the pass before counts, so that A → B → A is three changes.
   */
  readonly before: readonly string[];
  /** Those of this pass so far. */
  readonly passed: readonly string[];
}

/** Beyond it unchanged records are taken again, which has no effect downstream. */
const DIGESTS_MAX = 5_000;
const PAGE_RECORDS_MAX = 10_000;
const START: Place = { from: null, until: null, next: null, before: [], passed: [] };

/** A REST interface, asked page by page. */
export function openPollSource(parts: PollSourceOptions): Source {
  const { connection, charset } = parts;
  const settings = settingsFor(parts.settings, connection);
  const options = { ...parts, settings };
  const session = new ApiSession(settings, connection, charset);
  return {
    read: (after, signal) => readPages(session, options, after, signal),
    // An interface is not told what became of its records.
    settle: async (_checkpoint, settlement) => settlement.kind === 'done',
    test: () => testInterface(session, options),
    close: () => session.close(),
  };
}

function settingsFor(settings: PollSettings, { start }: PollConnection): PollSettings {
  const { window } = settings;
  return window && start !== undefined ? { ...settings, window: { ...window, start } } : settings;
}

async function* readPages(
  session: ApiSession,
  options: PollSourceOptions,
  after: Json | null,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const { settings, now } = options;
  // Pages that come slowly must not let the present run away: what is newer is for the next look.
  const present = now();
  let place = beginOf(after === null ? START : (after as unknown as Place), settings, present);
  while (!signal.aborted && place) {
    const answer = await session.ask(placeholders(place, settings), signal);
    const page = takeApart(answer, options);
    const before = new Set(place.before);
    const fresh = page.records.filter(({ digest }) => !before.has(digest));
    const following = afterPage(place, page, answer.json, settings);
    if (fresh.length > 0) {
      yield {
        body: listOf(fresh.map(({ raw }) => raw)),
        decode: { format: 'json', charset: options.charset },
        operation: 'upsert',
        checkpoint: following as unknown as Json,
      };
    }
    if (following.next === null && isAtPresent(following, settings, present)) return;
    place = following.next === null ? beginOf(following, settings, now()) : following;
  }
}

/** The place as it stands when a pass or the next window begins. */
function beginOf(place: Place, { window }: PollSettings, now: Date): Place {
  if (place.next !== null || !window) return place;
  const from =
    place.until === null ? Date.parse(window.start) : Date.parse(place.until) - window.overlapSeconds * 1_000;
  // The overlap must not keep a long window from getting on.
  const until = Math.min(
    Math.max(from, 0) + (window.sizeSeconds + window.overlapSeconds) * 1_000,
    now.getTime(),
  );
  return {
    ...place,
    from: new Date(from).toISOString(),
    until: new Date(Math.max(until, from)).toISOString(),
  };
}

function isAtPresent(place: Place, { window }: PollSettings, now: Date): boolean {
  return !window || place.until === null || Date.parse(place.until) >= now.getTime() - 1_000;
}

function placeholders(place: Place, { paging, window }: PollSettings): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (window && place.from !== null && place.until !== null) {
    values.set('from', momentText(place.from, window));
    values.set('until', momentText(place.until, window));
  }
  if (!paging) return values;
  values.set('size', String(paging.size));
  if (paging.kind === 'page') values.set('page', String(place.next ?? paging.first));
  if (paging.kind === 'offset') values.set('offset', String(place.next ?? 0));
  if (paging.kind === 'cursor') values.set('cursor', String(place.next ?? ''));
  return values;
}

function momentText(at: string, { format }: PollWindow): string {
  const moment = new Date(at);
  switch (format) {
    case 'iso':
      return at;
    case 'text':
      return wallClockText(moment);
    case 'date':
      return wallClockText(moment).slice(0, 10);
    case 's':
      return String(Math.floor(moment.getTime() / 1_000));
    case 'ms':
      return String(moment.getTime());
    default:
      return format satisfies never;
  }
}

function afterPage(place: Place, { records }: Page, answer: Json, { paging }: PollSettings): Place {
  const next = paging ? nextOf(paging, place.next, records.length, answer) : null;
  const passed = [...place.passed, ...records.map(({ digest }) => digest)].slice(-DIGESTS_MAX);
  return next === null ? { ...place, next, before: passed, passed: [] } : { ...place, next, passed };
}

function nextOf(
  paging: PollPaging,
  current: Place['next'],
  count: number,
  answer: Json,
): number | string | null {
  if (paging.kind === 'cursor') {
    const next = valueAt(answer, paging.next);
    const isCursor = (typeof next === 'string' && next !== '') || typeof next === 'number';
    // A provider that gives the same cursor again would be asked for ever.
    return isCursor && String(next) !== String(current ?? '') ? next : null;
  }
  const total = paging.total === undefined ? undefined : Number(valueAt(answer, paging.total));
  const before =
    paging.kind === 'offset'
      ? Number(current ?? 0)
      : (Number(current ?? paging.first) - paging.first) * paging.size;
  const isLast = count === 0 || (total === undefined ? count < paging.size : before + count >= total);
  if (isLast) return null;
  return paging.kind === 'offset' ? before + count : Number(current ?? paging.first) + 1;
}

interface Page {
  readonly records: ReadonlyArray<{ readonly raw: Buffer; readonly digest: string }>;
}

/** The records of an answer, each as the interface's own bytes. */
function takeApart({ body, json }: ApiAnswer, { charset, records }: PollSourceOptions): Page {
  const list = records === undefined ? json : valueAt(json, records);
  // Many interfaces leave the list out, or null, where nothing is found.
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0))
    return { records: [] };
  if (!Array.isArray(list) && !isJsonObject(list)) throw noRecords();
  const decode: DecodeOptions = { format: 'json', charset, ...(records === undefined ? {} : { records }) };
  const decoded = decodeBatch(body, decode, { ...DEFAULT_LIMITS, recordsMax: PAGE_RECORDS_MAX });
  if (decoded.kind !== 'records') throw noRecords();
  return { records: decoded.records.map(({ raw }) => ({ raw, digest: digestOf(raw) })) };
}

function noRecords(): SourceError {
  return new SourceError('protocol', {
    zh: '接口的应答中找不到记录列表，请检查 records 设置',
    en: 'the answer of the interface holds no list of records: check the setting `records`',
  });
}

function digestOf(raw: Buffer): string {
  return createHash('sha256').update(raw).digest('base64url').slice(0, 12);
}

function listOf(raws: readonly Buffer[]): Buffer {
  const parts = raws.flatMap((raw, index) => (index === 0 ? [raw] : [COMMA, raw]));
  return Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')]);
}

const COMMA = Buffer.from(',');

async function testInterface(session: ApiSession, options: PollSourceOptions): Promise<ConnectionReport> {
  const { settings, now } = options;
  try {
    const place = beginOf(START, settings, now());
    const page = takeApart(
      await session.ask(placeholders(place, settings), AbortSignal.timeout(30_000)),
      options,
    );
    return { isOk: true, seen: `${page.records.length} 条记录 / records on the first page` };
  } catch (error) {
    if (error instanceof SourceError)
      return { isOk: false, failed: error.failed, zh: error.zh, en: error.message };
    return { isOk: false, failed: 'protocol', zh: '接口没有应答', en: 'the interface does not answer' };
  }
}
