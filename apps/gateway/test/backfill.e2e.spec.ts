import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decide, versionAfter, versionOf, type RecordVersion } from '@exchange/pipeline';
import { listBackfills, listDrift, type BackfillView } from '@exchange/store';
import { eventsOf, seededRandom, waitUntil } from '@exchange/testing';
import { setupConfig } from '../../setup/src/config.ts';
import { runCommand } from '../../setup/src/run-command.ts';
import { orderTable, TABLE_SOURCE, type OrderTable } from './faults/wires/table-wire.ts';
import { trafficOf, wireCatalog } from './faults/wires/wire-catalog.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

const ROWS = 1_200;
const TOPIC = trafficOf('own').topic;

let directory: string;
let kit: GatewayKit;
let lines: string[];

beforeAll(async () => {
  directory = await wireCatalog([
    { kind: 'own', source: TABLE_SOURCE, revision: 'own' },
    { kind: 'arrival', source: TABLE_SOURCE },
    { kind: 'waiting', source: TABLE_SOURCE },
  ]);
  kit = await gatewayKit(directory);
}, 60_000);

afterAll(async () => {
  await kit.end();
  await rm(directory, { recursive: true });
});

async function setup(...args: string[]): Promise<number> {
  lines = [];
  return runCommand(setupConfig(kit.settings), args, (line) => lines.push(line));
}

/** A table with orders that nobody has read; its system is connected with what comes from now on. */
async function connected(kind: string): Promise<{ system: string; stream: string; table: OrderTable }> {
  const { system, stream } = trafficOf(kind);
  const { sourceSchema } = kit.catalog.systems.get(system)!.streams.get(stream)!;
  const name = `legacy_${kind}_${randomBytes(4).toString('hex')}`;
  const table = await orderTable(kit.database.url, name, sourceSchema);
  await table.fill(`${kind}-`, ROWS);
  const folder = await mkdtemp(join(tmpdir(), 'backfill-'));
  const file = join(folder, 'connection.json');
  await writeFile(file, JSON.stringify(table.connection));
  expect(await setup('connect', system, file, '--start', 'now')).toBe(0);
  expect(lines[0]).toContain('is read from now on');
  await rm(folder, { recursive: true });
  return { system, stream, table };
}

async function backfillOf(system: string): Promise<BackfillView | undefined> {
  return (await listBackfills(kit.store.pool)).find((one) => one.system === system);
}

/** What a consumer makes of the events of a system, in the order of the log, and which of them were live. */
async function platform(system: string): Promise<{ contents: Map<string, string>; live: number }> {
  const versions = new Map<string, RecordVersion>();
  const seen = new Set<string>();
  const contents = new Map<string, string>();
  let live = 0;
  for await (const { event } of eventsOf(kit.log, TOPIC)) {
    if (!event.source.startsWith(`/systems/${system}/`)) continue;
    if (!event.historical) live += 1;
    const current = versions.get(event.key) ?? null;
    const version = versionOf(event);
    const decision = decide(current, version, seen.has(event.id));
    seen.add(event.id);
    versions.set(event.key, versionAfter(current, version, decision));
    if (decision === 'apply')
      contents.set(event.key, String((JSON.parse(event.value) as { content: string }).content));
  }
  return { contents, live };
}

async function untilShown(system: string, table: OrderTable): Promise<void> {
  const wanted = await table.contents();
  await waitUntil('the newest state of every order counts', async () => {
    const { contents } = await platform(system);
    return contents.size === wanted.size && [...wanted].every(([key, text]) => contents.get(key) === text);
  });
}

test.each(['own', 'arrival'])(
  'what a system holds is filled back while it changes, and the newest state counts (revisions: %s)',
  async (kind) => {
    const gateway = await kit.startGateway();
    const { system, stream, table } = await connected(kind);
    const changing = table.change(`${kind}-`, ROWS, seededRandom(4));
    await sleep(1_500);
    expect((await platform(system)).contents.size).toBeLessThan(ROWS / 4);
    expect(await setup('backfill', system, stream, 'start', '--rate', '60')).toBe(0);
    expect(lines.join('\n')).toContain(`/ of ${ROWS} 条`);
    await waitUntil('some of it is read', async () => ((await backfillOf(system))?.records ?? 0) > 0);
    expect(await setup('backfill', system, stream, 'pause')).toBe(0);
    expect(lines[0]).toContain('paused');
    await sleep(500);
    const { records } = (await backfillOf(system))!;
    await sleep(1_000);
    expect((await backfillOf(system))!.records).toBe(records);
    expect(await setup('backfill', system, stream, 'start', '--rate', '5000')).toBe(0);
    expect(lines[0]).toContain('only the rate is changed');
    expect(await setup('backfill', system, stream, 'resume')).toBe(0);
    await waitUntil('all of it is read', async () => (await backfillOf(system))?.state === 'done');
    const changes = await changing.stop();
    expect(changes).toBeGreaterThan(30);
    expect(records).toBeLessThan(ROWS / 2);
    await untilShown(system, table);
    expect(await setup('backfill', system, stream, 'status')).toBe(0);
    expect(lines[0]).toContain('done');
    expect(lines[0]).toContain('100.0 %');
    const { live } = await platform(system);
    expect(live).toBeLessThanOrEqual(changes);
    await waitUntil('the metrics say so', async () => {
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      return (
        valueOf(metrics, 'exchange_backfill_done_ratio', system) === 1 &&
        valueOf(metrics, 'exchange_backfill_running', system) === 0 &&
        valueOf(metrics, 'exchange_historical_records_total', system) >= ROWS * 0.8 &&
        valueOf(metrics, 'exchange_records_total', system) <= changes
      );
    });
    expect((await listDrift(kit.store.pool)).filter((drift) => drift.system === system)).toEqual([]);
    await gateway.stop('test');
    await table.end();
  },
  90_000,
);

function valueOf(metrics: string, name: string, system: string): number {
  const line = metrics.split('\n').find((one) => one.startsWith(`${name}{`) && one.includes(`"${system}"`));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
}

test('a back-fill waits while the event log is away for any stream, can be cancelled, and begins anew', async () => {
  const gateway = await kit.startGateway();
  const { system, stream, table } = await connected('waiting');
  const other = trafficOf('own');
  // As while another process drains it.
  await kit.store.pool.query(
    `UPDATE exchange.stream SET mode = 'pending', drainer = gen_random_uuid(), drainer_until = now() + interval '1 hour'
     WHERE system = $1 AND stream = $2`,
    [other.system, other.stream],
  );
  expect(await setup('backfill', system, stream, 'start', '--rate', '5000')).toBe(0);
  await waitUntil('it is read', async () => (await backfillOf(system))?.isRead === true);
  await sleep(1_500);
  expect(await backfillOf(system)).toMatchObject({ state: 'running', records: 0 });
  expect(await setup('backfill', system, stream, 'cancel')).toBe(0);
  expect(lines[0]).toContain('cancelled');
  expect(await setup('backfill', system, stream, 'cancel')).toBe(1);
  await kit.store.pool.query(`UPDATE exchange.stream SET drainer_until = now() WHERE mode = 'pending'`);
  expect(await setup('backfill', system, stream, 'start', '--rate', '5000')).toBe(0);
  await waitUntil('all of it is read', async () => (await backfillOf(system))?.state === 'done');
  expect(await backfillOf(system)).toMatchObject({ records: ROWS, quarantined: 0 });
  await untilShown(system, table);
  await gateway.stop('test');
  await table.end();
}, 60_000);

test('says of each kind of source that cannot be filled back why', async () => {
  expect(await setup('backfill', 'no-such', 'stream', 'start')).toBe(1);
  expect(lines[0]).toContain('no such stream');
  const { system, stream } = trafficOf('own');
  expect(await setup('backfill', system, stream, 'start', '--rate', '0')).toBe(1);
  expect(await setup('backfill', system, stream, 'stat')).toBe(1);
  expect(lines[0]).toContain('backfill');
  expect(await setup('backfill', 'nobody', 'nothing')).toBe(0);
  expect(lines[0]).toContain('no back-fill');
});
