/**
 * What is measured. Yearly amounts are kept apart from flows: a year has no fixed number of days. Tonnes of water are not
 * cubic metres here: the mapping's author says so where a source means it.
 */
type Dimension =
  | 'money'
  | 'area'
  | 'mass'
  | 'length'
  | 'volume'
  | 'power'
  | 'time'
  | 'speed'
  | 'flow'
  | 'yearly-flow'
  | 'mass-flow'
  | 'yearly-mass-flow';

/** A unit as a fraction of the first unit of its dimension: exact, because 亩 is no finite decimal of a square metre. */
interface Unit {
  readonly dimension: Dimension;
  readonly numerator: number;
  readonly denominator: number;
}

const unit = (dimension: Dimension, numerator: number, denominator = 1): Unit => ({
  dimension,
  numerator,
  denominator,
});

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
  ['海里', unit('length', 1852)],
  ['nmi', unit('length', 1852)],
  ['厘米', unit('length', 1, 100)],
  ['cm', unit('length', 1, 100)],
  ['毫米', unit('length', 1, 1000)],
  ['mm', unit('length', 1, 1000)],
  ['米', unit('length', 1)],
  ['m', unit('length', 1)],
  ['亿立方米', unit('volume', 100_000_000)],
  ['亿m³', unit('volume', 100_000_000)],
  ['万立方米', unit('volume', 10_000)],
  ['万m³', unit('volume', 10_000)],
  ['万方', unit('volume', 10_000)],
  ['立方米', unit('volume', 1)],
  ['立方', unit('volume', 1)],
  ['方', unit('volume', 1)],
  ['m³', unit('volume', 1)],
  ['m3', unit('volume', 1)],
  ['升', unit('volume', 1, 1000)],
  ['L', unit('volume', 1, 1000)],
  ['毫升', unit('volume', 1, 1_000_000)],
  ['mL', unit('volume', 1, 1_000_000)],
  ['kW', unit('power', 1)],
  ['千瓦', unit('power', 1)],
  ['MW', unit('power', 1000)],
  // 分 alone is money, m alone is a length.
  ['天', unit('time', 86_400)],
  ['d', unit('time', 86_400)],
  ['小时', unit('time', 3600)],
  ['h', unit('time', 3600)],
  ['分钟', unit('time', 60)],
  ['min', unit('time', 60)],
  ['秒', unit('time', 1)],
  ['s', unit('time', 1)],
  ['毫秒', unit('time', 1, 1000)],
  ['ms', unit('time', 1, 1000)],
  ['公里/小时', unit('speed', 1)],
  ['千米/小时', unit('speed', 1)],
  ['km/h', unit('speed', 1)],
  ['米/秒', unit('speed', 18, 5)],
  ['m/s', unit('speed', 18, 5)],
  // One international nautical mile, 1852 m, in an hour (GB 3100).
  ['节', unit('speed', 463, 250)],
  ['kn', unit('speed', 463, 250)],
  ['立方米/秒', unit('flow', 86_400)],
  ['m³/s', unit('flow', 86_400)],
  ['立方米/小时', unit('flow', 24)],
  ['m³/h', unit('flow', 24)],
  ['万立方米/日', unit('flow', 10_000)],
  ['万m³/d', unit('flow', 10_000)],
  ['立方米/日', unit('flow', 1)],
  ['m³/d', unit('flow', 1)],
  ['升/秒', unit('flow', 432, 5)],
  ['L/s', unit('flow', 432, 5)],
  ['亿立方米/年', unit('yearly-flow', 100_000_000)],
  ['亿m³/a', unit('yearly-flow', 100_000_000)],
  ['万立方米/年', unit('yearly-flow', 10_000)],
  ['万m³/a', unit('yearly-flow', 10_000)],
  ['立方米/年', unit('yearly-flow', 1)],
  ['m³/a', unit('yearly-flow', 1)],
  ['吨/小时', unit('mass-flow', 24_000)],
  ['t/h', unit('mass-flow', 24_000)],
  ['吨/日', unit('mass-flow', 1000)],
  ['t/d', unit('mass-flow', 1000)],
  ['千克/小时', unit('mass-flow', 24)],
  ['kg/h', unit('mass-flow', 24)],
  ['千克/日', unit('mass-flow', 1)],
  ['kg/d', unit('mass-flow', 1)],
  ['吨/年', unit('yearly-mass-flow', 1000)],
  ['t/a', unit('yearly-mass-flow', 1000)],
  ['千克/年', unit('yearly-mass-flow', 1)],
  ['kg/a', unit('yearly-mass-flow', 1)],
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
