import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDemo } from '../src/demo/run-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** One of each wire, two of those that are pushed: one over HTTP, one whose samples are blocked. */
const SYSTEMS = [
  'city-enforcement',
  'gas-safety',
  'enforcement-roster',
  'market-registration',
  'outdoor-advertising',
  'muck-trucks',
  'training-institutions',
];

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'demo-test-'));
  await cp(join(ROOT, 'schemas'), join(directory, 'schemas'), { recursive: true });
  for (const system of SYSTEMS)
    await cp(join(ROOT, 'adapters', system), join(directory, 'adapters', system), { recursive: true });
}, 60_000);

afterAll(() => rm(directory, { recursive: true, force: true }));

test('plays each system by its own wire, every record accepted or quarantined once', async () => {
  const { exitCode, summary } = await runDemo(
    {
      once: true,
      startKafka: false,
      eventLogEnv: {},
      directory: join(directory, 'work'),
      catalogDirectory: directory,
      parties: 20,
      seed: 7,
    },
    new AbortController().signal,
  );
  expect(summary).toMatchObject({
    systems: SYSTEMS.length,
    lost: 0,
    doubled: 0,
    pending: 0,
    markedTextFound: 0,
  });
  expect(exitCode).toBe(0);
  expect(Object.values(summary!.acceptedBySystem).every((accepted) => accepted > 0)).toBe(true);
  expect(Object.values(summary!.wires).every((accepted) => accepted > 0)).toBe(true);
  expect(Object.values(summary!.wires).reduce((sum, accepted) => sum + accepted)).toBe(summary!.accepted);
}, 240_000);
