import { isHistorical, type Acceptance, type Batch } from '@exchange/pipeline';
import type { Metrics } from '@exchange/runtime';
import type { StreamCounts } from './watching/stream-counts.ts';

/** Counts what comes in, by stream and by what became of it; what is sent on trial, or is history, is counted by itself. */
export class Traffic {
  readonly #count: (batch: Batch, state: string, records: number) => void;
  readonly #warn: (batch: Batch, code: string) => void;
  readonly #streams: StreamCounts;

  constructor(metrics: Metrics, streams: StreamCounts) {
    this.#streams = streams;
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
    const trials = metrics.counter(
      'exchange_trial_records_total',
      'Records that were sent on trial, by what became of them',
      ['system', 'stream', 'state'],
    );
    const history = metrics.counter(
      'exchange_historical_records_total',
      'Records of back-fills, by what became of them',
      ['system', 'stream', 'state'],
    );
    this.#count = (batch, state, count) => {
      const { system, stream } = batch;
      const counter = batch.trial ? trials : isHistorical(batch) ? history : records;
      counter.inc({ system, stream, state }, count);
    };
    this.#warn = (batch, code) => {
      const { system, stream } = batch;
      if (!batch.trial && !isHistorical(batch)) warnings.inc({ system, stream, code });
    };
  }

  count(batch: Batch, acceptance: Acceptance): void {
    this.#streams.count(batch, acceptance);
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
