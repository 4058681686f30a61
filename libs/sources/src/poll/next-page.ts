import { valueAt, type Json } from '@exchange/contracts';
import type { Place } from './place.ts';
import type { PollPaging } from './poll-settings.ts';

/** Where to go on within the window; null behind the last page. `place.count` has the page's `count` records already. */
export function nextPage(place: Place, paging: PollPaging, count: number, answer: Json): Place | null {
  if (paging.kind === 'cursor') {
    const next = valueAt(answer, paging.next);
    const isCursor = (typeof next === 'string' && next !== '') || typeof next === 'number';
    // A provider that gives the same cursor again would be asked for ever.
    return isCursor && String(next) !== String(place.next ?? '') ? { ...place, next } : null;
  }
  const told = paging.total === undefined ? null : totalOf(valueAt(answer, paging.total), count);
  // The least that was told: a number that goes up and down must not have pages read again and again.
  const total = Math.min(told ?? Infinity, place.total ?? Infinity);
  const counted = { ...place, total: Number.isFinite(total) ? total : null };
  if (place.total !== null && total < place.total)
    return movedUp(counted, paging, count, place.total - total);
  if (count === 0) return null;
  const all = told ?? place.total;
  // Where a total is promised and missing, only an empty page is known to be the end.
  const isLast = all === null ? paging.total === undefined && count < paging.size : place.count >= all;
  if (isLast) return null;
  return { ...counted, next: paging.kind === 'offset' ? offsetOf(place) + count : pageOf(place, paging) + 1 };
}

/**
 * The number of records that were promised where an empty page comes before them; null where all is well. A page that tells a
 * lower number than the ones before it says that records are gone, which is `nextPage`'s to deal with.
 */
export function promisedBehind(
  place: Place,
  paging: PollPaging | undefined,
  count: number,
  answer: Json,
): number | null {
  if (!paging || paging.kind === 'cursor' || paging.total === undefined || count > 0) return null;
  const told = totalOf(valueAt(answer, paging.total), count);
  if (told !== null && place.total !== null && told < place.total) return null;
  const promised = told ?? place.total;
  return promised !== null && promised > place.count ? promised : null;
}

/**
 * Where to go on when records are gone since the page before, because they were changed, which takes them to a later window,
 * or deleted. Those behind them moved up, some to pages that were read already: these are asked for again.
 */
function movedUp(
  place: Place,
  paging: Exclude<PollPaging, { kind: 'cursor' }>,
  count: number,
  gone: number,
): Place {
  const before = place.count - count;
  if (paging.kind === 'offset') {
    const next = Math.max(offsetOf(place) - gone, 0);
    return { ...place, next, count: next };
  }
  const pages = pageOf(place, paging) - paging.first;
  // As many as the provider gives, which may be less than it is asked for.
  const size = Math.max(Math.round(before / Math.max(pages, 1)), 1);
  const back = Math.max(pages - Math.ceil(gone / size), 0);
  return { ...place, next: paging.first + back, count: back * size };
}

const offsetOf = ({ next }: Place): number => Number(next ?? 0);
const pageOf = ({ next }: Place, { first }: { readonly first: number }): number => Number(next ?? first);

/** Null for one that cannot be true: some providers count only when the first page is asked for. */
export function totalOf(told: Json | undefined, count: number): number | null {
  const total = typeof told === 'number' || (typeof told === 'string' && told !== '') ? Number(told) : NaN;
  return Number.isInteger(total) && total >= count ? total : null;
}
