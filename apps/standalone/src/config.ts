import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** End by itself after the summary. */
  readonly once: boolean;
  /** Start a local Kafka for the event log. */
  readonly startKafka: boolean;
  /** A Kafka that is there already, from EVENT_LOG=kafka and KAFKA_BROKERS. */
  readonly kafkaBrokers: readonly string[];
  /** Working files of the demo; emptied at each start. */
  readonly directory: string;
  /** Root of the checkout: `adapters/`, `schemas/`. */
  readonly catalogDirectory: string;
  readonly parties: number;
  readonly seed: number;
}

const PARTIES = 400;

/** What the command line and the environment ask for. Throws a TypeError that names a wrong argument. */
export function demoOptions(env: NodeJS.ProcessEnv, args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      kafka: { type: 'boolean', default: false },
      parties: { type: 'string', default: String(PARTIES) },
      seed: { type: 'string', default: '20261124' },
    },
  });
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',').filter(Boolean);
  if (env['EVENT_LOG'] === 'kafka' && brokers.length === 0)
    throw new TypeError('EVENT_LOG=kafka needs KAFKA_BROKERS=host:port');
  return {
    once: values.once,
    startKafka: values.kafka,
    kafkaBrokers: env['EVENT_LOG'] === 'kafka' ? brokers : [],
    directory: join(tmpdir(), `exchange-demo-${userInfo().username}`),
    catalogDirectory: process.cwd(),
    parties: wholeNumber('parties', values.parties),
    seed: wholeNumber('seed', values.seed),
  };
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new TypeError(`--${name} takes a whole number, not "${text}"`);
}
