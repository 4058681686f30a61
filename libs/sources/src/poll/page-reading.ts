import type { Json } from '@exchange/contracts';
import type { Charset } from '@exchange/decoding';
import type { Chunk } from '../port.ts';
import type { AnswerRoom, Occupied } from '../running/answer-room.ts';
import { SourceError } from '../source-error.ts';
import { answerPage, listOf } from './answer-page.ts';
import type { ApiAnswer, ApiSession } from './api-session.ts';
import { nextPage, promisedBehind } from './next-page.ts';
import type { Place } from './place.ts';
import type { PollSettings } from './poll-settings.ts';
import { cursorRefused, RequestRefused } from './request-refused.ts';
import type { ShortLists } from './short-lists.ts';
import { nextPass, sift } from './taken-records.ts';
import { beginOf, behindMs, endedBefore, isAtPresent, placeholders } from './window-place.ts';

export interface PageReadingParts {
  readonly session: ApiSession;
  readonly settings: PollSettings;
  readonly charset: Charset;
  readonly records?: string;
  /** Name of the stream in `shortLists`. */
  readonly stream: string;
  readonly shortLists: ShortLists;
  readonly room: AnswerRoom;
  readonly now: () => Date;
  readonly onNotice: (kind: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Told where a pass ends up to which nothing new was given since the reading began. */
  readonly onNothingNew: (place: Place) => void;
  /** Told where the reading ends, when it comes to the end. */
  readonly onEnd?: (place: Place) => void;
}

/** One reading of an interface, page by page, up to the present. */
export class PageReading {
  readonly #parts: PageReadingParts;
  #occupied: Occupied | null = null;
  #answerBytes: number | undefined;
  #hasBegunAnew = false;

  constructor(parts: PageReadingParts) {
    this.#parts = parts;
  }

  async *chunks(from: Place, signal: AbortSignal): AsyncGenerator<Chunk> {
    const { settings, now, charset, onNothingNew } = this.#parts;
    const begun = isOfOtherPages(from, settings) ? passAnew(from) : from;
    // Pages that come slowly must not let the present run away: what is newer is for the next look.
    const present = now();
    let isNew = false;
    // The rest of a pass that an earlier reading began shows nothing of what is on its first pages by now.
    let isRest = begun.next !== null;
    let place = beginOf(begun, settings, present);
    try {
      while (!signal.aborted) {
        const { asked, answer } = await this.#ask(place, signal);
        const page = answerPage(answer, this.#parts);
        this.#checkWhole(asked, page.records.length, answer.json);
        const { fresh, taken } = sift(asked, page.records);
        const theirs = present.getTime() - behindMs(answer, now());
        const read = { ...asked, ...taken, count: asked.count + page.records.length };
        const following = endedBefore(theirs, afterPage(read, page.records.length, answer.json, settings));
        if (fresh.length > 0) {
          isNew = true;
          yield {
            body: listOf(fresh),
            decode: { format: 'json', charset },
            operation: 'upsert',
            around: page.around,
            checkpoint: following as unknown as Json,
          };
        }
        const isEnd = following.next === null;
        if (isEnd && !isNew) onNothingNew(following);
        if (isEnd && isAtPresent(place, settings, theirs) && !(isRest && !settings.window))
          return this.#parts.onEnd?.(following);
        isRest &&= !isEnd;
        place = isEnd ? beginOf(following, settings, now()) : following;
      }
    } finally {
      this.#occupied?.leave();
    }
  }

  /**
   * Asks for a page. A cursor that is good no more costs what was read of its pass: it begins anew, once in a reading. That its
   * first page is given is also what tells a refused cursor from an interface that refuses everything.
   */
  async #ask(place: Place, signal: AbortSignal): Promise<{ asked: Place; answer: ApiAnswer }> {
    const { settings, onNotice } = this.#parts;
    try {
      return { asked: place, answer: await this.#answer(place, signal) };
    } catch (error) {
      const isOfCursor =
        error instanceof RequestRefused && settings.paging?.kind === 'cursor' && place.next !== null;
      if (!isOfCursor) throw error;
      if (this.#hasBegunAnew) throw cursorRefused(error);
      this.#hasBegunAnew = true;
      const anew = passAnew(place);
      const answer = await this.#answer(anew, signal);
      onNotice('cursor-refused', {});
      return { asked: anew, answer };
    }
  }

  async #answer(place: Place, signal: AbortSignal): Promise<ApiAnswer> {
    const { session, settings, room } = this.#parts;
    // The page before has been taken.
    this.#occupied?.leave();
    this.#occupied = await room.enter(signal, this.#answerBytes);
    const answer = await session.ask(placeholders(place, settings), signal);
    this.#answerBytes = answer.body.length;
    this.#occupied.resize(answer.body.length);
    return answer;
  }

  /** An empty page where more records were promised is no end, until the promise has proved to be wrong. */
  #checkWhole(place: Place, count: number, answer: Json): void {
    const { settings, stream, shortLists, onNotice } = this.#parts;
    const promised = promisedBehind(place, settings.paging, count, answer);
    if (promised === null) return;
    if (!shortLists.isTakenAsIs(stream, performance.now())) throw listShort(promised, place.count);
    onNotice('list-short', { promised, given: place.count });
  }
}

/** `read`: the place with what the page gave. */
function afterPage(read: Place, count: number, answer: Json, { paging }: PollSettings): Place {
  const following = paging ? nextPage(read, paging, count, answer) : null;
  if (!following) return passAnew(read);
  return paging?.kind === 'page' ? { ...following, size: paging.size } : following;
}

/** The number of a page says nothing once pages have another size. */
function isOfOtherPages({ next, size }: Place, { paging }: PollSettings): boolean {
  return paging?.kind === 'page' && next !== null && size !== undefined && size !== paging.size;
}

function passAnew(place: Place): Place {
  return { ...place, ...nextPass(place), next: null, count: 0, total: null };
}

function listShort(promised: number, given: number): SourceError {
  return new SourceError('protocol', {
    zh: `接口称共有 ${promised} 条记录，但给出 ${given} 条后返回空页；稍后重试`,
    en: `the interface tells of ${promised} records and gives an empty page after ${given}: it is asked again`,
  });
}
