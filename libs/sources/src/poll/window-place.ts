import type { ApiAnswer } from './api-session.ts';
import type { Place } from './place.ts';
import type { PollSettings, PollWindow } from './poll-settings.ts';
import { wallClockText } from './wall-clock-text.ts';

const BEHIND_MS_MIN = 2_000;
const BEHIND_MS_MAX = 86_400_000;

/** The place as it stands when a pass or the next window begins. */
export function beginOf(place: Place, { window }: PollSettings, now: Date): Place {
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

export function isAtPresent({ until }: Place, { window }: PollSettings, theirs: number): boolean {
  return !window || until === null || Date.parse(until) >= theirs - 1_000;
}

/** How far the provider's clock is behind ours, in ms. A little is the way of the answer, a lot is no clock to go by. */
export function behindMs({ at }: ApiAnswer, now: Date): number {
  const behind = at === null ? 0 : now.getTime() - at.getTime();
  return behind < BEHIND_MS_MIN || behind > BEHIND_MS_MAX ? 0 : behind;
}

/** A window that was read ends no later than the provider's clock: what comes now is stamped with what that shows. */
export function endedBefore(theirs: number, place: Place): Place {
  const { next, from, until } = place;
  if (next !== null || from === null || until === null || Date.parse(until) <= theirs) return place;
  return { ...place, until: new Date(Math.max(theirs, Date.parse(from))).toISOString() };
}

/** Values of the placeholders by which a request names its page and window. */
export function placeholders(place: Place, { paging, window }: PollSettings): ReadonlyMap<string, string> {
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
