// `npm run faults -- --seeds N [--records N]`: runs the fault tests with many seeds and writes docs/faults.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Run {
  readonly fault: string;
  readonly seed: number;
  readonly records: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly lost: number;
  readonly doubled: number;
  readonly disordered: number;
  readonly notLast: number;
  readonly repeatedSends: number;
  readonly pendingReceipts: number;
  readonly repeatedEvents: number;
  readonly seconds: number;
}

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, records: { type: 'string', default: '20000' } },
});
const report = join(mkdtempSync(join(tmpdir(), 'exchange-faults-report-')), 'runs.ndjson');
writeFileSync(report, '');
// One after the other: each is a whole exchange of processes.
const statuses = ['delivery.faults', 'sources.faults'].map(
  (spec) =>
    spawnSync(process.execPath, ['scripts/test.ts', spec], {
      stdio: 'inherit',
      env: { ...process.env, FAULT_SEEDS: values.seeds, FAULT_RECORDS: values.records, FAULT_REPORT: report },
    }).status ?? 1,
);
const runs = readFileSync(report, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Run);
writeFileSync('docs/faults.md', document(runs));
process.exitCode = Math.max(...statuses);

function document(all: readonly Run[]): string {
  const rows = [...Map.groupBy(all, (run) => run.fault)].map(([fault, group]) => {
    const sum = (of: (run: Run) => number): number => group.reduce((total, run) => total + of(run), 0);
    const cells = [
      fault,
      group.length,
      sum((run) => run.records),
      sum((run) => run.accepted),
      sum((run) => run.quarantined),
      sum((run) => run.lost),
      sum((run) => run.doubled),
      sum((run) => run.disordered + run.notLast),
      sum((run) => run.repeatedSends),
      sum((run) => run.pendingReceipts),
      sum((run) => run.repeatedEvents),
      Math.round(sum((run) => run.seconds)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const seeds = [...new Set(all.map((run) => run.seed))];
  return `# Faults

Written by \`npm run faults -- --seeds ${values.seeds} --records ${values.records}\` on ${cpus().length} cores, Node ${process.version}. Every run is a whole
exchange of real processes (PostgreSQL with durable commits, Kafka, gateways, the platform feed) that is broken while vendors
send, or while the exchange reads a legacy system by one of its wires (real servers: a REST interface, PostgreSQL, files, Mosquitto,
RabbitMQ) with two gateways of which the reading one is killed at random moments; afterwards the senders' ledger is held against the log, the platform's tables and the quarantine. "Lost" and "doubled" are
records, "out of order" are record keys. Repeated events are events that a re-run put into the log once more under the
same id: readers know them, they have no effect.

| fault | seeds | sent | accepted | quarantined | lost | doubled | out of order | sends repeated | receipts pending | events repeated | seconds |
|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

Seeds: ${Math.min(...seeds)} to ${Math.max(...seeds)} (\`FAULT_SEED_BASE\` repeats them). The ledger's own test plants one loss and one double and finds both.
`;
}
