import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { listAlarms, listBackfills, listDrift, type BackfillView } from '@exchange/store';
import { ARCHIVE, startBackfillWorld, type BackfillWorld } from './backfill-world.ts';
import { percentile, printTable, type Figure } from './figures.ts';
import { openPushClient, type PushClient } from './push-client.ts';
import { benchBody } from './workload.ts';

/**
 * A back-fill of very many rows while records arrive live at the same gateway: pushes over HTTP, whose events go to the topic
 * that the back-fill writes to as well, and changes in the table itself. Prints how live records fare without and with it.
 *
 *     node dist/bench/backfill.js [--rows 500000] [--rate 100000] [--live 200] [--changes 20]
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    /** Records a second that the back-fill may reach; it yields to live records in any case. */
    rate: { type: 'string', default: '100000' },
    live: { type: 'string', default: '200' },
    changes: { type: 'string', default: '20' },
  },
});
const ROWS = Number(values.rows);
const ALONE_SECONDS = 30;
const WARM_UP_SECONDS = 5;
const P99_MS_MAX = 1_000;
const SHOW_MS = 10_000;

/** Of the record that is pushed next. */
let number = 50_000_000;

const world = await startBackfillWorld(ROWS);
const client = openPushClient(world.gateway.url, world.key);
let hasFailed = false;
try {
  const figures = await measure(world, client);
  printTable(figures);
  hasFailed = figures.some(({ value, target }) => target?.isUpperBound === true && value > target.value);
} finally {
  await client.close();
  await world.end();
}
process.exitCode = hasFailed ? 1 : 0;

async function measure({ store, setup }: BackfillWorld, pushes: PushClient): Promise<Figure[]> {
  await arriveLive(pushes, () => sleep(WARM_UP_SECONDS * 1_000));
  const alone = await arriveLive(pushes, () => sleep(ALONE_SECONDS * 1_000));
  const changedBefore = await changesRead(world, 0);
  const startedAt = performance.now();
  console.log(await setup('backfill', ARCHIVE.system, ARCHIVE.stream, 'start', '--rate', values.rate));
  let done: BackfillView | undefined;
  const beside = await arriveLive(pushes, async () => {
    done = await untilDone(setup);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  // The last changes are read at the next look.
  await sleep(3_000);
  const late = (await changesRead(world, changedBefore.length)).toSorted((a, b) => a - b);
  const alarms = (await listAlarms(store.pool, { isAll: true })).length;
  const drift = (await listDrift(store.pool)).filter(({ system }) => system === ARCHIVE.system).length;
  const how = `${values.live}/s pushed, ${values.changes} rows/s changed in the table`;
  return [
    ...pushFigures('without back-fill', alone, how),
    ...pushFigures('with back-fill', beside, how),
    {
      name: 'back-fill',
      value: (done?.records ?? 0) / seconds,
      unit: 'records/s',
      how: `${done?.records} rows in ${seconds.toFixed(0)} s, ${done?.quarantined} quarantined`,
    },
    {
      name: 'live stream of the table, change to log p50',
      value: percentile(late, 0.5),
      unit: 'ms',
      how: `${late.length} changes, looked at every second`,
    },
    {
      name: 'live stream of the table, change to log p99',
      value: percentile(late, 0.99),
      unit: 'ms',
      how: '',
    },
    {
      name: 'alarms',
      value: alarms + drift,
      unit: 'count',
      target: { value: 0, isUpperBound: true },
      how: `${alarms} alarms, ${drift} drifts`,
    },
  ];
}

function pushFigures(when: string, { times, refused }: Arrived, how: string): Figure[] {
  const sorted = times.toSorted((a, b) => a - b);
  return [
    { name: `single push ${when} p50`, value: percentile(sorted, 0.5), unit: 'ms', how },
    {
      name: `single push ${when} p99`,
      value: percentile(sorted, 0.99),
      unit: 'ms',
      target: { value: P99_MS_MAX, isUpperBound: true },
      how: `${sorted.length} pushes, slowest ${Math.round(sorted.at(-1) ?? 0)} ms`,
    },
    {
      name: `live records refused ${when}`,
      value: refused,
      unit: 'count',
      target: { value: 0, isUpperBound: true },
      how: 'of pushes and changes',
    },
  ];
}

interface Arrived {
  /** How long each push took, in ms. */
  readonly times: readonly number[];
  /** Pushes, and changes in the table, that were not taken. */
  readonly refused: number;
}

/** Single pushes and changes in the table at an even pace until `work` is done. */
async function arriveLive(pushes: PushClient, work: () => Promise<unknown>): Promise<Arrived> {
  const times: number[] = [];
  const sends = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const over = new AbortController();
  const working = work().finally(() => over.abort());
  const evenly = async (perSecond: number, act: () => void): Promise<void> => {
    const start = performance.now();
    for (let count = 0; !over.signal.aborted; count += 1) {
      const wait = start + (count * 1_000) / perSecond - performance.now();
      if (wait > 0) await sleep(wait);
      act();
    }
  };
  const send = (act: Promise<void>): void => {
    const sending = act
      .catch((error: unknown) => void failures.push(error))
      .finally(() => sends.delete(sending));
    sends.add(sending);
  };
  await Promise.all([
    evenly(Number(values.live), () => {
      const sentAt = performance.now();
      const body = benchBody((number += 1), 1);
      send(pushes.push('application/x-ndjson', body).then(() => void times.push(performance.now() - sentAt)));
    }),
    evenly(Number(values.changes), () => send(changeRow())),
    working,
  ]);
  await Promise.all(sends);
  if (failures.length > 0) console.log(`not taken: ${failures.length}, first ${String(failures[0])}`);
  return { times, refused: failures.length };
}

/** Says in the row itself when it was changed. */
async function changeRow(): Promise<void> {
  const key = `WA${String(1 + Math.floor(Math.random() * ROWS)).padStart(8, '0')}`;
  await world.archive.query(
    `UPDATE documents SET "xiuDingHao" = "xiuDingHao" + 1, "shanChuYuanYin" = $2, changed_at = clock_timestamp()
     WHERE "wenShuId" = $1`,
    [key, String(Date.now())],
  );
}

/** For each change that the live reader of the table brought: how long after it the event was in the log, in ms. */
async function changesRead({ store }: BackfillWorld, leaveOut: number): Promise<number[]> {
  const { rows } = await store.pool.query<{ encoding: string; body: Buffer; completed_at: Date }>(
    `SELECT b.encoding, b.body, o.completed_at
     FROM exchange.receipt r JOIN exchange.receipt_body b USING (id) JOIN exchange.receipt_outcome o USING (id)
     WHERE r.system = $1 AND NOT r.historical ORDER BY r.arrival`,
    [ARCHIVE.system],
  );
  const inflate = promisify(zstdDecompress);
  const times: number[] = [];
  for (const { encoding, body, completed_at: completedAt } of rows) {
    const text = (encoding === 'zstd' ? await inflate(body) : body).toString();
    for (const line of text.trim().split('\n')) {
      const { shanChuYuanYin } = JSON.parse(line) as { shanChuYuanYin: string };
      times.push(completedAt.getTime() - Number(shanChuYuanYin));
    }
  }
  return times.slice(leaveOut);
}

async function untilDone(setup: BackfillWorld['setup']): Promise<BackfillView> {
  for (let shownAt = performance.now(); ; await sleep(250)) {
    const [backfill] = await listBackfills(world.store.pool);
    if (backfill && backfill.state !== 'running') return backfill;
    if (performance.now() - shownAt < SHOW_MS) continue;
    shownAt = performance.now();
    console.log(await setup('backfill', ARCHIVE.system, ARCHIVE.stream, 'status'));
  }
}
