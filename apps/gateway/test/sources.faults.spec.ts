import { randomInt } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { JsonObject } from '@exchange/contracts';
import { addReader, SourceConnections } from '@exchange/store';
import { kafkaAvailable, Ledger, seededRandom, waitUntil } from '@exchange/testing';
import { faultWorld, type FaultWorld } from './faults/fault-world.ts';
import { holdToAccount } from './faults/hold-to-account.ts';
import { readerOf, readWithKills } from './faults/read-with-kills.ts';
import { untilSettled } from './faults/settle.ts';
import { amqpWire } from './faults/wires/amqp-wire.ts';
import { fileWire } from './faults/wires/file-wire.ts';
import { mqttWire } from './faults/wires/mqtt-wire.ts';
import { pollWire } from './faults/wires/poll-wire.ts';
import { sqlWire } from './faults/wires/sql-wire.ts';
import { CHUNK_RECORDS, type Wire, type WireRow, type WireWorld } from './faults/wires/wire.ts';
import { fingerprintOfRow, IGNORED, trafficOf, wireCatalog, wireRows } from './faults/wires/wire-catalog.ts';

/**
 * Seeded kills of gateways that read a system, on real processes and real servers; the same settings as
 * `delivery.faults.spec.ts`.
 */
const SEEDS = Number(process.env['FAULT_SEEDS'] ?? 2);
const RECORDS = Number(process.env['FAULT_RECORDS'] ?? 2_000);
const SEED_BASE = Number(process.env['FAULT_SEED_BASE'] ?? randomInt(1, 1_000_000));
const REPORT = process.env['FAULT_REPORT'];
/** Kills of one run at most. */
const KILLS = 3;
const RUN_MS_MAX = 180_000 + RECORDS * 10;
const MOVED_MS_MAX = 15_000;
const WIRES: readonly Wire[] = [pollWire, sqlWire, fileWire, mqttWire, amqpWire];

const kafka = await kafkaAvailable();
const missing = new Map(
  await Promise.all(WIRES.map(async (wire) => [wire.kind, await wire.missing()] as const)),
);
function describeWhere(kinds: readonly string[]): jest.Describe {
  const reasons = [
    ...(kafka.available ? [] : kafka.missing),
    ...kinds.map((kind) => missing.get(kind)!).filter(Boolean),
  ];
  if (reasons.length === 0) return describe;
  process.stderr.write(
    `The source fault tests of ${kinds.join(', ')} are skipped, missing: ${reasons.join('; ')}\n`,
  );
  return describe.skip;
}

function seedsOf(fault: number): number[] {
  return Array.from({ length: SEEDS }, (_, index) => SEED_BASE + fault * 1_000 + index);
}

async function connect(world: FaultWorld, kind: string, { connection }: WireWorld): Promise<void> {
  await new SourceConnections(world.store(), world.sealer).set(trafficOf(kind).system, connection, 'faults');
}

for (const [number, wire] of WIRES.entries()) {
  const traffic = trafficOf(wire.kind);
  const { system } = traffic;

  describeWhere([wire.kind])(
    `reading by ${wire.kind} under kills, ${SEEDS} seeds from ${SEED_BASE}, ${RECORDS} records each`,
    () => {
      let directory: string;
      let world: FaultWorld;
      let wireWorld: WireWorld;
      /** One for all runs: everything that the stream ever read is held against everything that was put. */
      const ledger = new Ledger();
      let [accepted, quarantined, seen] = [0, 0, 0];

      beforeAll(async () => {
        directory = await wireCatalog([wire]);
        world = await faultWorld(directory);
        await world.startFeed();
        wireWorld = await wire.start(world, system);
        await addReader(world.store().pool, { system, stream: traffic.stream, lane: 'live' });
        await connect(world, wire.kind, wireWorld);
      }, RUN_MS_MAX);

      afterAll(async () => {
        await world?.end();
        await wireWorld?.end();
        await rm(directory, { recursive: true, force: true });
      }, RUN_MS_MAX);

      it.each(seedsOf(20 + number))(
        'loses and doubles nothing when gateways are killed at random moments (seed %i)',
        async (seed) => {
          const startedAt = performance.now();
          const rows = wireRows(seed, RECORDS, wireWorld.hasUnreadable);
          const expected = rows.map((row) => fingerprintOfRow(row, wireWorld));
          ledger.writePut({ system, stream: traffic.stream, expected, ignored: IGNORED, unreadable: 0 });
          await wireWorld.put(seed, rows);
          seen += rows.length;
          const reading = {
            system,
            stream: traffic.stream,
            records: seen,
            chunks: rows.length / CHUNK_RECORDS,
            killsMax: KILLS,
            giveUpAfterMs: RUN_MS_MAX / 2,
          };
          const { kills, movedWithinMs } = await readWithKills(world, reading, seededRandom(seed));
          expect(kills).toBeGreaterThan(0);
          expect(await wireWorld.leftOver(seed, rows)).toBe('');
          const drainer = await world.startGateway();
          await untilSettled(world, traffic);
          await drainer.stop();
          const account = await holdToAccount(world, ledger, seed, traffic);
          const { lost, doubled } = account.report;
          const figures = {
            fault: `gateways killed while they read by ${wire.kind}`,
            seed,
            records: RECORDS,
            accepted: account.report.accepted - accepted,
            quarantined: account.report.quarantined - quarantined,
            lost: lost.length,
            doubled: doubled.length,
            disordered: account.disordered.length,
            notLast: account.notLast.length,
            kills,
            movedWithinMs,
            repeatedSends: 0,
            pendingReceipts: 0,
            repeatedEvents: account.repeatedEvents,
            seconds: Math.round((performance.now() - startedAt) / 100) / 10,
          };
          ({ accepted, quarantined } = account.report);
          process.stderr.write(`${JSON.stringify(figures)}\n`);
          if (REPORT) appendFileSync(REPORT, `${JSON.stringify(figures)}\n`);
          const { disordered, notLast } = account;
          expect({ lost, doubled, disordered, notLast }).toEqual({
            lost: [],
            doubled: [],
            disordered: [],
            notLast: [],
          });
          await expectQuarantine(world, system, seed, rows, wireWorld);
          expect(figures.accepted + figures.quarantined).toBe(RECORDS);
          expect(movedWithinMs).toBeLessThan(MOVED_MS_MAX);
        },
        RUN_MS_MAX,
      );
    },
  );
}

/** The quarantine holds the broken rows of a run, each once, byte by byte as the system wrote them. */
async function expectQuarantine(
  world: FaultWorld,
  system: string,
  seed: number,
  rows: readonly WireRow[],
  wireWorld: WireWorld,
): Promise<void> {
  const { rows: kept } = await world
    .store()
    .pool.query<{ raw: Buffer }>(
      `SELECT raw FROM exchange.quarantine WHERE system = $1 AND position($2::bytea IN raw) > 0`,
      [system, Buffer.from(`F${seed}L`)],
    );
  const broken = rows.filter(({ isBroken, isUnreadable }) => isBroken || isUnreadable);
  const inOrder = (bytes: readonly Buffer[]): string[] => bytes.map((one) => one.toString('latin1')).sort();
  expect(inOrder(kept.map(({ raw }) => raw))).toEqual(inOrder(broken.map((row) => wireWorld.bytesOf(row))));
}

describeWhere(['poll', 'sql', 'file'])('the sources of a gateway', () => {
  const sql = { ...(sqlWire.source['sql'] as JsonObject), pageRows: 1_000 };
  const wires = [pollWire, fileWire, { ...sqlWire, source: { ...sqlWire.source, sql } }];
  let directory: string;
  let world: FaultWorld;
  let polled: Awaited<ReturnType<typeof pollWire.start>>;
  let dropped: WireWorld;
  let seed = SEED_BASE + 90_000;
  const [pollSystem, fileSystem] = wires.map(({ kind }) => trafficOf(kind).system) as [string, string];

  beforeAll(async () => {
    directory = await wireCatalog(wires);
    world = await faultWorld(directory);
    polled = await pollWire.start(world, pollSystem);
    dropped = await fileWire.start(world, fileSystem);
    await connect(world, 'poll', polled);
    await connect(world, 'file', dropped);
  }, RUN_MS_MAX);

  afterAll(async () => {
    await world?.end();
    await polled?.end();
    await dropped?.end();
    await rm(directory, { recursive: true, force: true });
  }, RUN_MS_MAX);

  async function put(system: string, wireWorld: WireWorld, count: number): Promise<() => Promise<boolean>> {
    const before = (await readerOf(world, system))?.records ?? 0;
    seed += 1;
    await wireWorld.put(seed, wireRows(seed, count, false));
    return async () => ((await readerOf(world, system))?.records ?? 0) >= before + count;
  }

  /** Puts something into both systems and waits until all of it is read. In ms. */
  async function untilBothRead(): Promise<number> {
    const startedAt = performance.now();
    const read = [await put(pollSystem, polled, 50), await put(fileSystem, dropped, 50)];
    for (const isRead of read) await waitUntil('what was put is read', isRead, 60_000);
    return Math.round(performance.now() - startedAt);
  }

  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'move to another one within 15 s of its %s',
    async (signal) => {
      const first = await world.startGateway();
      await untilBothRead();
      const { pool } = world.store();
      const { rows } = await pool.query<{ owner: string }>(
        'SELECT DISTINCT owner FROM exchange.source_reader',
      );
      expect(rows).toHaveLength(1);
      const second = await world.startGateway();
      first.kill(signal);
      const startedAt = performance.now();
      await waitUntil(
        'another process has both',
        async () => {
          const { rowCount } = await pool.query(
            'SELECT 1 FROM exchange.source_reader WHERE owner <> $1 AND exchange.lives(owner)',
            [rows[0]!.owner],
          );
          return rowCount === 2;
        },
        60_000,
      );
      const movedMs = Math.round(performance.now() - startedAt);
      process.stderr.write(`${JSON.stringify({ fault: `sources move after ${signal}`, movedMs })}\n`);
      expect(movedMs).toBeLessThan(MOVED_MS_MAX);
      if (signal === 'SIGSTOP') first.kill('SIGCONT');
      await untilBothRead();
      expect(await untilBothRead()).toBeLessThan(MOVED_MS_MAX);
      await first.stop();
      await second.stop();
      const { rows: counts } = await pool.query<{ records: string; receipts: string }>(
        `SELECT r.records, (SELECT sum(o.records) FROM exchange.receipt c JOIN exchange.receipt_outcome o USING (id)
           WHERE c.system = r.system) AS receipts FROM exchange.source_reader r`,
      );
      for (const { records, receipts } of counts) expect(receipts).toBe(records);
    },
    120_000,
  );

  it('are told of each record, also where a chunk has more broken ones than an outcome lists', async () => {
    const { system } = trafficOf('sql');
    const handedOver = await sqlWire.start(world, system);
    const rows = wireRows(SEED_BASE + 91_000, 250, false).map(({ value }): WireRow => ({
      value: { ...value, 来电时间: '2026-02-30 09:00:00' },
      isUnreadable: false,
      isBroken: true,
    }));
    await handedOver.put(1, rows);
    await connect(world, 'sql', handedOver);
    const gateway = await world.startGateway();
    const isRead = async (): Promise<boolean> =>
      ((await readerOf(world, system))?.records ?? 0) >= rows.length;
    await waitUntil('the rows are read', isRead, 60_000);
    expect(await handedOver.leftOver(1, rows)).toBe('');
    await gateway.stop();
    await handedOver.end();
  }, 120_000);

  it('go on while the server of another one is away', async () => {
    const gateway = await world.startGateway();
    await untilBothRead();
    await polled.provider.stop();
    await waitUntil(
      'the failure is seen',
      async () => (await readerOf(world, pollSystem))?.failure !== null,
      60_000,
    );
    const startedAt = performance.now();
    const isRead = await put(fileSystem, dropped, 1_000);
    await waitUntil('the files are read', isRead, 60_000);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await readerOf(world, fileSystem)).toMatchObject({ failure: null, state: 'running' });
    await polled.provider.start();
    await untilBothRead();
    expect(await readerOf(world, pollSystem)).toMatchObject({ failure: null, state: 'running' });
    await gateway.stop();
  }, 120_000);
});
