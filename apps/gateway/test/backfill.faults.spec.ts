import { randomInt } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { listBackfills, SourceConnections, startBackfill } from '@exchange/store';
import { kafkaAvailable, seededRandom, waitUntil, type AppProcess, type Random } from '@exchange/testing';
import { openSource } from '@exchange/sources';
import { faultWorld, type FaultWorld } from './faults/fault-world.ts';
import { orderTable, TABLE_SOURCE, type OrderTable } from './faults/wires/table-wire.ts';
import { trafficOf, wireCatalog } from './faults/wires/wire-catalog.ts';

/**
 * Gateways that are killed (-9) at random moments while they fill back a table whose rows are changed all the time; the same
 * settings as `delivery.faults.spec.ts`. The orders have no revision of their own: which content counts depends on the
 * exchange alone.
 */
const SEEDS = Number(process.env['FAULT_SEEDS'] ?? 2);
const SEED_BASE = Number(process.env['FAULT_SEED_BASE'] ?? randomInt(1, 1_000_000));
const REPORT = process.env['FAULT_REPORT'];
const ROWS = Number(process.env['FAULT_RECORDS'] ?? 1_500);
const KILLS = 2;
/** So that it goes on for longer than the gateways live. */
const RATE = Math.round(ROWS / 5);
const RUN_MS_MAX = 120_000;
const TOPIC = 'wujin.work-order.v1';

const kafka = await kafkaAvailable();
if (!kafka.available)
  process.stderr.write(`The back-fill fault tests are skipped, missing: ${kafka.missing.join('; ')}\n`);

/** A system for each seed, so that each begins with a table that nobody has read. */
const seeds = Array.from({ length: SEEDS }, (_, index) => SEED_BASE + 50_000 + index);

(kafka.available ? describe : describe.skip)(
  `filling back under kills, ${SEEDS} seeds from ${SEED_BASE}, ${ROWS} rows each`,
  () => {
    let directory: string;
    let world: FaultWorld;

    beforeAll(async () => {
      directory = await wireCatalog(seeds.map((seed) => ({ kind: `table-${seed}`, source: TABLE_SOURCE })));
      world = await faultWorld(directory);
      await world.startFeed();
    }, RUN_MS_MAX);

    afterAll(async () => {
      await world?.end();
      await rm(directory, { recursive: true, force: true });
    }, RUN_MS_MAX);

    it.each(seeds)(
      'loses and doubles nothing, and what is live wins (seed %i)',
      async (seed) => {
        const startedAt = performance.now();
        const { system, stream } = trafficOf(`table-${seed}`);
        const { pool } = world.store();
        const prefix = `F${seed}N`;
        const { sourceSchema } = world.catalog.systems.get(system)!.streams.get(stream)!;
        const table = await orderTable(world.databaseUrl, `legacy_${seed}`, sourceSchema);
        await table.fill(prefix, ROWS);
        const random = seededRandom(seed);
        await begin(world, { system, stream }, table);
        const changing = table.change(prefix, ROWS, random);
        await startBackfill(
          world.store(),
          { system, stream },
          { rateMax: RATE, held: { unit: 'records', amount: ROWS } },
          'faults',
        );
        const isDone = async (): Promise<boolean> =>
          (await listBackfills(pool)).some((one) => one.system === system && one.state === 'done');
        const kills = await withKills(world, random, isDone);
        const changes = await changing.stop();
        const gateway = await world.startGateway();
        const wanted = await table.contents();
        await waitUntil(
          'the platform shows what the table holds',
          async () => {
            const shown = await shownBy(world, system);
            return [...wanted].every(([key, text]) => shown.get(key) === text);
          },
          60_000,
        ).catch(() => undefined);
        await gateway.stop();
        const shown = await shownBy(world, system);
        const lost = [...wanted].filter(([key, text]) => shown.get(key) !== text);
        const twice = await claimedTwice(world, system);
        const back = await stepsBack(world, system);
        const figures = {
          fault: 'gateways killed while they fill back a table that is changed meanwhile',
          seed,
          records: ROWS + changes,
          accepted: await acceptedOf(world, system),
          quarantined: 0,
          lost: lost.length,
          doubled: twice.length,
          disordered: back.length,
          notLast: 0,
          kills,
          repeatedSends: 0,
          pendingReceipts: 0,
          repeatedEvents: 0,
          seconds: Math.round((performance.now() - startedAt) / 100) / 10,
        };
        process.stderr.write(`${JSON.stringify(figures)}\n`);
        if (REPORT) appendFileSync(REPORT, `${JSON.stringify(figures)}\n`);
        expect(kills).toBe(KILLS);
        expect(changes).toBeGreaterThan(20);
        expect({ lost, twice, back }).toEqual({ lost: [], twice: [], back: [] });
        const [backfill] = (await listBackfills(pool)).filter((one) => one.system === system);
        expect(backfill).toMatchObject({ state: 'done', quarantined: 0, ahead: 0 });
        await table.end();
      },
      RUN_MS_MAX,
    );
  },
);

/** The live reader begins now; what is there is for the back-fill. */
async function begin(
  world: FaultWorld,
  { system, stream }: { system: string; stream: string },
  { connection }: OrderTable,
): Promise<void> {
  const entry = world.catalog.systems.get(system)!.streams.get(stream)!;
  const memory = { processedFiles: {}, rowDigests: {}, spoolDirectory: '' } as never;
  const source = openSource({ system, stream, entry, connection, memory });
  const latest = await source.latest!(AbortSignal.timeout(30_000));
  await source.close();
  await new SourceConnections(world.store(), world.sealer).set(
    system,
    connection,
    'faults',
    new Map([[stream, latest]]),
  );
}

/** One gateway after the other, each killed at a random moment but the last one, until it is done. */
async function withKills(world: FaultWorld, random: Random, isDone: () => Promise<boolean>): Promise<number> {
  let gateway: AppProcess = await world.startGateway();
  for (let kills = 0; kills < KILLS; kills += 1) {
    const before = await claimsOf(world);
    // It has to have begun: a process that dies before it reads anything proves nothing.
    await waitUntil('something is claimed', async () => (await claimsOf(world)) > before, 30_000);
    await sleep(random.below(700));
    expect(await isDone()).toBe(false);
    gateway.kill('SIGKILL');
    gateway = await world.startGateway();
  }
  await waitUntil('the back-fill is done', isDone, 60_000);
  await gateway.stop();
  return KILLS;
}

/** Rows that were read, by either lane: one that changes often is not read in each of its states. */
async function acceptedOf(world: FaultWorld, system: string): Promise<number> {
  const { rows } = await world.store().pool.query<{ accepted: string }>(
    `SELECT sum(o.accepted) AS accepted FROM exchange.receipt r JOIN exchange.receipt_outcome o USING (id)
     WHERE r.system = $1`,
    [system],
  );
  return Number(rows[0]!.accepted);
}

async function claimsOf(world: FaultWorld): Promise<number> {
  const { rows } = await world
    .store()
    .pool.query<{ claims: string }>(
      `SELECT sum(sequence) AS claims FROM exchange.source_reader WHERE lane = 'history'`,
    );
  return Number(rows[0]!.claims);
}

async function shownBy(world: FaultWorld, system: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await world
    .store()
    .pool.query<{ key: string; text: string }>(
      `SELECT key, data ->> 'content' AS text FROM platform.record WHERE topic = $1 AND system = $2`,
      [TOPIC, system],
    );
  return new Map(rows.map(({ key, text }) => [key, text]));
}

/** Chunks of the back-fill that have more than one receipt. */
async function claimedTwice(world: FaultWorld, system: string): Promise<readonly unknown[]> {
  const { rows } = await world
    .store()
    .pool.query(
      `SELECT body_digest FROM exchange.receipt WHERE system = $1 AND historical GROUP BY body_digest HAVING count(*) > 1`,
      [system],
    );
  return rows;
}

/** Effects on the platform that took a record back to an older content, or to the one that it had. */
async function stepsBack(world: FaultWorld, system: string): Promise<readonly unknown[]> {
  const { rows } = await world.store().pool.query(
    `SELECT key, change, before FROM (
       SELECT r.key, split_part(h.data ->> 'content', '/', 2)::integer AS change,
         lag(split_part(h.data ->> 'content', '/', 2)::integer) OVER (PARTITION BY h.record_id ORDER BY h.number) AS before
       FROM platform.record_history h JOIN platform.record r ON r.id = h.record_id
       WHERE r.system = $1 AND h.effect = 'applied'
     ) AS effect WHERE change <= before`,
    [system],
  );
  return rows;
}
