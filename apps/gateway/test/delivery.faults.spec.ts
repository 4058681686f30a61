import { appendFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  freePort,
  kafkaAvailable,
  Ledger,
  seededRandom,
  type AppProcess,
  type Random,
} from '@exchange/testing';
import type { AcceptStep } from '@exchange/pipeline';
import { MappingVersions } from '@exchange/store';
import { faultWorld, type FaultWorld } from './faults/fault-world.ts';
import { holdToAccount, type Account } from './faults/hold-to-account.ts';
import { runTraffic, type TrafficResult } from './faults/run-traffic.ts';
import { untilSettled } from './faults/settle.ts';
import { BATCH_RECORDS, faultLanes, FAULT_STREAM, FAULT_SYSTEM } from './faults/workload.ts';

/**
 * Seeded faults on real processes. FAULT_SEEDS says how many fresh seeds each fault runs with, FAULT_RECORDS how many records
 * are sent each time, FAULT_SEED_BASE makes a run repeatable; FAULT_REPORT names a file that gets a line for each run.
 */
const SEEDS = Number(process.env['FAULT_SEEDS'] ?? 2);
const RECORDS = Number(process.env['FAULT_RECORDS'] ?? 2_000);
const SEED_BASE = Number(process.env['FAULT_SEED_BASE'] ?? randomInt(1, 1_000_000));
const REPORT = process.env['FAULT_REPORT'];
/** A run sees some two to four kills. */
const KILL_AFTER_BATCHES = Math.max(6, Math.round(RECORDS / BATCH_RECORDS / 6));
const RUN_MS_MAX = 180_000 + RECORDS * 10;
const STEPS: readonly AcceptStep[] = ['decoded', 'claimed', 'mapped', 'appended', 'completed'];

const available = await kafkaAvailable();
const describeFaults = available.available ? describe : describe.skip;
if (!available.available)
  process.stderr.write(`The fault tests are skipped, missing: ${available.missing.join('; ')}\n`);

let world: FaultWorld;
let feed: AppProcess;

async function account(
  fault: string,
  seed: number,
  ledger: Ledger,
  traffic: TrafficResult,
  startedAt: number,
): Promise<Account> {
  await untilSettled(world);
  const result = await holdToAccount(world, ledger, seed);
  const { accepted, quarantined, lost, doubled } = result.report;
  const figures = {
    fault,
    seed,
    records: RECORDS,
    accepted,
    quarantined,
    lost: lost.length,
    doubled: doubled.length,
    disordered: result.disordered.length,
    notLast: result.notLast.length,
    repeatedSends: traffic.repeats,
    pendingReceipts: traffic.pending,
    repeatedEvents: result.repeatedEvents,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
  process.stderr.write(`${JSON.stringify(figures)}\n`);
  if (REPORT) appendFileSync(REPORT, `${JSON.stringify(figures)}\n`);
  expect({ lost, doubled, disordered: result.disordered, notLast: result.notLast }).toEqual({
    lost: [],
    doubled: [],
    disordered: [],
    notLast: [],
  });
  expect(accepted + quarantined).toBe(RECORDS);
  return result;
}

/** Keeps a gateway alive that kills itself after a step, until the traffic is through. */
async function killedAgainAndAgain(
  step: AcceptStep,
  random: Random,
  traffic: (urls: () => string[]) => Promise<TrafficResult>,
): Promise<{ result: TrafficResult; kills: number }> {
  const settings = (): Record<string, string> => ({
    FAULT_STEP: step,
    FAULT_AFTER: String(KILL_AFTER_BATCHES + random.below(KILL_AFTER_BATCHES)),
  });
  const port = await freePort();
  let gateway = await world.startGateway(settings(), port);
  let kills = 0;
  const through = new AbortController();
  const keeper = (async () => {
    while (!through.signal.aborted) {
      await Promise.race([gateway.exited, sleep(100)]);
      if (!gateway.hasExited() || through.signal.aborted) continue;
      kills += 1;
      gateway = await world.startGateway(settings(), port);
    }
  })();
  const result = await traffic(() => [gateway.url]);
  through.abort();
  await keeper;
  await gateway.stop();
  return { result, kills };
}

function seedsOf(fault: number): number[] {
  return Array.from({ length: SEEDS }, (_, index) => SEED_BASE + fault * 1_000 + index);
}

describeFaults(`delivery under faults, ${SEEDS} seeds from ${SEED_BASE}, ${RECORDS} records each`, () => {
  beforeAll(async () => {
    world = await faultWorld();
    feed = await world.startFeed();
  }, RUN_MS_MAX);

  afterAll(() => world?.end(), RUN_MS_MAX);

  for (const [number, step] of STEPS.entries()) {
    it.each(seedsOf(number))(
      `loses and doubles nothing when the gateway is killed after "${step}" (seed %i)`,
      async (seed) => {
        const startedAt = performance.now();
        const ledger = new Ledger();
        const lanes = faultLanes(seed, RECORDS);
        const { result, kills } = await killedAgainAndAgain(step, seededRandom(seed), (urls) =>
          runTraffic(world, lanes, ledger, urls),
        );
        expect(kills).toBeGreaterThan(0);
        const recovery = await world.startGateway();
        await account(`gateway killed after ${step}`, seed, ledger, result, startedAt);
        await recovery.stop();
      },
      RUN_MS_MAX,
    );
  }

  it.each(seedsOf(5))(
    'keeps order when the same records come through two gateways of which one is cut off from Kafka (seed %i)',
    async (seed) => {
      const startedAt = performance.now();
      const ledger = new Ledger();
      const gateways = await Promise.all([
        world.startGateway(),
        world.startGateway({ KAFKA_BROKERS: '127.0.0.1:9' }),
      ]);
      const result = await runTraffic(world, faultLanes(seed, RECORDS), ledger, () =>
        gateways.map((gateway) => gateway.url),
      );
      expect(result.pending).toBeGreaterThan(0);
      await account('one of two gateways cut off from Kafka', seed, ledger, result, startedAt);
      await Promise.all(gateways.map((gateway) => gateway.stop()));
    },
    RUN_MS_MAX,
  );

  it.each(seedsOf(6))(
    'accepts into pending while Kafka is down for 20 s, and drains in order (seed %i)',
    async (seed) => {
      const startedAt = performance.now();
      const ledger = new Ledger();
      const gateway = await world.startGateway();
      const traffic = runTraffic(world, faultLanes(seed, RECORDS), ledger, () => [gateway.url]);
      await untilShareAnswered(ledger, seededRandom(seed));
      await world.kafka.kill();
      await sleep(20_000);
      await world.kafka.restart();
      const result = await traffic;
      expect(result.pending).toBeGreaterThan(0);
      await account('Kafka down for 20 s', seed, ledger, result, startedAt);
      await gateway.stop();
    },
    RUN_MS_MAX,
  );

  it.each(seedsOf(7))(
    'refuses with "repeat later" while PostgreSQL restarts, and goes on (seed %i)',
    async (seed) => {
      const startedAt = performance.now();
      const ledger = new Ledger();
      const gateway = await world.startGateway();
      const traffic = runTraffic(world, faultLanes(seed, RECORDS), ledger, () => [gateway.url]);
      await untilShareAnswered(ledger, seededRandom(seed));
      await world.restartPostgres();
      await account('PostgreSQL restarted', seed, ledger, await traffic, startedAt);
      await gateway.stop();
    },
    RUN_MS_MAX,
  );

  it.each(seedsOf(8))(
    'applies nothing twice when a consumer is killed between effect and commit (seed %i)',
    async (seed) => {
      const startedAt = performance.now();
      const random = seededRandom(seed);
      const ledger = new Ledger();
      const gateway = await world.startGateway();
      // The commit of a batch is held open for a moment, so that the kill falls between effect and commit.
      await world.store().pool.query(`
        CREATE OR REPLACE FUNCTION exchange.hold_commit() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_sleep(0.15); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT OR UPDATE ON exchange.consumer_position
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION exchange.hold_commit()`);
      const traffic = runTraffic(world, faultLanes(seed, RECORDS), ledger, () => [gateway.url]);
      for (let kill = 0; kill < 3; kill += 1) {
        await untilCommitIsHeld();
        await sleep(random.below(120));
        feed.kill('SIGKILL');
        await feed.exited;
        feed = await world.startFeed();
      }
      const result = await traffic;
      await world.store().pool.query('DROP TRIGGER hold_commit ON exchange.consumer_position');
      await account('consumer killed between effect and commit', seed, ledger, result, startedAt);
      await gateway.stop();
    },
    RUN_MS_MAX,
  );

  it.each(seedsOf(9))(
    'applies nothing twice when a consumer is paused until its lease is gone, and woken (seed %i)',
    async (seed) => {
      const startedAt = performance.now();
      const ledger = new Ledger();
      const gateway = await world.startGateway();
      const traffic = runTraffic(world, faultLanes(seed, RECORDS), ledger, () => [gateway.url]);
      const second = await world.startFeed();
      await untilShareAnswered(ledger, seededRandom(seed));
      feed.kill('SIGSTOP');
      const result = await traffic;
      await sleep(12_000);
      feed.kill('SIGCONT');
      await account('consumer paused beyond its lease', seed, ledger, result, startedAt);
      await second.stop();
      await gateway.stop();
    },
    RUN_MS_MAX,
  );

  it.each(seedsOf(10))(
    'maps each receipt with exactly one version when a mapping is published in the middle (seed %i)',
    async (seed) => {
      const startedAt = performance.now();
      const ledger = new Ledger();
      const gateways = await Promise.all([world.startGateway(), world.startGateway()]);
      const versions = new MappingVersions(world.store());
      const numbers = await versions.publishedNumbers();
      const active = numbers.find(
        ({ system, stream }) => system === FAULT_SYSTEM && stream === FAULT_STREAM,
      )!;
      const { document, sourceSchema, context } = (await versions.find(
        FAULT_SYSTEM,
        FAULT_STREAM,
        active.version,
      ))!;
      const urls = (): string[] => gateways.map((gateway) => gateway.url);
      const lanes = faultLanes(seed, RECORDS);
      const half = Math.ceil(RECORDS / BATCH_RECORDS / lanes.length / 2);
      const before = runTraffic(
        world,
        lanes.map((lane) => lane.slice(0, half)),
        ledger,
        urls,
      );
      await untilShareAnswered(ledger, seededRandom(seed));
      await versions.publish({
        system: FAULT_SYSTEM,
        stream: FAULT_STREAM,
        document,
        sourceSchema,
        context,
        origin: 'admin',
        by: 'faults',
      });
      const first = await before;
      // However fast the traffic was: a publication is taken up within a second.
      await sleep(1_000);
      const second = await runTraffic(
        world,
        lanes.map((lane) => lane.slice(half)),
        ledger,
        urls,
      );
      const traffic = { repeats: first.repeats + second.repeats, pending: first.pending + second.pending };
      const { mappingVersions } = await account(
        'mapping published in the middle',
        seed,
        ledger,
        traffic,
        startedAt,
      );
      expect(mappingVersions).toEqual([active.version, active.version + 1]);
      await expectOneVersionPerReceipt(active.version);
      await Promise.all(gateways.map((gateway) => gateway.stop()));
    },
    RUN_MS_MAX,
  );
});

describeFaults('the ledger itself', () => {
  it(
    'finds one planted loss and one planted double',
    async () => {
      const planted = await faultWorld();
      try {
        const [gateway, consumer] = [await planted.startGateway(), await planted.startFeed()];
        const ledger = new Ledger();
        const seed = SEED_BASE + 99_000;
        await runTraffic(planted, faultLanes(seed, 400), ledger, () => [gateway.url]);
        await untilSettled(planted);
        expect(await holdToAccount(planted, ledger, seed)).toMatchObject({
          report: { lost: [], doubled: [] },
        });
        await consumer.stop();
        await plantOneLossAndOneDouble(planted);
        const { report } = await holdToAccount(planted, ledger, seed);
        expect(report.lost).toEqual([expect.objectContaining({ kind: 'not-in-platform' })]);
        expect(report.doubled.map((finding) => finding.kind)).toContain('applied-twice');
        await gateway.stop();
      } finally {
        await planted.end();
      }
    },
    RUN_MS_MAX,
  );
});

/** Waits until between a tenth and a half of all batches are through, so that the fault falls into the middle of them. */
async function untilShareAnswered(ledger: Ledger, random: Random): Promise<void> {
  const batches = (RECORDS / BATCH_RECORDS) * (0.1 + random.below(40) / 100);
  while (ledger.entries.filter((entry) => entry.answer).length < batches) await sleep(5);
}

async function untilCommitIsHeld(): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const { rowCount } = await world
      .store()
      .pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name LIKE 'platform-feed%'`,
      );
    if (rowCount !== 0) return;
    await sleep(5);
  }
}

async function expectOneVersionPerReceipt(from: number): Promise<void> {
  const { rows } = await world.store().pool.query(
    `SELECT split_part(receipt, '#', 1) FROM platform.record_history WHERE mapping_version >= $1
     GROUP BY 1 HAVING count(DISTINCT mapping_version) > 1`,
    [from],
  );
  expect(rows).toEqual([]);
}

async function plantOneLossAndOneDouble(planted: FaultWorld): Promise<void> {
  const { pool } = planted.store();
  await pool.query(
    `DELETE FROM platform.record_history WHERE ctid = (SELECT ctid FROM platform.record_history LIMIT 1)`,
  );
  await pool.query(
    `CREATE TEMP TABLE twin AS SELECT * FROM platform.record_history WHERE effect = 'applied' LIMIT 1;
     UPDATE twin SET event_id = 'planted', number = -1;
     INSERT INTO platform.record_history OVERRIDING SYSTEM VALUE SELECT * FROM twin`,
  );
}
