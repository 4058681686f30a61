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
  return {
    once: values.once,
    startKafka: values.kafka,
    kafkaBrokers: env['EVENT_LOG'] === 'kafka' ? brokers : [],
    directory: join(tmpdir(), `exchange-demo-${userInfo().username}`),
    catalogDirectory: process.cwd(),
    parties: Number(values.parties),
    seed: Number(values.seed),
  };
}
