/** A unit as a fraction of the first unit of its dimension: exact, because 亩 is no finite decimal of a square metre. */
interface Unit {
  readonly dimension: 'money' | 'area' | 'mass' | 'length' | 'volume' | 'power';
  readonly numerator: number;
  readonly denominator: number;
}

const unit = (dimension: Unit['dimension'], numerator: number, denominator = 1): Unit => ({
  dimension,
  numerator,
  denominator,
});

/** Ordered so that a longer name comes before one that it ends with. */
export const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['亿元', unit('money', 100_000_000)],
  ['万元', unit('money', 10_000)],
  ['千元', unit('money', 1000)],
  ['百元', unit('money', 100)],
  ['元', unit('money', 1)],
  ['角', unit('money', 1, 10)],
  ['分', unit('money', 1, 100)],
  ['平方公里', unit('area', 1_000_000)],
  ['平方千米', unit('area', 1_000_000)],
  ['km²', unit('area', 1_000_000)],
  ['公顷', unit('area', 10_000)],
  ['万平方米', unit('area', 10_000)],
  ['亩', unit('area', 2000, 3)],
  ['平方米', unit('area', 1)],
  ['㎡', unit('area', 1)],
  ['m²', unit('area', 1)],
  ['吨', unit('mass', 1000)],
  ['t', unit('mass', 1000)],
  ['公斤', unit('mass', 1)],
  ['千克', unit('mass', 1)],
  ['kg', unit('mass', 1)],
  ['斤', unit('mass', 1, 2)],
  ['克', unit('mass', 1, 1000)],
  ['g', unit('mass', 1, 1000)],
  ['公里', unit('length', 1000)],
  ['千米', unit('length', 1000)],
  ['km', unit('length', 1000)],
  ['厘米', unit('length', 1, 100)],
  ['cm', unit('length', 1, 100)],
  ['毫米', unit('length', 1, 1000)],
  ['mm', unit('length', 1, 1000)],
  ['米', unit('length', 1)],
  ['m', unit('length', 1)],
  ['立方米', unit('volume', 1)],
  ['m³', unit('volume', 1)],
  ['升', unit('volume', 1, 1000)],
  ['L', unit('volume', 1, 1000)],
  ['kW', unit('power', 1)],
  ['千瓦', unit('power', 1)],
  ['MW', unit('power', 1000)],
]);

export interface UnitRatio {
  readonly numerator: number;
  readonly denominator: number;
}

/** `value from` = `value × numerator ÷ denominator to`, in lowest terms; null when the units do not measure the same. */
export function unitRatio(from: string, to: string): UnitRatio | null {
  const [source, target] = [UNITS.get(from), UNITS.get(to)];
  if (!source || !target || source.dimension !== target.dimension) return null;
  const numerator = source.numerator * target.denominator;
  const denominator = source.denominator * target.numerator;
  const divisor = commonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}

/** The unit that a text ends with, when it measures the same as `like`. */
export function trailingUnit(text: string, like: string): string | undefined {
  const last = text.charCodeAt(text.length - 1);
  if (last >= 0x30 && last <= 0x39) return undefined;
  const dimension = UNITS.get(like)?.dimension;
  let found: string | undefined;
  for (const [name, { dimension: measured }] of UNITS)
    if (measured === dimension && text.endsWith(name) && name.length > (found?.length ?? 0)) found = name;
  return found;
}
