import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { listReaders, SourceConnections } from '@exchange/store';
import { waitUntil } from '@exchange/testing';
import type { FaultWorld } from './faults/fault-world.ts';
import { fileWire } from './faults/wires/file-wire.ts';
import { trafficOf, wireCatalog, wireRows } from './faults/wires/wire-catalog.ts';
import type { WireWorld } from './faults/wires/wire.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

/** Six systems that hand over files. */
const WIRES = Array.from({ length: 6 }, (_, number) => ({ ...fileWire, kind: `file-${number}` }));
/** A look at both sides, a file that is read to its end, and a slow machine. */
const PAUSE_MS_MAX = 6_000;
const SHARED_MS_MAX = 30_000;

let directory: string;
let kit: GatewayKit;
const worlds: WireWorld[] = [];
let run = 0;

beforeAll(async () => {
  directory = await wireCatalog(WIRES);
  kit = await gatewayKit(directory);
  const connections = new SourceConnections(kit.store, kit.sealer);
  for (const { kind, start } of WIRES) {
    const { system } = trafficOf(kind);
    // Files need nothing of the world.
    const world = await start({} as FaultWorld, system);
    worlds.push(world);
    await connections.set(system, world.connection, 'test');
  }
}, 60_000);

afterAll(async () => {
  await kit?.end();
  for (const world of worlds) await world.end();
  await rm(directory, { recursive: true, force: true });
});

/** How many readers each living process has. */
async function shares(): Promise<number[]> {
  const { rows } = await kit.store.pool.query<{ readers: number }>(
    `SELECT count(*)::int AS readers FROM exchange.source_reader WHERE exchange.lives(owner) GROUP BY owner ORDER BY 1`,
  );
  return rows.map(({ readers }) => readers);
}

const sharedAs = (...expected: number[]) =>
  waitUntil(
    `the readers shared ${expected.join(' to ')}`,
    async () => JSON.stringify(await shares()) === JSON.stringify(expected),
    SHARED_MS_MAX,
  );

async function owners(): Promise<unknown[]> {
  const { rows } = await kit.store.pool.query(
    'SELECT system, owner FROM exchange.source_reader ORDER BY system',
  );
  return rows;
}

/** Puts a file into the folder of each system; resolves when all are read, with the time that the last one took, in ms. */
async function untilAllRead(): Promise<number> {
  const before = new Map((await listReaders(kit.store.pool)).map(({ system, records }) => [system, records]));
  const rows = wireRows((run += 1), 5, false);
  for (const world of worlds) await world.put(run, rows);
  const began = performance.now();
  await waitUntil(
    'the files are read',
    async () =>
      (await listReaders(kit.store.pool)).every(
        ({ system, records }) => records >= (before.get(system) ?? 0) + rows.length,
      ),
    SHARED_MS_MAX,
  );
  return performance.now() - began;
}

test('processes come to an equal share of the sources, stay there, and no source pauses for it', async () => {
  const first = await kit.startGateway();
  await sharedAs(6);
  await untilAllRead();

  const second = await kit.startGateway();
  let pausedMs = 0;
  const began = performance.now();
  while (JSON.stringify(await shares()) !== '[3,3]') {
    pausedMs = Math.max(pausedMs, await untilAllRead());
    expect(performance.now() - began).toBeLessThan(SHARED_MS_MAX);
  }
  const settled = await owners();
  for (let look = 0; look < 5; look += 1) {
    pausedMs = Math.max(pausedMs, await untilAllRead());
    await sleep(1_000);
    expect(await owners()).toEqual(settled);
  }

  const third = await kit.startGateway();
  await sharedAs(2, 2, 2);
  pausedMs = Math.max(pausedMs, await untilAllRead());
  await first.stop('test');
  await sharedAs(3, 3);
  pausedMs = Math.max(pausedMs, await untilAllRead());
  await Promise.all([second.stop('test'), third.stop('test')]);
  expect(await shares()).toEqual([]);
  expect(pausedMs).toBeLessThan(PAUSE_MS_MAX);
  const { rows } = await kit.store.pool.query<{ records: number }>(
    'SELECT sum(records)::int AS records FROM exchange.receipt_outcome',
  );
  expect(rows[0]?.records).toBe(run * 5 * WIRES.length);
}, 180_000);
