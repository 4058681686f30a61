import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mariadbAvailable, rabbitMqAvailable } from '@exchange/testing';
import type { DemoOptions } from '../src/config.ts';
import { runDemo } from '../src/demo/run-demo.ts';
import { runSimulation } from '../src/simulate/run-simulation.ts';
import { findDemo, type RunningDemo } from '../src/systems/running-demo.ts';
import { smallCatalog, SYSTEMS } from './small-catalog.ts';

const DEMO_MS_MAX = 120_000;

/** Not below a folder of this account alone: servers run as another one. */
const WORK = join(tmpdir(), `demo-work-${process.pid}`);

let catalogDirectory: string;

beforeAll(async () => {
  catalogDirectory = await smallCatalog();
}, 60_000);

afterAll(async () => {
  await rm(catalogDirectory, { recursive: true, force: true });
  for (const once of [true, false]) await rm(optionsOf(once).directory, { recursive: true, force: true });
});

function optionsOf(once: boolean): DemoOptions {
  const directory = `${WORK}-${once}`;
  return { once, startKafka: false, eventLogEnv: {}, directory, catalogDirectory, stories: 3, seed: 7 };
}

test('plays each system by its own wire, every record accepted or quarantined once', async () => {
  const { exitCode, summary } = await runDemo(optionsOf(true), new AbortController().signal);
  expect(summary).toMatchObject({
    systems: SYSTEMS.length,
    lost: 0,
    doubled: 0,
    pending: 0,
    markedTextFound: 0,
  });
  expect(exitCode).toBe(0);
  const { acceptedBySystem, wires, wireBySystem, standIns, accepted } = summary!;
  expect(Object.values(acceptedBySystem).every((count) => count > 0)).toBe(true);
  expect(Object.values(wires).every((count) => count > 0)).toBe(true);
  expect(Object.values(wires).reduce((sum, count) => sum + count)).toBe(accepted);
  const isMariadb = (await mariadbAvailable()).available;
  const isRabbit = (await rabbitMqAvailable()).available;
  expect(wireBySystem).toMatchObject({
    'gas-safety': 'push · HTTP · HMAC-SM3',
    'private-schools': 'file · SFTP',
    'campus-safety': `sql · ${isMariadb ? 'MariaDB' : 'PostgreSQL'}`,
    'school-buses': `queue · ${isRabbit ? 'AMQP · RabbitMQ' : 'MQTT'}`,
  });
  expect(standIns).toEqual({
    ...(isMariadb ? {} : { 'campus-safety': 'PostgreSQL ← MySQL / MariaDB' }),
    ...(isRabbit ? {} : { 'school-buses': 'MQTT ← AMQP 0-9-1' }),
  });
}, 240_000);

test('a simulation beside it goes on with all systems, and loses and doubles nothing', async () => {
  const stopping = new AbortController();
  const options = optionsOf(false);
  const demo = runDemo(options, stopping.signal);
  try {
    const exchange = await announced(options.directory);
    const exitCode = await runSimulation(
      {
        exchange,
        systemsUrl: null,
        catalogDirectory,
        rate: 40,
        dirty: 0.1,
        seed: 3,
        systems: null,
        minutes: 0.2,
      },
      new AbortController().signal,
    );
    expect(exitCode).toBe(0);
    expect(await findDemo(options.directory)).toEqual(exchange);
  } finally {
    stopping.abort();
    await demo;
  }
  expect(await findDemo(options.directory)).toBeNull();
}, 300_000);

async function announced(directory: string): Promise<RunningDemo> {
  const deadline = performance.now() + DEMO_MS_MAX;
  for (;;) {
    const demo = await findDemo(directory);
    if (demo) return demo;
    if (performance.now() > deadline) throw new Error('the demo was not ready in time');
    await sleep(200);
  }
}
