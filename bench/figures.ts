/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'records/s' | 'µs/record' | 'ms' | 'MB' | 's' | 'ratio' | 'count';
  /** What it is held against: a target of the project, or a ceiling of the same run. */
  readonly target?: { readonly value: number; readonly isUpperBound: boolean };
  /** How it came about: processes, sizes, CPU split. */
  readonly how: string;
}

export function printTable(figures: readonly Figure[]): void {
  const width = Math.max(...figures.map((figure) => figure.name.length));
  for (const { name, value, unit, target, how } of figures) {
    const number = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
    console.log(
      `${name.padEnd(width)}  ${number.padStart(10)} ${unit.padEnd(10)} ${verdict(value, target).padEnd(18)} ${how}`,
    );
  }
}

function verdict(value: number, target: Figure['target']): string {
  if (!target) return '';
  const isMet = target.isUpperBound ? value <= target.value : value >= target.value;
  return `${isMet ? 'meets' : 'MISSES'} ${target.isUpperBound ? '≤' : '≥'} ${target.value.toLocaleString('en')}`;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
