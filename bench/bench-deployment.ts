import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@exchange/store';
import { startAppProcess, startEmbeddedPostgres, startLocalKafka, type AppProcess } from '@exchange/testing';
import { percentile, type Figure } from './figures.ts';
import { prepare } from './prepare.ts';
import { openPushClient, type PushClient } from './push-client.ts';
import { listen } from './sse-client.ts';
import { BATCH_RECORDS, BENCH_STREAM, benchBody } from './workload.ts';

export type LogUnderTest =
  | { readonly kind: 'postgres' }
  | { readonly kind: 'kafka'; readonly ceiling: (brokers: string) => Promise<Figure> };

const CONNECTIONS = 8;
const WARM_UP_SECONDS = 4;
const SECONDS = 12;
const SINGLE_PUSHES_PER_SECOND = 200;
const SINGLE_SECONDS = 8;
const TOPIC = 'wujin.enforcement-document.v1';
const KAFKA_SHARE_MIN = 0.55;
const QUIET_MS = 3_000;

/** The apps as processes of their own on real servers, everything on, and the load from this process. */
export async function benchDeployment(log: LogUnderTest, postgresCeiling: Figure | null): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-bench-'));
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), persistent: false });
  const kafka = log.kind === 'kafka' ? await startLocalKafka({ directory: join(directory, 'kafka') }) : null;
  const ceiling = log.kind === 'kafka' ? await log.ceiling(kafka!.brokers) : postgresCeiling!;
  const apps: AppProcess[] = [];
  try {
    const bench = await prepare(postgres.url, kafka?.brokers ?? null, '.');
    const start = async (app: string): Promise<AppProcess> => {
      const process = await startAppProcess({ script: `dist/apps/${app}/src/main.js`, env: bench.env });
      apps.push(process);
      return process;
    };
    const startedAt = performance.now();
    const gateway = await start('gateway');
    const figures: Figure[] = log.kind === 'kafka' ? [ceiling] : [];
    figures.push({
      name: `${log.kind}: gateway start`,
      value: (performance.now() - startedAt) / 1000,
      unit: 's',
      how: 'process to first answer',
    });
    const client = openPushClient(gateway.url, bench.key);
    figures.push(await measureBatches(log, client, gateway, ceiling));
    figures.push(await measureMemory(log, gateway));
    figures.push(...(await measureSinglePushes(log, client)));
    figures.push(await measureFeed(log, bench.store, start));
    const centre = await start('command-centre');
    await untilCaughtUp(bench.store);
    figures.push(...(await measureSubscriber(log, client, centre, bench.token)));
    await client.close();
    await bench.store.close();
    return figures;
  } finally {
    for (const app of apps.toReversed()) await app.stop();
    await kafka?.stop();
    await postgres.stop();
  }
}

async function measureBatches(
  log: LogUnderTest,
  client: PushClient,
  gateway: AppProcess,
  ceiling: Figure,
): Promise<Figure> {
  const bodies = Array.from({ length: 400 }, (_, index) => benchBody(index * BATCH_RECORDS));
  let sent = 0;
  let accepted = 0;
  const run = async (seconds: number): Promise<number> => {
    const end = performance.now() + seconds * 1000;
    accepted = 0;
    const start = performance.now();
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (performance.now() < end) {
          const taken = await client.push('application/x-ndjson', bodies[sent++ % bodies.length]!);
          accepted += taken;
        }
      }),
    );
    return accepted / ((performance.now() - start) / 1000);
  };
  await run(WARM_UP_SECONDS);
  const cpuBefore = await cpuSeconds(gateway.pid);
  const rate = await run(SECONDS);
  const cpu = (await cpuSeconds(gateway.pid)) - cpuBefore;
  const target = log.kind === 'kafka' ? KAFKA_SHARE_MIN * ceiling.value : 15_000;
  return {
    name: `${log.kind}: HTTP NDJSON to durable in the log`,
    value: rate,
    unit: 'records/s',
    target: { value: Math.round(target), isUpperBound: false },
    how: `${CONNECTIONS} connections × ${BATCH_RECORDS} records; ${(rate / ceiling.value).toFixed(2)} of the ceiling; gateway used ${(cpu / SECONDS).toFixed(2)} CPU of 2`,
  };
}

async function measureMemory(log: LogUnderTest, gateway: AppProcess): Promise<Figure> {
  const status = await readFile(`/proc/${gateway.pid}/status`, 'utf8').catch(() => '');
  const peakKb = Number(/VmHWM:\s+(\d+)/u.exec(status)?.[1] ?? Number.NaN);
  return {
    name: `${log.kind}: gateway memory under load`,
    value: peakKb / 1024,
    unit: 'MB',
    target: { value: 350, isUpperBound: true },
    how: 'peak resident set',
  };
}

/** The feed starts on a log that is full already. */
async function measureFeed(
  log: LogUnderTest,
  store: Store,
  start: (app: string) => Promise<AppProcess>,
): Promise<Figure> {
  await start('platform-feed');
  while ((await applied(store)) === 0) await sleep(20);
  const [from, fromAt] = [await applied(store), performance.now()];
  let [last, lastAt] = [from, fromAt];
  while (performance.now() - fromAt < SECONDS * 1000) {
    await sleep(250);
    const now = await applied(store);
    if (now === last && performance.now() - lastAt > 2_000) break;
    if (now !== last) [last, lastAt] = [now, performance.now()];
  }
  return {
    name: `${log.kind}: topic to platform tables`,
    value: (last - from) / ((lastAt - fromAt) / 1000),
    unit: 'records/s',
    target: { value: 8_000, isUpperBound: false },
    how: `one process, ${(last - from).toLocaleString('en')} events with identities, history and counts`,
  };
}

/** Events that the consumers have taken, all together. */
async function applied(store: Store): Promise<number> {
  const { rows } = await store.pool.query<{ count: string }>(
    'SELECT coalesce(sum(position), 0) AS count FROM exchange.consumer_position',
  );
  return Number(rows[0]!.count);
}

/** Waits until no consumer has anything left to take, as in everyday use. */
async function untilCaughtUp(store: Store): Promise<void> {
  for (let last = -1, now = await applied(store); now !== last; now = await applied(store)) {
    last = now;
    await sleep(QUIET_MS);
  }
}

async function measureSinglePushes(log: LogUnderTest, client: PushClient): Promise<Figure[]> {
  const times: number[] = [];
  const sends: Promise<void>[] = [];
  const count = SINGLE_PUSHES_PER_SECOND * SINGLE_SECONDS;
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    const dueAt = start + (index * 1000) / SINGLE_PUSHES_PER_SECOND;
    const wait = dueAt - performance.now();
    if (wait > 0) await sleep(wait);
    const body = benchBody(10_000_000 + index, 1);
    const sentAt = performance.now();
    sends.push(
      client.push('application/x-ndjson', body).then(() => void times.push(performance.now() - sentAt)),
    );
  }
  await Promise.all(sends);
  times.sort((left, right) => left - right);
  const how = `${SINGLE_PUSHES_PER_SECOND}/s for ${SINGLE_SECONDS} s, nothing else running`;
  return [
    { name: `${log.kind}: single push p50`, value: percentile(times, 0.5), unit: 'ms', how },
    {
      name: `${log.kind}: single push p99`,
      value: percentile(times, 0.99),
      unit: 'ms',
      target: { value: 15, isUpperBound: true },
      how,
    },
  ];
}

async function measureSubscriber(
  log: LogUnderTest,
  client: PushClient,
  centre: AppProcess,
  token: string,
): Promise<Figure[]> {
  const sentAt = new Map<string, number>();
  const times: number[] = [];
  const stop = await listen(`${centre.url}/v1/topics/${TOPIC}/events`, token, (event) => {
    const at = sentAt.get(event.subject);
    if (at !== undefined) times.push(performance.now() - at);
  });
  await sleep(500);
  for (let index = 0; index < 400; index += 1) {
    const body = benchBody(20_000_000 + index, 1);
    sentAt.set((JSON.parse(body.toString()) as { wenShuId: string }).wenShuId, performance.now());
    await client.push('application/x-ndjson', body);
    await sleep(10);
  }
  await sleep(1_000);
  await stop();
  times.sort((left, right) => left - right);
  const how = `${times.length} of 400 single pushes, from sending to the subscriber's line, ${BENCH_STREAM}`;
  return [
    { name: `${log.kind}: push to SSE p50`, value: percentile(times, 0.5), unit: 'ms', how },
    {
      name: `${log.kind}: push to SSE p99`,
      value: percentile(times, 0.99),
      unit: 'ms',
      target: { value: 250, isUpperBound: true },
      how,
    },
  ];
}

const CLOCK_TICKS = 100;

/** CPU seconds that a process has used so far. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
}
