import type { Acceptance, Batch } from '@exchange/pipeline';
import type { Metrics } from '@exchange/runtime';

/** Counts what comes in, by stream and by what became of it. */
export class Traffic {
  readonly #count: (batch: Batch, state: string, records: number) => void;
  readonly #warn: (batch: Batch, code: string) => void;

  constructor(metrics: Metrics) {
    const records = metrics.counter('exchange_records_total', 'Records by what became of them', [
      'system',
      'stream',
      'state',
    ]);
    const warnings = metrics.counter('exchange_record_warnings_total', 'Doubts about accepted records', [
      'system',
      'stream',
      'code',
    ]);
    this.#count = ({ system, stream }, state, count) => records.inc({ system, stream, state }, count);
    this.#warn = ({ system, stream }, code) => warnings.inc({ system, stream, code });
  }

  count(batch: Batch, acceptance: Acceptance): void {
    if (acceptance.kind !== 'accepted') {
      this.#count(batch, acceptance.kind, 1);
      return;
    }
    // A repeated request was counted when it came first.
    if (acceptance.repeated) return;
    const { accepted, quarantined, reports } = acceptance.outcome;
    if (accepted > 0) this.#count(batch, acceptance.pending ? 'pending' : 'accepted', accepted);
    if (quarantined > 0) this.#count(batch, 'quarantined', quarantined);
    for (const report of reports) for (const warning of report.warnings) this.#warn(batch, warning.code);
  }
}
