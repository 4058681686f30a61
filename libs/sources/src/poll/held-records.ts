import { valueAt, type Json } from '@exchange/contracts';
import type { HeldAmount } from '@exchange/store';
import { SourceError } from '../source-error.ts';
import type { ApiSession } from './api-session.ts';
import { totalOf } from './next-page.ts';
import type { PageReading } from './page-reading.ts';
import { placeOf, START, type Place } from './place.ts';
import type { PollSettings } from './poll-settings.ts';
import { placeholders } from './window-place.ts';

/**
 * The place behind all that an interface shows now: what the next look would begin with, or the whole list where there is no
 * window, is gone through once, and none of it taken. `begin` gives a reading that tells where it ended.
 */
export async function placeBehindAll(
  settings: PollSettings,
  now: Date,
  begin: (onEnd: (place: Place) => void) => PageReading,
  signal: AbortSignal,
): Promise<Json> {
  const from = settings.window ? { ...START, until: now.toISOString() } : START;
  let end: Place | null = null;
  const reading = begin((place) => (end = place));
  for await (const _ of reading.chunks(from, signal));
  if (end) return end as unknown as Json;
  throw new SourceError('protocol', {
    zh: '接口未能及时读到末尾，无法确定起点',
    en: 'the interface was not read to its end in time: where to begin is not known',
  });
}

/** How much is behind a checkpoint: time where there is a window, else the number of records that the provider tells. */
export async function heldBehind(
  session: ApiSession,
  settings: PollSettings,
  after: Json | null,
  now: Date,
  signal: AbortSignal,
): Promise<HeldAmount | null> {
  const { window, paging } = settings;
  if (window) {
    const reached = Date.parse(placeOf(after).until ?? window.start);
    return { unit: 'seconds', amount: Math.max(Math.round((now.getTime() - reached) / 1_000), 0) };
  }
  if (after !== null || !paging || paging.kind === 'cursor' || paging.total === undefined) return null;
  const { json } = await session.ask(placeholders(START, settings), signal);
  const total = totalOf(valueAt(json, paging.total), 0);
  return total === null ? null : { unit: 'records', amount: total };
}
