import type { Outcome, RecordReport } from './batch.ts';
import type { MappedRecord } from './map-records.ts';

/** Reports of quarantined records that an outcome holds, and reports of each kind that one answer lists. */
export const reportsToldMax = 100;

/** Counts what becomes of the records of a batch, and collects what its sender is told. */
export class BatchReport {
  private records = 0;
  private quarantined = 0;
  private readonly reports: RecordReport[] = [];

  add({ record: { index, line }, key, rejections, warnings, untold }: MappedRecord): void {
    this.records += 1;
    if (rejections.length > 0) this.quarantined += 1;
    else if (warnings.length === 0) return;
    if (rejections.length > 0 && this.quarantined > reportsToldMax) return;
    this.reports.push({
      index,
      ...(line === undefined ? {} : { line }),
      key,
      rejections,
      warnings,
      ...(untold === 0 ? {} : { moreFindings: untold }),
    });
  }

  outcome(events: number): Outcome {
    const { records, quarantined, reports } = this;
    return { records, accepted: records - quarantined, quarantined, events, reports };
  }
}
