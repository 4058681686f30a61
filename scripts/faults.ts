// `npm run faults -- --seeds N [--records N] [--only delivery|sources|backfill] [--continue]`: runs the fault tests with many seeds and
// writes docs/faults.md from docs/faults.ndjson, to which every run adds a line; --continue keeps those of earlier goes.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
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

const RUNS = 'docs/faults.ndjson';
/** Seeds of a round: what breaks off in the middle has still broken everything a few times. */
const ROUND_SEEDS = 4;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    records: { type: 'string', default: '20000' },
    only: { type: 'string' },
    continue: { type: 'boolean', default: false },
  },
});
const specs = ['delivery.faults', 'sources.faults', 'backfill.faults'].filter((spec) =>
  spec.startsWith(values.only ?? ''),
);
if (specs.length === 0)
  throw new Error(`--only ${values.only}: there are "delivery", "sources" and "backfill"`);
if (!values.continue || !existsSync(RUNS)) writeFileSync(RUNS, '');
let status = 0;
for (let left = Number(values.seeds); left > 0; left -= ROUND_SEEDS) {
  // One after the other: each is a whole exchange of processes.
  for (const spec of specs) status = Math.max(status, breakWith(spec, Math.min(left, ROUND_SEEDS)));
  writeFileSync('docs/faults.md', document(reported()));
}
process.exitCode = status;

function breakWith(spec: string, seeds: number): number {
  const settings = { FAULT_SEEDS: String(seeds), FAULT_RECORDS: values.records, FAULT_REPORT: RUNS };
  const { status: ended } = spawnSync(process.execPath, ['scripts/test.ts', spec], {
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  return ended ?? 1;
}

function reported(): Run[] {
  const lines = readFileSync(RUNS, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Run);
}

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

Written by \`npm run faults\` from faults.ndjson, one line for each run, on ${cpus().length} cores, Node ${process.version}. Every run is a whole
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
