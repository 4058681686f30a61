import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EVENT_LOG_CONFIG_PROPERTIES } from '@exchange/event-log';
import { envName } from '@exchange/runtime';

export interface DemoOptions {
  /** End by itself after the summary. */
  readonly once: boolean;
  /** Start a local Kafka for the event log. */
  readonly startKafka: boolean;
  /** Settings of a Kafka that is there already, from EVENT_LOG=kafka and KAFKA_…; empty: the demo's own event log. */
  readonly eventLogEnv: Readonly<Record<string, string>>;
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
  return {
    once: values.once,
    startKafka: values.kafka,
    eventLogEnv: env['EVENT_LOG'] === 'kafka' ? kafkaEnv(env) : {},
    directory: join(tmpdir(), `exchange-demo-${userInfo().username}`),
    catalogDirectory: process.cwd(),
    parties: wholeNumber('parties', values.parties),
    seed: wholeNumber('seed', values.seed),
  };
}

/** As every app reads them, TLS and SASL included. */
function kafkaEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  if (!env['KAFKA_BROKERS']) throw new TypeError('EVENT_LOG=kafka needs KAFKA_BROKERS=host:port');
  const names = Object.keys(EVENT_LOG_CONFIG_PROPERTIES).map(envName);
  const given = Object.entries(env).filter(([name, text]) => names.includes(name) && text !== undefined);
  return Object.fromEntries(given) as Record<string, string>;
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new TypeError(`--${name} takes a whole number, not "${text}"`);
}
