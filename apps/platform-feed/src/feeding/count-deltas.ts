import type { CountDelta, StandingRecord } from './batch-plan.ts';

type Counted = Pick<StandingRecord, 'state' | 'department' | 'jurisdiction' | 'time'>;

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** Sums up what a batch changes in the counts. Rows that end at nothing are left out. */
export class CountDeltas {
  private readonly rows = new Map<string, { -readonly [P in keyof CountDelta]: CountDelta[P] }>();

  gained(record: Counted): void {
    this.add(record, 1);
  }

  lost(record: Counted): void {
    this.add(record, -1);
  }

  list(): CountDelta[] {
    return [...this.rows.values()].filter((row) => row.active !== 0 || row.withdrawn !== 0);
  }

  private add({ state, department, jurisdiction, time }: Counted, sign: 1 | -1): void {
    const day = shanghaiDay(time);
    const key = `${day} ${jurisdiction ?? ''} ${department}`;
    let row = this.rows.get(key);
    if (row === undefined) {
      row = { jurisdiction, department, day, active: 0, withdrawn: 0 };
      this.rows.set(key, row);
    }
    row[state] += sign;
  }
}

/** The calendar day in Shanghai (no summer time since 1991) of an instant. Throws when the text is no instant. */
export function shanghaiDay(time: string): string {
  return new Date(Date.parse(time) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}
