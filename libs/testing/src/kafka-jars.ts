import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const KAFKA_VERSION = '4.1.0';
const javaMajorMin = 17;
const downloadMsMax = 10 * 60_000;

/** The broker as it is published on Maven Central, with a logging backend. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>local-kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.24.3</version></dependency>
  </dependencies>
</project>
`;

export type Availability =
  { readonly available: true } | { readonly available: false; readonly missing: readonly string[] };

/** Whether a real Kafka can be started here: Java, and Maven unless its jars were fetched before. Nothing is started. */
export async function kafkaAvailable(): Promise<Availability> {
  const missing: string[] = [];
  const java = await javaMajor();
  if (java === null) missing.push(`Java ${javaMajorMin} or later ("java" is not in PATH)`);
  else if (java < javaMajorMin) missing.push(`Java ${javaMajorMin} or later (found ${java})`);
  if (!(await hasJars()) && !(await isInPath('mvn'))) missing.push('Maven ("mvn" is not in PATH)');
  return missing.length === 0 ? { available: true } : { available: false, missing };
}

/** A class path of the broker's jars, which Maven fetches once into a cache folder of the user. */
export async function kafkaClassPath(): Promise<string> {
  const folder = jarsFolder();
  if (!(await hasJars())) await fetchJars(folder);
  return join(folder, '*');
}

/** Fetched beside the folder and renamed when complete, so that a folder which exists can be trusted. */
async function fetchJars(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), 'fetching-'));
  try {
    await writeFile(join(draft, 'pom.xml'), POM);
    const jars = join(draft, 'jars');
    await runMaven(draft, ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`]);
    // Another process may have been faster: its jars are as good.
    await rename(jars, folder).catch(async (error: unknown) => {
      if (!(await hasJars())) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function runMaven(cwd: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('mvn', args, { cwd, timeout: downloadMsMax }, (error, stdout) => {
      if (error)
        reject(
          new Error(`Maven could not fetch Kafka: ${stdout.slice(-1500) || error.message}`, { cause: error }),
        );
      else resolve();
    });
  });
}

async function hasJars(): Promise<boolean> {
  const found = await readdir(jarsFolder()).catch(() => []);
  return found.some((name) => name.startsWith('kafka_2.13'));
}

function jarsFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? (homedir() ? join(homedir(), '.cache') : tmpdir());
  return join(cache, 'wujin-exchange', `kafka-${KAFKA_VERSION}`);
}

function javaMajor(): Promise<number | null> {
  return new Promise((resolve) => {
    execFile('java', ['-version'], (error, _stdout, stderr) => {
      const major = /version "(\d+)/.exec(stderr)?.[1];
      resolve(error || !major ? null : Number(major));
    });
  });
}

async function isInPath(program: string): Promise<boolean> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const isThere = await access(join(folder, program)).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}
