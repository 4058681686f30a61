/** So that the numbers of one story stay clear of the samples' own, which are often neighbours. */
const STRIDES = [
  { placesMin: 8, stride: 1_000 },
  { placesMin: 6, stride: 100 },
  { placesMin: 4, stride: 7 },
  { placesMin: 1, stride: 1 },
] as const;
const SERIAL_STRIDE = 100;
const LONG = 4;
const PLACES_MAX = 9;

const DATE = /^20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/u;

interface Run {
  readonly digits: string;
  readonly start: number;
}

/**
 * Another number of the same kind: the same one for the same story in every system. `folded` is the text as `fold` shows it.
 * Dates and years in brackets stay. The serial beside such a year (`〔2026〕0087号`) grows; every other number keeps its shape.
 */
export function renumbered(text: string, folded: string, story: number): string {
  const all = [...folded.matchAll(/\d+/gu)].map(({ 0: digits, index: start }) => ({ digits, start }));
  const isYear = ({ digits, start }: Run): boolean =>
    digits.length === 4 && folded[start - 1] === '〔' && folded[start + 4] === '〕';
  const runs = all.filter((run) => !isYear(run) && !DATE.test(run.digits));
  const last = runs.at(-1);
  if (last && all.some(isYear)) {
    const grown = String(Number(last.digits) + story * SERIAL_STRIDE).padStart(last.digits.length, '0');
    return replacedAt(text, last, grown);
  }
  const long = runs.findLast(({ digits }) => digits.length >= LONG);
  if (!long) return withDigits(text, runs, story);
  const digits = long.digits.slice(-PLACES_MAX);
  const start = long.start + long.digits.length - digits.length;
  return replacedAt(text, { digits, start }, added(digits, story));
}

function replacedAt(text: string, { digits, start }: Run, by: string): string {
  return text.slice(0, start) + by + text.slice(start + digits.length);
}

/** Short runs as one number that is spread over them. */
function withDigits(text: string, runs: readonly Run[], story: number): string {
  const digits = runs.map((run) => run.digits).join('');
  const changed = digits.slice(0, -PLACES_MAX) + added(digits.slice(-PLACES_MAX), story);
  let at = 0;
  return runs.reduce((so, run) => {
    at += run.digits.length;
    return replacedAt(so, run, changed.slice(at - run.digits.length, at));
  }, text);
}

function added(digits: string, story: number): string {
  const stride = STRIDES.find(({ placesMin }) => digits.length >= placesMin)?.stride ?? 1;
  return String((Number(digits) + story * stride) % 10 ** digits.length).padStart(digits.length, '0');
}
