// `npm test`: starts the real servers that the tests use, once, runs jest on them, and ends with one line of counts.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../libs/testing/src/embedded-postgres.ts';
import { kafkaAvailable } from '../libs/testing/src/kafka-jars.ts';
import { startLocalKafka } from '../libs/testing/src/local-kafka.ts';
import { THROW_AWAY_SETTINGS } from '../libs/testing/src/test-database.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const isCi = process.env['CI'] === 'true' || process.env['CI'] === '1';

await main();

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-tests-'));
  const stops: Array<() => Promise<void>> = [];
  let jest: ChildProcess | undefined;
  let signalled: NodeJS.Signals | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      signalled = signal;
      jest?.kill(signal);
    });
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const environment = await startServers(directory, stops);
    if (!signalled) {
      jest = runJest(environment, join(directory, 'result.json'));
      const isGreen = await exitOf(jest);
      counts = await readCounts(join(directory, 'result.json'), isGreen);
    }
  } catch (error) {
    console.error(error);
    counts = { ...counts, failed: counts.failed + 1 };
  } finally {
    for (const stop of stops.toReversed()) await stop().catch(console.error);
    await rm(directory, { recursive: true, force: true });
  }
  if (signalled) process.exitCode = signalled === 'SIGINT' ? 130 : 143;
  else report(counts);
}

/** The variables by which tests find the servers; what was started is added to `stops`. */
async function startServers(
  directory: string,
  stops: Array<() => Promise<void>>,
): Promise<Record<string, string>> {
  const startKafka = async (): Promise<string | undefined> => {
    if (process.env['KAFKA_BROKERS']) return process.env['KAFKA_BROKERS'];
    const availability = await kafkaAvailable();
    if (!availability.available) {
      console.log(
        `The Kafka tests are skipped, a real Kafka cannot be started: ${availability.missing.join('; ')}.`,
      );
      return undefined;
    }
    const kafka = await startLocalKafka({ directory: join(directory, 'kafka') });
    stops.push(() => kafka.stop());
    return kafka.brokers;
  };
  const startPostgres = async (): Promise<string> => {
    if (process.env['TEST_POSTGRES_URL']) return process.env['TEST_POSTGRES_URL'];
    const settings = THROW_AWAY_SETTINGS;
    const server = await startEmbeddedPostgres({
      directory: join(directory, 'postgres'),
      persistent: false,
      settings,
    });
    stops.push(() => server.stop());
    return server.url;
  };
  // Both are waited for, also when one fails: what runs must be known to be stopped.
  const [postgres, kafka] = await Promise.allSettled([startPostgres(), startKafka()]);
  if (postgres.status === 'rejected') throw postgres.reason;
  if (kafka.status === 'rejected') throw kafka.reason;
  return { TEST_POSTGRES_URL: postgres.value, ...(kafka.value ? { KAFKA_BROKERS: kafka.value } : {}) };
}

function runJest(environment: Record<string, string>, resultFile: string): ChildProcess {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const options = `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
  const given = process.argv.slice(2);
  // Of a single file jest would list every test that -t leaves out.
  const args = ['--maxWorkers=2', '--verbose=false', ...given, '--json', `--outputFile=${resultFile}`];
  return spawn(process.execPath, [jest, ...args], {
    cwd: root,
    env: { ...process.env, ...environment, NODE_OPTIONS: options.trim() },
    // With --json jest writes its result to stdout as well as to the file: only its report is wanted.
    stdio: ['inherit', 'ignore', 'inherit'],
  });
}

function exitOf(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function readCounts(file: string, isGreen: boolean): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const result = JSON.parse(text) as Record<string, number | undefined>;
  const count = (name: string): number => result[name] ?? 0;
  // A file that cannot even be loaded holds no failed test, yet something failed.
  const failed = count('numFailedTests') + count('numRuntimeErrorTestSuites');
  const skipped = count('numPendingTests') + count('numTodoTests');
  return { passed: count('numPassedTests'), failed: isGreen ? failed : Math.max(failed, 1), skipped };
}

function report({ passed, failed, skipped }: Counts): void {
  if (isCi && skipped > 0) console.log(`${skipped} tests were skipped: in CI each counts as a failure.`);
  const failures = isCi ? failed + skipped : failed;
  if (failures > 0 || passed + skipped === 0) process.exitCode = 1;
  const rest = !isCi && skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`${passed} passed, ${failures} failed${rest}`);
}
