import { dayOf } from '@exchange/contracts';
import type { CountDelta, StandingRecord } from './batch-plan.ts';

type Counted = Pick<StandingRecord, 'state' | 'department' | 'jurisdiction' | 'time'>;

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
    const day = dayOf(new Date(time));
    const key = `${day} ${jurisdiction ?? ''} ${department}`;
    let row = this.rows.get(key);
    if (row === undefined) {
      row = { jurisdiction, department, day, active: 0, withdrawn: 0 };
      this.rows.set(key, row);
    }
    row[state] += sign;
  }
}
