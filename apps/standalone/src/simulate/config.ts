import { parseArgs } from 'node:util';
import { eventLogEnvOf } from '../systems/event-log-env.ts';
import type { RunningDemo } from '../systems/running-demo.ts';

export interface SimulateOptions {
  /** Where the exchange is found. */
  readonly exchange: RunningDemo;
  /** PostgreSQL in which the systems' databases are made; an own one is started unless given. */
  readonly systemsUrl: string | null;
  readonly catalogDirectory: string;
  /** Records in a second, over all systems. */
  readonly rate: number;
  /** Share of the records that are spoiled. */
  readonly dirty: number;
  readonly seed: number;
  /** Null: all. */
  readonly systems: readonly string[] | null;
  /** Null: until it is told to end. */
  readonly minutes: number | null;
}

/** What the command line and the environment ask for. Throws a TypeError that names what is wrong. `demo`: one that runs here. */
export function simulateOptions(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  demo: RunningDemo | null,
): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: { type: 'string', default: '20' },
      dirty: { type: 'string', default: '0.05' },
      seed: { type: 'string', default: '20261124' },
      systems: { type: 'string' },
      minutes: { type: 'string' },
    },
  });
  return {
    exchange: exchangeOf(env, demo),
    systemsUrl: env['SYSTEMS_URL'] ?? null,
    catalogDirectory: env['CATALOG_DIRECTORY'] ?? process.cwd(),
    rate: number('rate', values.rate, 0.1, 10_000),
    dirty: number('dirty', values.dirty, 0, 1),
    seed: number('seed', values.seed, 0, 2 ** 31),
    systems: values.systems?.split(',') ?? null,
    minutes: values.minutes === undefined ? null : number('minutes', values.minutes, 0.1, 100_000),
  };
}

/** Another exchange than the demo of this machine is named by its environment, as its apps read it. */
function exchangeOf(env: NodeJS.ProcessEnv, demo: RunningDemo | null): RunningDemo {
  const { DATABASE_URL: databaseUrl, SEALING_KEY: sealingKey, GATEWAY_URL: gatewayUrl } = env;
  if (databaseUrl && sealingKey && gatewayUrl)
    return { databaseUrl, sealingKey, gatewayUrl, eventLogEnv: eventLogEnvOf(env) };
  if (demo) return demo;
  throw new TypeError(
    '没有正在运行的演示：请先在另一个终端运行 npm run demo，或设置 DATABASE_URL、SEALING_KEY、GATEWAY_URL\n' +
      'no demo runs here: start "npm run demo" in another terminal first, or set DATABASE_URL, SEALING_KEY and GATEWAY_URL',
  );
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new TypeError(`--${name} takes a number from ${least} to ${most}, not "${text}"`);
}
