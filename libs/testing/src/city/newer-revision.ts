import type { Json } from '@exchange/contracts';
import { fold } from './fold.ts';
import { renumbered } from './renumbered.ts';

const TIME = /^(\d{4}-\d\d-\d\d)([ T])?(\d\d:\d\d:\d\d)?(\.\d+)?(.*)$/u;
const HEX = /^(0x)?([0-9A-Fa-f]{8,16})$/u;
const SHANGHAI_MS = 8 * 3_600_000;

/** A revision that is newer than the sample's, in its notation; `number` grows from one to the next. */
export function newerRevision(usual: Json, number: number, now: Date): Json {
  if (typeof usual === 'number') return usual + number;
  if (typeof usual !== 'string') return usual;
  const time = TIME.exec(usual);
  if (time) return newerTime(time, number, new Date(now.getTime() + SHANGHAI_MS).toISOString());
  const hex = HEX.exec(usual);
  if (hex && /[xA-Fa-f]/u.test(usual)) {
    const [, prefix = '', digits = ''] = hex;
    const sum = (BigInt(`0x${digits}`) + BigInt(number)).toString(16).padStart(digits.length, '0');
    return prefix + (/[A-F]/u.test(digits) || !/[a-f]/u.test(digits) ? sum.toUpperCase() : sum);
  }
  if (/^\d{1,15}$/u.test(usual)) return String(Number(usual) + number).padStart(usual.length, '0');
  return renumbered(usual, fold(usual), number);
}

function newerTime(time: RegExpExecArray, number: number, now: string): string {
  const [, , between = '', clock, fraction = '', zone = ''] = time;
  const day = now.slice(0, 10);
  if (clock === undefined) return day;
  const places = fraction.length - 1;
  // One tick of a second holds many rows, as after a batch job.
  const part = places > 0 ? `.${String(number % 10 ** places).padStart(places, '0')}` : '';
  return `${day}${between}${now.slice(11, 19)}${part}${zone}`;
}
