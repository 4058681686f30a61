import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@exchange/contracts';
import type { Charset } from '@exchange/decoding';
import type { ConnectionReport, Source } from '../port.ts';
import { AnswerRoom } from '../running/answer-room.ts';
import { SourceError } from '../source-error.ts';
import { answerPage } from './answer-page.ts';
import { ApiSession } from './api-session.ts';
import { heldBehind, placeBehindAll } from './held-records.ts';
import { PageReading, type PageReadingParts } from './page-reading.ts';
import { placeOf, START, type Place } from './place.ts';
import type { PollConnection } from './poll-connection.ts';
import type { PollSettings } from './poll-settings.ts';
import type { RequestPaces } from './request-paces.ts';
import { ShortLists } from './short-lists.ts';
import { beginOf, placeholders } from './window-place.ts';

export interface PollSourceOptions {
  readonly settings: PollSettings;
  readonly connection: PollConnection;
  readonly stream: { readonly system: string; readonly stream: string };
  readonly charset: Charset;
  /** JSON Pointer of the list of records in an answer; without it the answer is the list. */
  readonly records?: string;
  readonly memory: PollMemory;
  readonly now: () => Date;
  /** Told of what goes on in spite of something that somebody should know. */
  readonly onNotice?: (kind: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** What the interfaces of an exchange have in common. */
export interface PollMemory {
  readonly requestPaces: RequestPaces;
  /** Of the process; a source that is given none has its own. */
  readonly answerRoom?: AnswerRoom;
  /** Of the process; a source that is given none forgets them when it is closed. */
  readonly shortLists?: ShortLists;
}

/** How far passes that gave nothing new were read behind a checkpoint: they need not be asked for again. */
interface Reached {
  readonly after: Json | null;
  readonly place: Place;
}

/** A REST interface, asked page by page. */
export function openPollSource(parts: PollSourceOptions): Source {
  const { connection, charset, stream, memory, onNotice = () => undefined } = parts;
  const { requestPaces, answerRoom = new AnswerRoom(), shortLists = new ShortLists() } = memory;
  const settings = settingsFor(parts.settings, connection);
  const options = { ...parts, settings };
  const session = new ApiSession(settings, connection, charset, (everyMs) =>
    requestPaces.turn(stream.system, everyMs),
  );
  let reached: Reached | null = null;
  const begin = (told: Pick<PageReadingParts, 'onNothingNew' | 'onEnd'>): PageReading =>
    new PageReading({
      ...options,
      session,
      stream: `${stream.system}/${stream.stream}`,
      shortLists,
      room: answerRoom,
      onNotice,
      ...told,
    });
  return {
    read: (after, signal) => {
      const reading = begin({ onNothingNew: (place) => (reached = { after, place }) });
      const from = reached && isDeepStrictEqual(reached.after, after) ? reached.place : placeOf(after);
      return reading.chunks(from, signal);
    },
    latest: (signal) =>
      placeBehindAll(
        settings,
        options.now(),
        (onEnd) => begin({ onNothingNew: () => undefined, onEnd }),
        signal,
      ),
    held: (after, signal) => heldBehind(session, settings, after, options.now(), signal),
    // An interface is not told what became of its records.
    settle: async (_checkpoint, settlement) => settlement.kind !== 'unreadable',
    test: () => testInterface(session, options),
    close: () => session.close(),
  };
}

function settingsFor(settings: PollSettings, { start }: PollConnection): PollSettings {
  const { window } = settings;
  return window && start !== undefined ? { ...settings, window: { ...window, start } } : settings;
}

async function testInterface(session: ApiSession, options: PollSourceOptions): Promise<ConnectionReport> {
  const { settings, now } = options;
  try {
    const place = beginOf(START, settings, now());
    const answer = await session.ask(placeholders(place, settings), AbortSignal.timeout(30_000));
    const { records } = answerPage(answer, options);
    return { isOk: true, seen: `${records.length} 条记录 / records on the first page` };
  } catch (error) {
    if (error instanceof SourceError)
      return { isOk: false, failed: error.failed, zh: error.zh, en: error.message };
    return { isOk: false, failed: 'protocol', zh: '接口没有应答', en: 'the interface does not answer' };
  }
}
