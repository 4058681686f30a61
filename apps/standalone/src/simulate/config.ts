import { parseArgs } from 'node:util';

export interface SimulateOptions {
  /** Of the exchange that reads the systems: its database and sealing key. */
  readonly databaseUrl: string;
  readonly sealingKey: string;
  /** PostgreSQL in which the systems' databases are made; its own one is started unless given. */
  readonly systemsUrl: string | null;
  readonly catalogDirectory: string;
  /** Records in a second, over all systems. */
  readonly rate: number;
  /** Share of the records that are spoiled. */
  readonly dirty: number;
  readonly seed: number;
  /** Null: all that the gateway reads. */
  readonly systems: readonly string[] | null;
  /** End after so many seconds; null: when it is told to. */
  readonly seconds: number | null;
}

/** What the command line and the environment ask for. Throws a TypeError that names what is wrong. */
export function simulateOptions(env: NodeJS.ProcessEnv, args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: { type: 'string', default: '20' },
      dirty: { type: 'string', default: '0.05' },
      seed: { type: 'string', default: '20261124' },
      systems: { type: 'string' },
      seconds: { type: 'string' },
    },
  });
  return {
    databaseUrl: needed(env, 'DATABASE_URL'),
    sealingKey: needed(env, 'SEALING_KEY'),
    systemsUrl: env['SYSTEMS_URL'] ?? null,
    catalogDirectory: env['CATALOG_DIRECTORY'] ?? process.cwd(),
    rate: number('rate', values.rate, 0.1, 10_000),
    dirty: number('dirty', values.dirty, 0, 1),
    seed: number('seed', values.seed, 0, 2 ** 31),
    systems: values.systems?.split(',') ?? null,
    seconds: values.seconds === undefined ? null : number('seconds', values.seconds, 1, 1e6),
  };
}

function needed(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new TypeError(`${name} is not set: it is that of the exchange that reads the systems`);
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new TypeError(`--${name} takes a number from ${least} to ${most}, not "${text}"`);
}
